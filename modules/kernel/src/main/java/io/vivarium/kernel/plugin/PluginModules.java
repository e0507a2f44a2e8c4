package io.vivarium.kernel.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the modules in the jars of a plugin directory. Java's own finder checks the signature of a signed jar merely to read its
 * descriptor; for cryptographic libraries, which are large, that is half of the time that a server takes to start, whether they
 * are used or not. Here a signature is checked when the first class of the jar is loaded.
 */
final class PluginModules {
  private static final String DESCRIPTOR = "module-info.class";

  /** Where a jar has classes for some releases of Java only. */
  private static final String VERSIONS = "META-INF/versions/";

  private PluginModules() {}

  /** A finder of the modules in a directory; its methods fail as those of {@link ModuleFinder#of} do. */
  static ModuleFinder in(Path directory) throws IOException {
    List<ModuleReference> described = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        ModuleReference reference = described(file);
        if (reference == null) {
          others.add(file);
        } else {
          described.add(reference);
        }
      }
    }
    return ModuleFinder.compose(new Known(described), ModuleFinder.of(others.toArray(Path[]::new)));
  }

  /** Null for what has no descriptor, or none that can be read: Java's own finder names such a jar's module, or says what is wrong with it. */
  private static @Nullable ModuleReference described(Path file) {
    try (JarFile jar = open(file, false)) {
      JarEntry entry = jar.getJarEntry(DESCRIPTOR);
      if (entry == null) {
        return null;
      }
      try (InputStream in = jar.getInputStream(entry)) {
        return new JarModule(ModuleDescriptor.read(in, () -> packages(jar)), file);
      }
    } catch (IOException | InvalidModuleDescriptorException e) {
      return null;
    }
  }

  private static JarFile open(Path file, boolean verify) throws IOException {
    return new JarFile(file.toFile(), verify, ZipFile.OPEN_READ, JarFile.runtimeVersion());
  }

  /**
   * Asked only when the descriptor does not list them. A jar has a directory for thousands of classes, one after the other: names are
   * made of directories, not of each class.
   */
  private static Set<String> packages(JarFile jar) {
    Set<String> packages = new HashSet<>();
    String directory = "";
    Enumeration<JarEntry> entries = jar.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      int end = name.lastIndexOf('/') + 1;
      boolean same = end == directory.length() && name.startsWith(directory);
      if (!same && name.endsWith(".class")) {
        directory = name.substring(0, end);
        String found = packageOf(directory, jar.isMultiRelease());
        if (!found.isEmpty() && found.indexOf('-') < 0) {
          packages.add(found);
        }
      }
    }
    return packages;
  }

  /** The package of the classes in a directory; empty for those that belong to none, or to a later Java. */
  private static String packageOf(String directory, boolean multiRelease) {
    String path = directory;
    if (multiRelease && directory.startsWith(VERSIONS)) {
      int end = directory.indexOf('/', VERSIONS.length());
      if (end < 0 || !ofThisJava(directory.substring(VERSIONS.length(), end))) {
        return "";
      }
      path = directory.substring(end + 1);
    }
    return path.isEmpty() ? "" : path.substring(0, path.length() - 1).replace('/', '.');
  }

  private static boolean ofThisJava(String version) {
    try {
      return Integer.parseInt(version) <= JarFile.runtimeVersion().feature();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static final class Known implements ModuleFinder {
    private final Map<String, ModuleReference> references = new HashMap<>();

    /** As Java's own finder, where two have the same name it is the first that counts. */
    Known(List<ModuleReference> found) {
      found.forEach(each -> references.putIfAbsent(each.descriptor().name(), each));
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return Optional.ofNullable(references.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.copyOf(references.values());
    }
  }

  private static final class JarModule extends ModuleReference {
    private final Path file;

    JarModule(ModuleDescriptor descriptor, Path file) {
      super(descriptor, file.toUri());
      this.file = file;
    }

    @Override
    public ModuleReader open() throws IOException {
      return new JarModuleReader(PluginModules.open(file, true), file.toUri());
    }
  }
}
