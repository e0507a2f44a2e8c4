package io.vivarium.spi;

import io.vivarium.spi.metrics.Metrics;
import java.util.concurrent.ThreadFactory;

/**
 * What the host hands to a plugin when it creates it. Threads and time come from here so that a stopped plugin leaves nothing
 * behind and so that tests and the simulator can take their place. Any thread may call any method.
 */
public interface PluginContext {
  /** The plugin's own configuration, as it was when the server started. */
  PluginConfig config();

  /** Clocks. */
  TimeSource time();

  /**
   * Makes daemon threads named after the plugin. What comes out of a thread's task ends that thread and is logged with the plugin's name;
   * whoever cannot go on without it says so to {@link #fatalErrors}. The host reports threads still alive after the plugin was closed.
   */
  ThreadFactory threads();

  /** Where the plugin's figures are published. Its gauges are taken away when it is closed; counters and summaries stay. */
  Metrics metrics();

  /** Stops the server because going on would be wrong; returns at once, the host does the rest. */
  FatalErrors fatalErrors();

  /**
   * What the plugin may have of the machine. A plugin asks here before it opens files and sockets, in {@code create} or {@code start}.
   */
  default Grants grants() {
    return Grants.ALL;
  }
}
