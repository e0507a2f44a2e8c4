package io.vivarium.kernel.plugin;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginProvider;
import java.util.List;

/**
 * A plugin that is there and could be used.
 *
 * @param kind which SPI it implements
 * @param id how configuration selects it
 * @param version its version; empty when unknown
 * @param place where it was found: a directory, or what of the server's own path
 * @param provider makes instances
 * @param keys the configuration keys that it owns
 * @param layer where its classes live
 * @param <T> what the plugin is
 */
record InstalledPlugin<T extends Plugin>(
    PluginKind<T> kind,
    String id,
    String version,
    String place,
    PluginProvider<T> provider,
    List<ConfigKey<?>> keys,
    PluginLayer layer) {
  InstalledPlugin {
    keys = List.copyOf(keys);
  }

  /** The plugin as configuration names it, for example {@code storage=filelog}. */
  public String name() {
    return kind.name() + "=" + id;
  }

  /** Name, version and place, for people. */
  public String description() {
    return name() + (version.isEmpty() ? "" : " " + version) + " (" + place + ")";
  }

  /** Whether a frame of a stack trace is code of this plugin. */
  boolean owns(StackTraceElement frame) {
    return layer.owns(frame, provider.getClass());
  }
}
