package io.vivarium.spi;

import java.util.List;

/**
 * What a plugin registers with {@link java.util.ServiceLoader}: it names itself, tells its configuration keys and makes instances.
 * Providers are stateless; their constructors do nothing. Each SPI has its own sub-interface. The methods that describe it always answer
 * the same and return at once; they are asked of every plugin that is installed, selected or not. All methods are called by one
 * thread at a time.
 *
 * @param <T> what the provider makes
 */
public interface PluginProvider<T> {
  /** The version of this SPI; raised when an incompatible change is made. */
  int SPI_VERSION = 1;

  /** The name by which configuration selects the plugin, for example {@code filelog}: lower case, letters, digits and hyphens. */
  String id();

  /**
   * The SPI version the plugin was written for; checked when it is loaded. A plugin that is released on its own overrides this with
   * {@code return SPI_VERSION;}, which the compiler turns into the number of that day; the default is the number of the server that
   * asks, which is right only for plugins built together with it.
   */
  default int spiVersion() {
    return SPI_VERSION;
  }

  /**
   * The configuration keys the plugin owns, no name twice. Several plugins may own the same key, if they agree about its type: those that can
   * take each other's place, for example.
   */
  default List<ConfigKey<?>> configKeys() {
    return List.of();
  }

  /**
   * Makes a configured instance that has not been started; acquires nothing, as it may never be started.
   *
   * @param context of this instance, for as long as it lives
   * @throws PluginException when the configuration makes no sense; the message names the key
   */
  T create(PluginContext context) throws PluginException;
}
