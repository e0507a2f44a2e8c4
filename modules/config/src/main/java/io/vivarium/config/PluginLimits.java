package io.vivarium.config;

import java.time.Duration;

/**
 * What plugins may take before they count as hung or broken.
 *
 * @param start longest time to make a plugin, and to start it ({@code plugin.startTimeoutMs})
 * @param stop longest time to stop one ({@code plugin.stopTimeoutMs})
 * @param call after which a call that keeps a thread of the server is named ({@code plugin.callTimeoutMs})
 * @param hang after which a server stops whose writes wait for a plugin; zero for never ({@code plugin.hangTimeoutMs})
 * @param strict whether one that is not needed stops the server all the same when it breaks ({@code plugin.strict})
 */
public record PluginLimits(
    Duration start, Duration stop, Duration call, Duration hang, boolean strict) {
  static PluginLimits from(Values values) {
    return new PluginLimits(
        Duration.ofMillis(values.get(OwnKeys.PLUGIN_START)),
        Duration.ofMillis(values.get(OwnKeys.PLUGIN_STOP)),
        Duration.ofMillis(values.get(OwnKeys.PLUGIN_CALL)),
        Duration.ofMillis(values.get(OwnKeys.PLUGIN_HANG)),
        values.get(OwnKeys.PLUGIN_STRICT));
  }
}
