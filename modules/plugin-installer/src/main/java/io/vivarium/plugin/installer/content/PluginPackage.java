package io.vivarium.plugin.installer.content;

import io.vivarium.kernel.descriptor.DescriptorProblem;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A package of a plugin: a zip of a descriptor, jars and checksums. Nothing in it is believed before {@link #open} has seen all of it. One
 * thread; to be closed.
 */
public final class PluginPackage implements AutoCloseable {
  private final ZipFile zip;
  private final PluginDescriptor descriptor;
  private final Map<String, Long> sizes;

  private PluginPackage(ZipFile zip, PluginDescriptor descriptor, Map<String, Long> sizes) {
    this.zip = zip;
    this.descriptor = descriptor;
    this.sizes = Collections.unmodifiableMap(sizes);
  }

  /**
   * Opens a package and checks all of it: names, sizes, checksums, descriptor. No code of it is loaded.
   *
   * @param file must not be changed by others from here on
   * @throws Refusal with what is wrong with it
   */
  public static PluginPackage open(Path file) throws IOException, Refusal {
    long size = Files.size(file);
    if (size > PackageLimits.PACKAGE) {
      throw new Refusal(
          "the package has " + size + " bytes, at most " + PackageLimits.PACKAGE + " are taken");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw new Refusal("it is no zip, or a damaged one: " + e.getMessage(), e);
    }
    try {
      return check(zip);
    } catch (ZipException | EOFException e) {
      zip.close();
      throw new Refusal("the zip is damaged: " + e.getMessage(), e);
    } catch (Throwable e) {
      zip.close();
      throw e;
    }
  }

  private static PluginPackage check(ZipFile zip) throws IOException, Refusal {
    List<ZipEntry> entries = entries(zip);
    Checksums sums = Checksums.parse(small(zip, Checksums.FILE));
    sums.checkNames(
        entries.stream().map(ZipEntry::getName).filter(n -> !n.equals(Checksums.FILE)).toList());
    Map<String, Long> sizes = new TreeMap<>();
    long left = PackageLimits.UNPACKED;
    for (ZipEntry entry : entries) {
      MessageDigest digest = Checksums.digest("SHA-256");
      long size;
      try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
        size = copy(in, OutputStream.nullOutputStream(), left);
      }
      left -= size;
      if (!entry.getName().equals(Checksums.FILE)) {
        sums.check(entry.getName(), digest);
      }
      sizes.put(entry.getName(), size);
    }
    checkJars(zip, sizes.keySet());
    try {
      byte[] text = small(zip, PluginDescriptor.FILE);
      return new PluginPackage(zip, PluginDescriptor.parse(text, PluginDescriptor.FILE), sizes);
    } catch (DescriptorProblem e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<ZipEntry> entries(ZipFile zip) throws Refusal {
    if (zip.size() > PackageLimits.FILES) {
      throw new Refusal(
          "the package holds " + zip.size() + " files, at most " + PackageLimits.FILES);
    }
    List<? extends ZipEntry> entries = Collections.list(zip.entries());
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : entries) {
      String name = entry.getName();
      PackageLimits.checkName(name);
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new Refusal("the package holds " + name + " twice");
      }
      if (!name.endsWith(".jar")
          && !name.equals(PluginDescriptor.FILE)
          && !name.equals(Checksums.FILE)) {
        throw new Refusal(
            "the package holds "
                + name
                + ", which is neither a jar nor "
                + PluginDescriptor.FILE
                + " nor "
                + Checksums.FILE);
      }
    }
    return List.copyOf(entries);
  }

  /** What a link is in a zip, or a text that is only called a jar, does not begin as a jar does. */
  private static void checkJars(ZipFile zip, Set<String> names) throws IOException, Refusal {
    boolean any = false;
    for (String name : names) {
      if (name.endsWith(".jar")) {
        any = true;
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
          byte[] begin = in.readNBytes(4);
          if (begin.length < 4 || begin[0] != 'P' || begin[1] != 'K' || begin[2] != 3) {
            throw new Refusal(name + " is no jar");
          }
        }
      }
    }
    if (!any) {
      throw new Refusal("the package holds no jar");
    }
  }

  private static byte[] small(ZipFile zip, String name) throws IOException, Refusal {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new Refusal("the package holds no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return PackageLimits.readSmall(in, name);
    }
  }

  private static long copy(InputStream from, OutputStream to, long atMost)
      throws IOException, Refusal {
    InputStream in = new BufferedInputStream(from);
    byte[] buffer = new byte[64 << 10];
    long copied = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      copied += read;
      if (copied > atMost) {
        throw new Refusal("the package unpacks to more than " + PackageLimits.UNPACKED + " bytes");
      }
      to.write(buffer, 0, read);
    }
    return copied;
  }

  /** What the plugin says of itself. */
  public PluginDescriptor descriptor() {
    return descriptor;
  }

  /** The files by name, with their sizes in bytes; sorted. */
  public Map<String, Long> sizes() {
    return sizes;
  }

  /** The content of one of the files. The caller closes it. */
  public InputStream content(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException("the package holds no " + name);
    }
    return zip.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
