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
    return this;
  }

  /**
   * Reads the configuration and says all that is wrong with it, without starting anything.
   *
   * @throws PluginException when the installed plugins themselves are not in order
   */
  public ConfigResult check() throws PluginException {
    return ConfigLoader.load(source, PluginCatalog.discover(plugins).configKeys());
  }

  /**
   * Starts a server; it serves when this returns.
   *
   * @throws PluginException when it does not start: the message says why and what to do, the reason decides the exit code
   * @throws IllegalStateException when the configuration has errors; see {@link #check}
   */
  public Server start() throws PluginException {
    PluginCatalog catalog = PluginCatalog.discover(plugins);
    ServerConfig config = ConfigLoader.load(source, catalog.configKeys()).require();
    return Server.start(config, catalog);
  }
}
