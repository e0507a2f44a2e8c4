package io.vivarium.kernel;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigResult;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the installed plugins, reads a configuration with their keys, and starts a server. Whatever a configuration file can say,
 * {@link ConfigSource#withCode} can say too. One thread; may be used again.
 */
public final class ServerBuilder {
  private final ConfigSource source;
  private @Nullable Path plugins;

  /** Looked for once: opening the jars of all plugins is a good part of a start. */
  private @Nullable PluginCatalog catalog;

  private ServerBuilder(ConfigSource source) {
    this.source = source;
  }

  /** A server with this configuration. */
  public static ServerBuilder of(ConfigSource source) {
    return new ServerBuilder(source);
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
      found = PluginCatalog.discover(plugins);
      catalog = found;
    }
    return found;
  }
}
