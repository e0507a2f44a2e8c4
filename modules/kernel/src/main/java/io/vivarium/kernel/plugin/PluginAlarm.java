package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import org.jspecify.annotations.Nullable;

/**
 * How one plugin says that the server cannot go on: with the plugin's name, and only as long as the server has anything to do with the
 * plugin. One that was set aside or closed may still have threads; what becomes of those is no reason to stop. Any thread.
 */
final class PluginAlarm implements FatalErrors {
  private final String plugin;
  private final FatalErrors server;
  private final PluginFaults faults;
  private volatile boolean off;

  /**
   * For one plugin.
   *
   * @param plugin its name, for people
   * @param server where its reports go
   * @param faults where they go once it is gone
   */
  PluginAlarm(String plugin, FatalErrors server, PluginFaults faults) {
    this.plugin = plugin;
    this.server = server;
    this.faults = faults;
  }

  @Override
  public void stop(FatalReason reason, String message, @Nullable Throwable cause) {
    if (off) {
      faults.did("it wants to stop the server, which goes on without it: " + message);
    } else {
      server.stop(reason, "plugin " + plugin + ": " + message, cause);
    }
  }

  /** The plugin is gone. */
  void turnOff() {
    off = true;
  }
}
