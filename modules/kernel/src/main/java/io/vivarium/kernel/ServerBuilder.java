package io.vivarium.kernel;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigResult;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server inside an application; {@code docs/embedding.md} shows it at work. Whatever a configuration file can say,
 * {@link #set} can say too, and ports that are {@code auto} are chosen free. Plugins are those on the class or module path, those in a
 * directory, and those that the application hands over. Several servers may run in one JVM. One thread; may be used again: each
 * {@link #start} is another server.
 */
public final class ServerBuilder {
  private ConfigSource source;
  private final List<PluginProvider<?>> given = new ArrayList<>();
  private @Nullable Path plugins;

  /** Looked for once: opening the jars of all plugins is a good part of a start. */
  private @Nullable PluginCatalog catalog;

  private ServerBuilder(ConfigSource source) {
    this.source = source;
  }

  /** A server with this configuration, which {@link ConfigSource#ofMachine} reads as the command {@code vivarium server} does. */
  public static ServerBuilder of(ConfigSource source) {
    return new ServerBuilder(source);
  }

  /** A server whose configuration is what {@link #set} says: no file, system property or environment variable has a part in it. */
  public static ServerBuilder fromCode() {
    return new ServerBuilder(ConfigSource.empty());
  }

  /**
   * Sets a key of the configuration, as a line of {@code zoo.cfg} would; wins over all other places that say something of the key.
   * What is wrong with key or value is told by {@link #check} and {@link #start}.
   */
  public ServerBuilder set(String key, String value) {
    source = source.with(key, value);
    return this;
  }

  /** As {@link #set(String, String)}. */
  public ServerBuilder set(String key, long value) {
    return set(key, Long.toString(value));
  }

  /**
   * Hands over a plugin, in place of one of the same kind and id on the class or module path. Configuration still has to choose it, by
   * its id.
   *
   * @throws IllegalArgumentException when it is a provider of no SPI that there is
   */
  public ServerBuilder plugin(PluginProvider<?> provider) {
    if (!PluginCatalog.knows(provider)) {
      throw new IllegalArgumentException(
          provider.getClass().getName() + " is a provider of none of the SPIs");
    }
    given.add(provider);
    catalog = null;
    return this;
  }

  /** Where plugins are installed, each in a directory of its own; those on the class or module path are found without. */
  public ServerBuilder plugins(@Nullable Path directory) {
    this.plugins = directory;
    this.catalog = null;
    return this;
  }

  /**
   * Reads the configuration and says all that is wrong with it, without starting anything.
   *
   * @throws PluginException when the installed plugins themselves are not in order
   */
  public ConfigResult check() throws PluginException {
    return ConfigLoader.load(source, catalog().configKeys());
  }

  /**
   * Says whether the plugins are installed that a configuration asks for, without starting anything.
   *
   * @throws PluginException with each that is not, one a line; or when the installed plugins themselves are not in order
   */
  public void checkPlugins(ServerConfig config) throws PluginException {
    catalog().require(config.plugins());
  }

  /**
   * Starts a server; it serves when this returns.
   *
   * @throws PluginException when it does not start: the message says why and what to do, the reason decides the exit code
   * @throws IllegalStateException when the configuration has errors; see {@link #check}
   */
  public Server start() throws PluginException {
    ServerConfig config = check().require();
    return Server.start(config, catalog());
  }

  private PluginCatalog catalog() throws PluginException {
    PluginCatalog found = catalog;
    if (found == null) {
      found = PluginCatalog.discover(plugins, given);
      catalog = found;
    }
    return found;
  }
}
