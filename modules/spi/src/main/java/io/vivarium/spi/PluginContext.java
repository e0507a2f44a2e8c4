package io.vivarium.spi;

import io.vivarium.spi.metrics.Metrics;
import java.util.concurrent.ThreadFactory;

/**
 * What the host hands to a plugin when it creates it. Threads and time come from here so that a stopped plugin leaves nothing
 * behind and so that tests and the simulator can take their place. Any thread may call any method.
 */
public interface PluginContext {
  /** The plugin's own configuration. */
  PluginConfig config();

  /** Clocks. */
  TimeSource time();

  /** Makes daemon threads named after the plugin; the host reports those still alive after the plugin was closed. */
  ThreadFactory threads();

  /** Where the plugin's figures are published. */
  Metrics metrics();

  /** Stops the server because going on would be wrong; returns at once, the host does the rest. */
  FatalErrors fatalErrors();
}
