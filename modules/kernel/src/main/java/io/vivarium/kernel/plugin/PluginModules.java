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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
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

  /** Asked only when the descriptor does not list them. */
  private static Set<String> packages(JarFile jar) {
    return jar.versionedStream()
        .map(JarEntry::getName)
        .filter(name -> name.endsWith(".class") && name.indexOf('/') > 0)
        .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
        .filter(name -> name.indexOf('-') < 0)
        .collect(Collectors.toSet());
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
