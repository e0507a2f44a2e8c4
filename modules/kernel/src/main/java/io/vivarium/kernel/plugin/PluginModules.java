package io.vivarium.kernel.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.FindException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    List<ModuleReference> signed = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        ModuleReference reference = signedModule(file);
        if (reference == null) {
          others.add(file);
        } else {
          signed.add(reference);
        }
      }
    }
    return ModuleFinder.compose(new Known(signed), ModuleFinder.of(others.toArray(Path[]::new)));
  }

  /** Null for all that Java's own finder may read. */
  private static @Nullable ModuleReference signedModule(Path file) {
    try (JarFile jar =
        new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
      JarEntry entry = jar.getJarEntry(DESCRIPTOR);
      if (entry == null || jar.stream().noneMatch(PluginModules::isSignature)) {
        return null;
      }
      Set<String> packages = packages(jar);
      try (InputStream in = jar.getInputStream(entry)) {
        return new Signed(ModuleDescriptor.read(in, () -> packages), file);
      }
    } catch (IOException | InvalidModuleDescriptorException e) {
      // Java's own finder says what is wrong, better than could be said here.
      return null;
    }
  }

  private static boolean isSignature(JarEntry entry) {
    String name = entry.getName().toUpperCase(Locale.ROOT);
    return name.startsWith("META-INF/") && name.endsWith(".SF") && name.lastIndexOf('/') == 8;
  }

  private static Set<String> packages(JarFile jar) {
    return jar.versionedStream()
        .map(JarEntry::getName)
        .filter(name -> name.endsWith(".class") && name.indexOf('/') > 0)
        .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
        .filter(name -> name.indexOf('-') < 0)
        .collect(Collectors.toSet());
  }

  private static final class Known implements ModuleFinder {
    private final List<ModuleReference> references;

    Known(List<ModuleReference> references) {
      this.references = List.copyOf(references);
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return references.stream().filter(each -> each.descriptor().name().equals(name)).findFirst();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.copyOf(references);
    }
  }

  private static final class Signed extends ModuleReference {
    private final Path file;

    Signed(ModuleDescriptor descriptor, Path file) {
      super(descriptor, file.toUri());
      this.file = file;
    }

    @Override
    public ModuleReader open() throws IOException {
      try {
        return ModuleFinder.of(file).find(descriptor().name()).orElseThrow().open();
      } catch (FindException e) {
        throw new IOException(file + " is not the module any more that it was: " + e, e);
      }
    }
  }
}
