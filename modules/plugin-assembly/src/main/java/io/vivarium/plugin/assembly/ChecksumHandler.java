package io.vivarium.plugin.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Named;
import org.apache.maven.plugins.assembly.filter.ContainerDescriptorHandler;
import org.codehaus.plexus.archiver.ArchiveEntry;
import org.codehaus.plexus.archiver.Archiver;
import org.codehaus.plexus.archiver.ArchiverException;
import org.codehaus.plexus.archiver.ResourceIterator;
import org.codehaus.plexus.archiver.UnArchiver;
import org.codehaus.plexus.components.io.fileselectors.FileInfo;

/**
 * Adds the list of checksums to a package before it is written, in the form that {@code sha256sum --check} reads, and refuses a package
 * that no server would take. Maven makes one per package.
 */
@Named("vivarium-plugin")
public final class ChecksumHandler implements ContainerDescriptorHandler {
  static final String CHECKSUMS = "SHA256SUMS";
  static final String DESCRIPTOR = "plugin.properties";
  private static final int READABLE_BY_ALL = 0644;

  /** Made by Maven. */
  public ChecksumHandler() {}

  @Override
  public void finalizeArchiveCreation(Archiver archiver) {
    Map<String, String> sums = new TreeMap<>();
    ResourceIterator entries = archiver.getResources();
    while (entries.hasNext()) {
      ArchiveEntry entry = entries.next();
      if (entry.getType() == ArchiveEntry.FILE) {
        String name = entry.getName().replace('\\', '/');
        if (sums.put(name, sha256(entry)) != null) {
          throw new ArchiverException("two files of the plugin package are called " + name);
        }
      }
    }
    check(sums);
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    archiver.addResource(new TextResource(CHECKSUMS, content), CHECKSUMS, READABLE_BY_ALL);
  }

  private static void check(Map<String, String> sums) {
    if (!sums.containsKey(DESCRIPTOR)) {
      throw new ArchiverException(
          "a plugin package needs the file src/main/plugin/"
              + DESCRIPTOR
              + ", and it is not there");
    }
    for (String name : sums.keySet()) {
      boolean known = name.equals(DESCRIPTOR) || name.endsWith(".jar");
      if (!known || name.contains("/")) {
        throw new ArchiverException(
            name
                + " does not belong into a plugin package, which holds "
                + DESCRIPTOR
                + " and jars; remove it from src/main/plugin");
      }
    }
  }

  private static String sha256(ArchiveEntry entry) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(entry.getInputStream(), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(entry.getName() + " cannot be read", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void finalizeArchiveExtraction(UnArchiver unarchiver) {
    // Packages are only made here.
  }

  @Override
  public List<String> getVirtualFiles() {
    return List.of(CHECKSUMS);
  }

  @Override
  public boolean isSelected(FileInfo file) {
    return true;
  }
}
