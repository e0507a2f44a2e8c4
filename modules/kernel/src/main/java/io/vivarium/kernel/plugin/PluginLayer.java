package io.vivarium.kernel.plugin;

import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where classes of plugins live: a module layer of their own, a class loader of their own, or the server's own path. Two plugins
 * never see each other's classes, only the server's model, codec, SPI and logging API.
 */
final class PluginLayer {
  /** Modules that exist once: with a copy of its own a plugin would implement interfaces that nobody asks for. */
  private static final Set<String> HOST_MODULES =
      Set.of("io.vivarium.model", "io.vivarium.codec", "io.vivarium.spi");

  private final ClassLoader loader;

  /** Null where the classes are in no layer of their own. */
  private final @Nullable ModuleLayer layer;

  private final boolean host;

  private PluginLayer(ClassLoader loader, @Nullable ModuleLayer layer, boolean host) {
    this.loader = loader;
    this.layer = layer;
    this.host = host;
  }

  /** The server's own module path and class path. */
  static PluginLayer ofHost() {
    return new PluginLayer(PluginLayer.class.getClassLoader(), null, true);
  }

  /** The jars of a plugin directory, in the container that it asks for. */
  static PluginLayer open(Path directory, PluginDescriptor.Container container)
      throws PluginProblem {
    // A server that itself runs from a class path has no modules that a layer could build on.
    ModuleLayer parent = PluginLayer.class.getModule().getLayer();
    return switch (container) {
      case LAYER -> parent == null ? openLoader(directory) : openLayer(directory, parent);
      case LOADER -> openLoader(directory);
    };
  }

  private static PluginLayer openLayer(Path directory, ModuleLayer parent) throws PluginProblem {
    ModuleFinder finder;
    try {
      finder = PluginModules.in(directory);
    } catch (IOException e) {
      throw new PluginProblem(directory + " cannot be listed: " + e);
    }
    try {
      Set<String> modules =
          finder.findAll().stream()
              .map(reference -> reference.descriptor().name())
              .collect(Collectors.toSet());
      for (String module : HOST_MODULES) {
        if (modules.contains(module)) {
          throw new PluginProblem(
              directory + " has a copy of the server's module " + module + "; remove that jar");
        }
      }
      Configuration configuration =
          parent.configuration().resolve(finder, ModuleFinder.of(), modules);
      ModuleLayer layer =
          parent.defineModulesWithOneLoader(configuration, PluginLayer.class.getClassLoader());
      ClassLoader loader =
          modules.isEmpty()
              ? PluginLayer.class.getClassLoader()
              : layer.findLoader(modules.iterator().next());
      return new PluginLayer(loader, layer, false);
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new PluginProblem(
          directory
              + ": its jars do not form a module layer: "
              + e.getMessage()
              + remedy(finder, parent));
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

  private static PluginLayer openLoader(Path directory) throws PluginProblem {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(file.toUri().toURL());
      }
    } catch (IOException e) {
      throw new PluginProblem(directory + " cannot be listed: " + e);
    }
    // Never closed: classes of a plugin may be needed for as long as the server runs.
    ClassLoader loader =
        new URLClassLoader(
            String.valueOf(directory.getFileName()),
            jars.toArray(URL[]::new),
            PluginLayer.class.getClassLoader());
    return new PluginLayer(loader, null, false);
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

  private static String cause(Throwable e) {
    return e.getCause() == null ? "" : ", because of " + e.getCause();
  }
}
