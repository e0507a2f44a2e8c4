package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginSelection;
import io.vivarium.kernel.descriptor.DescriptorProblem;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.kernel.descriptor.SpiVersions;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every plugin that is installed. Any thread. */
public final class PluginCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(PluginCatalog.class);

  private volatile List<InstalledPlugin<?>> plugins;

  private PluginCatalog(List<InstalledPlugin<?>> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Finds the plugins on the server's own path and in the sub-directories of a directory.
   *
   * @param directory the directory of plugins; null when there is none
   * @throws PluginException with everything that is wrong with what was found, each with its place
   */
  public static PluginCatalog discover(@Nullable Path directory) throws PluginException {
    return discover(directory, List.of());
  }

  /**
   * The same, with providers that an application has in its hands; what has the kind and id of one of them is passed over where it is on
   * the server's own path.
   */
  public static PluginCatalog discover(@Nullable Path directory, List<PluginProvider<?>> given)
      throws PluginException {
    Discovery discovery = new Discovery(given);
    discovery.searchHost();
    if (directory != null) {
      discovery.searchDirectory(directory);
    }
    return discovery.catalog();
  }

  /**
   * The plugin in one directory, by itself.
   *
   * @throws PluginException with what is wrong with it
   */
  public static PluginCatalog of(Path pluginDirectory) throws PluginException {
    Discovery discovery = new Discovery(List.of());
    discovery.searchPlugin(pluginDirectory);
    return discovery.catalog();
  }

  /** Whether a provider is one of a kind that there is. */
  public static boolean knows(PluginProvider<?> provider) {
    return PluginKind.START_ORDER.stream().anyMatch(kind -> kind.provider().isInstance(provider));
  }

  /** A catalog of these. */
  static PluginCatalog of(List<InstalledPlugin<?>> plugins) {
    return new PluginCatalog(plugins);
  }

  /** The plugin of this kind and id, if it is installed. */
  <T extends Plugin> Optional<InstalledPlugin<T>> find(PluginKind<T> kind, String id) {
    return all(kind).stream().filter(plugin -> plugin.id().equals(id)).findFirst();
  }

  /** The plugins of a kind, in the order in which they were found. */
  <T extends Plugin> List<InstalledPlugin<T>> all(PluginKind<T> kind) {
    List<InstalledPlugin<T>> ofKind = new ArrayList<>();
    for (InstalledPlugin<?> plugin : plugins) {
      if (plugin.kind().equals(kind)) {
        @SuppressWarnings("unchecked") // the kind fixes the type
        InstalledPlugin<T> typed = (InstalledPlugin<T>) plugin;
        ofKind.add(typed);
      }
    }
    return ofKind;
  }

  /** All plugins, in the order in which they were found. */
  List<InstalledPlugin<?>> all() {
    return plugins;
  }

  /**
   * Loads a plugin once more from the directory that it came from, as it is there now.
   *
   * @throws PluginProblem when it came from no directory, or what is there now is no such plugin
   */
  <T extends Plugin> InstalledPlugin<T> again(InstalledPlugin<T> plugin) throws PluginProblem {
    Path loaded = plugin.layer().directory();
    if (loaded == null) {
      throw new PluginProblem(
          plugin.description() + " is on the server's own path, which is loaded only once");
    }
    Path upgraded = PluginPlace.of(loaded);
    Path directory = Files.exists(upgraded) ? upgraded : loaded;
    Discovery discovery = new Discovery(List.of());
    try {
      discovery.load(directory, PluginDescriptor.read(directory));
    } catch (DescriptorProblem e) {
      throw new PluginProblem(String.valueOf(e.getMessage()));
    }
    if (!discovery.problems.isEmpty()) {
      throw new PluginProblem(String.join("; ", discovery.problems));
    }
    InstalledPlugin<?> found = discovery.found.getFirst();
    if (!found.name().equals(plugin.name())) {
      throw new PluginProblem(directory + " is now plugin " + found.name());
    }
    @SuppressWarnings("unchecked") // the same kind
    InstalledPlugin<T> fresh = (InstalledPlugin<T>) found;
    return fresh;
  }

  /** One plugin is known in the place of another, of which nothing remains here. */
  synchronized void replace(InstalledPlugin<?> before, InstalledPlugin<?> after) {
    List<InstalledPlugin<?>> next = new ArrayList<>();
    for (InstalledPlugin<?> each : plugins) {
      next.add(each.equals(before) ? after : each);
    }
    plugins = List.copyOf(next);
  }

  /**
   * Says whether those are here that configuration asks for.
   *
   * @throws PluginException with each that is not, one a line
   */
  public void require(PluginSelection wanted) throws PluginException {
    PluginSelector.choose(this, wanted);
  }

  /** The configuration keys of all plugins. */
  public List<ConfigKey<?>> configKeys() {
    List<ConfigKey<?>> keys = new ArrayList<>();
    plugins.forEach(plugin -> keys.addAll(plugin.keys()));
    return keys;
  }

  /** Where a provider was found. */
  private record Found<T extends Plugin>(
      PluginLayer layer,
      PluginKind<T> kind,
      String version,
      String place,
      PluginProvider<T> provider) {
    InstalledPlugin<T> installed(Introduction itself) {
      return new InstalledPlugin<>(
          kind, itself.id(), version, place, provider, itself.keys(), layer);
    }
  }

  /** A search, with what it found and what is wrong with it. */
  private static final class Discovery {
    private final List<InstalledPlugin<?>> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<PluginProvider<?>> given;

    Discovery(List<PluginProvider<?>> given) {
      this.given = given;
    }

    /** What was found, when nothing is wrong with it. */
    PluginCatalog catalog() throws PluginException {
      if (!problems.isEmpty()) {
        throw new PluginException(
            FatalReason.INVALID_INVOCATION, String.join(System.lineSeparator(), problems), null);
      }
      return new PluginCatalog(found);
    }

    void searchHost() {
      PluginLayer host = PluginLayer.ofHost();
      for (PluginKind<?> kind : PluginKind.START_ORDER) {
        searchHost(host, kind);
      }
    }

    private <T extends Plugin> void searchHost(PluginLayer host, PluginKind<T> kind) {
      try {
        SpiVersions ours = new SpiVersions(PluginProvider.SPI_VERSION, PluginProvider.SPI_VERSION);
        for (PluginProvider<T> provider : withGiven(kind, host.providers(kind))) {
          add(
              Introduction.of(provider, placeOf(provider)),
              new Found<>(host, kind, versionOf(provider), placeOf(provider), provider),
              ours);
        }
      } catch (PluginProblem e) {
        problems.add("on the server's own path " + e.getMessage());
      }
    }

    private <T extends Plugin> List<PluginProvider<T>> withGiven(
        PluginKind<T> kind, List<PluginProvider<T>> onPath) {
      List<PluginProvider<T>> all = new ArrayList<>();
      given.stream()
          .filter(kind.provider()::isInstance)
          .map(kind.provider()::cast)
          .forEach(all::add);
      List<String> ids = all.stream().map(PluginProvider::id).toList();
      onPath.stream().filter(other -> !ids.contains(other.id())).forEach(all::add);
      return all;
    }

    void searchDirectory(Path directory) {
      List<Path> entries;
      try {
        entries = PluginPlace.allIn(directory);
      } catch (IOException e) {
        problems.add("the directory of plugins " + directory + " cannot be listed: " + e);
        return;
      }
      for (Path entry : entries) {
        if (!entry.equals(PluginPlace.of(entry))) {
          LOG.warn(
              "{} is used, as the upgrade of that plugin was cut off; vivarium plugin list puts its"
                  + " directory right",
              entry);
        }
        if (Files.isRegularFile(entry.resolve(PluginDescriptor.FILE))) {
          searchPlugin(entry);
        } else {
          LOG.warn("{} is no plugin, as it has no {}", entry, PluginDescriptor.FILE);
        }
      }
    }

    void searchPlugin(Path directory) {
      try {
        load(directory, PluginDescriptor.read(directory));
      } catch (DescriptorProblem | PluginProblem e) {
        problems.add(e.getMessage());
      }
    }

    private void load(Path directory, PluginDescriptor descriptor) throws PluginProblem {
      if (!descriptor.spiVersions().contains(PluginProvider.SPI_VERSION)) {
        throw new PluginProblem(
            directory + versionMismatch(descriptor.spi(), descriptor.spiVersions().toString()));
      }
      PluginLayer layer = PluginLayer.open(directory, descriptor);
      load(directory, descriptor, PluginKind.named(descriptor.spi()), layer);
    }

    private <T extends Plugin> void load(
        Path directory, PluginDescriptor descriptor, PluginKind<T> kind, PluginLayer layer)
        throws PluginProblem {
      List<PluginProvider<T>> providers =
          Introduction.bounded(directory.toString(), layer.loader(), () -> layer.providers(kind));
      // One that builds on another plugin carries that one's jar, and with it the other provider.
      List<String> ids =
          Introduction.bounded(
              directory.toString(),
              layer.loader(),
              () -> providers.stream().map(each -> String.valueOf(each.id())).toList());
      List<PluginProvider<T>> named =
          IntStream.range(0, ids.size())
              .filter(at -> descriptor.id().equals(ids.get(at)))
              .mapToObj(providers::get)
              .toList();
      if (named.size() != 1) {
        throw new PluginProblem(
            directory
                + ": its descriptor says id = "
                + descriptor.id()
                + ", and its jars register "
                + (providers.isEmpty()
                    ? "no provider of SPI " + kind.name()
                    : "the providers " + String.join(", ", ids))
                + "; exactly one must call itself that"
                + (providers.isEmpty()
                    ? layer.whereProvidersStand(kind)
                    : ": let id in the descriptor and id() in the provider be the same"));
      }
      PluginProvider<T> provider = named.getFirst();
      String place = directory.toString();
      add(
          Introduction.of(provider, place),
          new Found<>(layer, kind, descriptor.version(), place, provider),
          descriptor.spiVersions());
    }

    /** Takes a plugin whose provider was written for one of the versions that the plugin works with. */
    private <T extends Plugin> void add(Introduction itself, Found<T> where, SpiVersions versions) {
      InstalledPlugin<T> plugin = where.installed(itself);
      if (!versions.contains(itself.spiVersion())) {
        problems.add(
            plugin.description()
                + versionMismatch(plugin.kind().name(), String.valueOf(itself.spiVersion())));
        return;
      }
      for (InstalledPlugin<?> other : found) {
        if (other.name().equals(plugin.name())) {
          problems.add(
              "two plugins are "
                  + plugin.name()
                  + ": one in "
                  + other.place()
                  + ", one in "
                  + plugin.place()
                  + "; remove one");
          return;
        }
      }
      found.add(plugin);
    }

    private static String versionMismatch(String spi, String version) {
      return " was written for version "
          + version
          + " of SPI "
          + spi
          + ", this server has version "
          + PluginProvider.SPI_VERSION
          + "; install a release of the plugin that fits";
    }

    private static String versionOf(PluginProvider<?> provider) {
      ModuleDescriptor module = provider.getClass().getModule().getDescriptor();
      String ofJar = provider.getClass().getPackage().getImplementationVersion();
      return module == null
          ? Optional.ofNullable(ofJar).orElse("")
          : module.rawVersion().or(() -> Optional.ofNullable(ofJar)).orElse("");
    }

    private static String placeOf(PluginProvider<?> provider) {
      CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
      return source == null || source.getLocation() == null
          ? "the server's own path"
          : source.getLocation().getPath();
    }
  }
}
