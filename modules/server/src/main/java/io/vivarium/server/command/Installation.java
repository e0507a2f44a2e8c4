package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the program is installed, and what follows from that.
 *
 * @param home directory with {@code plugins/}
 */
record Installation(Path home) {
  private static final String DEFAULT_PORT = "2181";

  /** What a distribution may have to say of servers that are given no file. */
  private static final String DEFAULTS = "conf/default.cfg";

  /** The configuration of this machine: a file, or what a server has without one. */
  ConfigSource source(@Nullable Path file) {
    if (file != null) {
      return ConfigSource.ofMachine(file);
    }
    Path defaults = home.resolve(DEFAULTS);
    return ConfigSource.ofMachine(Files.isReadable(defaults) ? defaults : null)
        .withEmbedded(
            Map.of("clientPort", DEFAULT_PORT, "dataDir", home.resolve("data").toString()));
  }

  /** A server with this installation's plugins. */
  ServerBuilder server(ConfigSource source) {
    Path plugins = home.resolve("plugins");
    return ServerBuilder.of(source).plugins(Files.isDirectory(plugins) ? plugins : null);
  }

  /**
   * What is to be said of a configuration with this installation's plugins.
   *
   * @param file as {@link #source} has it
   * @param options what the command line says besides
   * @throws PluginException when the plugins themselves are not in order
   */
  ConfigResult check(@Nullable Path file, ConfigOptions options) throws PluginException {
    return server(source(file, options)).check();
  }

  /** The configuration of this machine, with what the command line says besides. */
  ConfigSource source(@Nullable Path file, ConfigOptions options) {
    return source(file).withCode(ConfigOptions.PLACE, options.values());
  }
}
