package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;

/**
 * Makes instances of plugins and hands each what the host has for it. Any thread.
 *
 * @param fatalErrors told when a plugin reports that the server cannot go on; the plugin's name is put before the message
 */
record PluginMaker(
    PluginConfigs configs,
    TimeSource time,
    KernelMetrics metrics,
    FatalErrors fatalErrors,
    Bounds bounds) {

  /** Makes a configured instance; nothing is acquired yet. Fails as {@link HostedPlugin#create} does. */
  <T extends Plugin> HostedPlugin<T> make(InstalledPlugin<T> plugin) throws PluginException {
    PluginFaults faults =
        new PluginFaults(plugin.description(), time, metrics.counter("plugin_faults"));
    HostedPlugin.Belongings belongings =
        new HostedPlugin.Belongings(
            new TrackedThreads(plugin.id(), faults),
            new PluginMetrics(metrics, faults),
            faults,
            new PluginAlarm(plugin.name(), fatalErrors, faults));
    HostContext context =
        new HostContext(
            config(plugin),
            time,
            belongings.threads(),
            belongings.metrics(),
            belongings.alarm(),
            plugin.layer().grants(plugin.name(), configs.home()));
    return HostedPlugin.create(plugin, belongings, context, bounds);
  }

  private PluginConfig config(InstalledPlugin<?> plugin) throws PluginException {
    try {
      return configs.bind(plugin.keys());
    } catch (IllegalArgumentException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "plugin " + plugin.description() + " cannot be configured: " + e.getMessage(),
          e);
    }
  }
}
