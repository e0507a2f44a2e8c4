package io.vivarium.kernel.plugin;

import io.vivarium.kernel.descriptor.Capability;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.spi.Grants;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where classes of plugins live: a module layer of their own, a class loader of their own, or the server's own path. Two plugins
 * never see each other's classes, only the server's model, codec, SPI and logging API.
 */
final class PluginLayer {
  /**
   * Modules that exist once: with a copy of its own a plugin would implement interfaces that nobody asks for. Their packages begin with
   * their names.
   */
  static final List<String> HOST_MODULES =
      List.of("io.vivarium.model", "io.vivarium.codec", "io.vivarium.spi");

  private final ClassLoader loader;

  /** Null where the classes are in no layer of their own. */
  private final @Nullable ModuleLayer layer;

  /** Null for the server's own path. */
  private final @Nullable Path directory;

  private final Set<Capability> capabilities;

  private final boolean host;

  private PluginLayer(
      ClassLoader loader,
      @Nullable ModuleLayer layer,
      @Nullable Path directory,
      Set<Capability> capabilities) {
    this.loader = loader;
    this.layer = layer;
    this.directory = directory;
    this.capabilities = capabilities;
    this.host = directory == null;
  }

  /** The server's own module path and class path. */
  static PluginLayer ofHost() {
    return new PluginLayer(PluginLayer.class.getClassLoader(), null, null, Set.of());
  }

  /** The jars of a plugin directory, in the container that its descriptor asks for. */
  static PluginLayer open(Path directory, PluginDescriptor descriptor) throws PluginProblem {
    // A server that itself runs from a class path has no modules that a layer could build on.
    ModuleLayer parent = PluginLayer.class.getModule().getLayer();
    return switch (descriptor.container()) {
      case LAYER ->
          parent == null
              ? openLoader(directory, descriptor)
              : openLayer(directory, descriptor, parent);
      case LOADER -> openLoader(directory, descriptor);
    };
  }

  private static PluginLayer openLayer(
      Path directory, PluginDescriptor descriptor, ModuleLayer parent) throws PluginProblem {
    ModuleFinder finder;
    try {
      finder = PluginModules.in(directory);
    } catch (IOException e) {
      throw new PluginProblem(directory + " cannot be listed: " + e);
    }
    try {
      Set<String> modules = names(finder);
      for (String module : HOST_MODULES) {
        if (modules.contains(module)) {
          throw new PluginProblem(
              directory + " has a copy of the server's module " + module + "; remove that jar");
        }
      }
      return openLayer(directory, descriptor, parent, opened(directory, finder));
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new PluginProblem(
          directory
              + ": its jars do not form a module layer: "
              + e.getMessage()
              + remedy(finder, parent));
    }
  }

  private static OpenModules opened(Path directory, ModuleFinder finder) throws PluginProblem {
    try {
      return OpenModules.of(finder);
    } catch (IOException e) {
      throw new PluginProblem(directory + " has a jar that cannot be read: " + e);
    }
  }

  /** Closes what is open when there is to be no layer. */
  private static PluginLayer openLayer(
      Path directory, PluginDescriptor descriptor, ModuleLayer parent, OpenModules modules)
      throws PluginProblem {
    boolean made = false;
    try {
      PluginLayer layer = define(directory, descriptor, parent, modules);
      made = true;
      return layer;
    } finally {
      if (!made) {
        modules.close();
      }
    }
  }

  private static PluginLayer define(
      Path directory, PluginDescriptor descriptor, ModuleLayer parent, OpenModules finder)
      throws PluginProblem {
    Set<String> modules = names(finder);
    Configuration configuration =
        parent.configuration().resolve(finder, ModuleFinder.of(), modules);
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(parent), PluginLayer.class.getClassLoader());
    if (runsNativeCode(descriptor)) {
      enableNativeAccess(directory, controller);
    }
    ModuleLayer layer = controller.layer();
    ClassLoader loader =
        modules.isEmpty()
            ? PluginLayer.class.getClassLoader()
            : layer.findLoader(modules.iterator().next());
    return new PluginLayer(loader, layer, directory, descriptor.capabilities());
  }

  private static Set<String> names(ModuleFinder finder) {
    return finder.findAll().stream()
        .map(reference -> reference.descriptor().name())
        .collect(Collectors.toSet());
  }

  private static boolean runsNativeCode(PluginDescriptor descriptor) {
    return descriptor.capabilities().stream().anyMatch(Capability.NativeCode.class::isInstance);
  }

  /** The JVM withholds native code from all others, where it was started so. */
  @SuppressWarnings("restricted")
  private static void enableNativeAccess(Path directory, ModuleLayer.Controller controller)
      throws PluginProblem {
    try {
      // Not through a method reference: Java makes and loads a class for one to a method that asks
      // who calls it.
      for (Module module : controller.layer().modules()) {
        controller.enableNativeAccess(module);
      }
    } catch (IllegalCallerException e) {
      throw new PluginProblem(
          directory
              + " declares native, which this server cannot give it: start Java with --enable-native-access=io.vivarium.kernel");
    }
  }

  /** What to do when the jars of a plugin do not fit together, with what is known to be missing. */
  private static String remedy(ModuleFinder finder, ModuleLayer parent) {
    try {
      String missing =
          finder.findAll().stream()
              .flatMap(reference -> reference.descriptor().requires().stream())
              .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
              .map(Requires::name)
              .filter(name -> finder.find(name).isEmpty() && parent.findModule(name).isEmpty())
              .filter(name -> ModuleFinder.ofSystem().find(name).isPresent())
              .distinct()
              .sorted()
              .collect(Collectors.joining(","));
      if (!missing.isEmpty()) {
        return "; start Java with --add-modules " + missing;
      }
    } catch (FindException e) {
      return "; remove the jar that is damaged";
    }
    return "; a plugin whose libraries share packages says container = loader";
  }

  private static PluginLayer openLoader(Path directory, PluginDescriptor descriptor)
      throws PluginProblem {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        refuseCopies(file);
        jars.add(file.toUri().toURL());
      }
    } catch (IOException e) {
      throw new PluginProblem(directory + " cannot be listed: " + e);
    }
    ClassLoader loader =
        new JarLoader(
            String.valueOf(directory.getFileName()), jars, PluginLayer.class.getClassLoader());
    boolean named = PluginLayer.class.getModule().isNamed();
    if (named && runsNativeCode(descriptor) && !loader.getUnnamedModule().isNativeAccessEnabled()) {
      throw new PluginProblem(
          directory
              + " declares native together with container = loader, to which it cannot be given alone: make it container ="
              + " layer, or start Java with --enable-native-access=ALL-UNNAMED");
    }
    return new PluginLayer(loader, null, directory, descriptor.capabilities());
  }

  /** Fails when a jar has classes of the server's API, or cannot be read. */
  private static void refuseCopies(Path file) throws PluginProblem {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      for (String module : HOST_MODULES) {
        String directory = module.replace('.', '/') + "/";
        if (jar.stream().anyMatch(entry -> isClassBelow(directory, entry.getName()))) {
          throw new PluginProblem(
              file + " has a copy of the server's module " + module + "; remove that jar");
        }
      }
    } catch (IOException e) {
      throw new PluginProblem(file + " cannot be read: " + e);
    }
  }

  private static boolean isClassBelow(String directory, String entry) {
    return entry.startsWith(directory) && entry.endsWith(".class");
  }

  /** The directory with the jars; null for the server's own path. */
  @Nullable Path directory() {
    return directory;
  }

  /** What the plugin does beyond computing, as it declares; empty also on the server's own path. */
  Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * What the plugin of this name gets of the machine.
   *
   * @param home where the server is installed
   */
  Grants grants(String plugin, Path home) {
    return host ? Grants.ALL : new HostGrants(plugin, capabilities, home);
  }

  /** What loads the classes. */
  ClassLoader loader() {
    return loader;
  }

  /** The providers of a kind that live here and not further up. */
  <T extends Plugin> List<PluginProvider<T>> providers(PluginKind<T> kind) throws PluginProblem {
    Class<? extends PluginProvider<T>> type = kind.provider();
    try {
      List<PluginProvider<T>> found = new ArrayList<>();
      services(type)
          .filter(service -> livesHere(service.type()))
          .forEach(service -> found.add(service.get()));
      return found;
    } catch (ServiceConfigurationError | LinkageError | SecurityException e) {
      throw new PluginProblem(
          "the provider of SPI " + kind.name() + " cannot be loaded: " + e + cause(e));
    }
  }

  private <P> Stream<ServiceLoader.Provider<P>> services(Class<P> type) {
    return layer == null
        ? ServiceLoader.load(type, loader).stream()
        : ServiceLoader.load(layer, type).stream();
  }

  private boolean livesHere(Class<?> type) {
    if (host) {
      return true;
    }
    return layer == null
        ? loader.equals(type.getClassLoader())
        : layer.equals(type.getModule().getLayer());
  }

  /** What to look at when a provider is not found here; begins with a semicolon, or is empty. */
  String whereProvidersStand(PluginKind<?> kind) {
    return layer == null
        ? "; outside a module layer, as here, providers stand in META-INF/services/"
            + kind.provider().getName()
        : "; here providers stand in module-info.java";
  }

  /** Whether a frame of a stack trace is code from here; on the server's own path, of the package of this provider. */
  boolean owns(StackTraceElement frame, Class<?> provider) {
    if (host) {
      return frame.getClassName().startsWith(provider.getPackageName() + ".");
    }
    if (layer == null) {
      return String.valueOf(loader.getName()).equals(frame.getClassLoaderName());
    }
    // Modules of the server's own layer come from loaders that have names.
    return frame.getClassLoaderName() == null
        && frame.getModuleName() != null
        && layer.modules().stream().anyMatch(m -> m.getName().equals(frame.getModuleName()));
  }

  /** The threads that run with the loader of this plugin; none on the server's own path. */
  Set<Thread> threads() {
    return host
        ? Set.of()
        : Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> loader.equals(thread.getContextClassLoader()))
            .collect(Collectors.toSet());
  }

  private static String cause(Throwable e) {
    return e.getCause() == null ? "" : ", because of " + e.getCause();
  }
}
