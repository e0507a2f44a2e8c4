package io.vivarium.kernel.plugin;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one plugin did wrong while it ran: each fault is counted, and told with the plugin's name so seldom that nobody can fill the log
 * with it. Any thread.
 */
final class PluginFaults {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFaults.class);

  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String plugin;
  private final TimeSource time;
  private final Counter total;
  private long count;
  private long untold;
  private long nextNanos;

  /**
   * Nothing has gone wrong yet.
   *
   * @param plugin its description, for people
   * @param total counts the faults of all plugins
   */
  PluginFaults(String plugin, TimeSource time, Counter total) {
    this.plugin = plugin;
    this.time = time;
    this.total = total;
    this.nextNanos = time.monotonicNanos();
  }

  /**
   * Something was thrown where nothing may be.
   *
   * @param where which method, for people
   * @throws OutOfMemoryError when that is what was thrown: no plugin's business alone
   */
  void threw(String where, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError noMemory) {
      throw noMemory;
    }
    tell(where + " failed: " + thrown, thrown);
  }

  /** A thread ended by what its task threw; nobody is there to whom it could be thrown on. */
  void ended(String thread, Throwable thrown) {
    tell("its thread " + thread + " ended, as its task failed: " + thrown, thrown);
  }

  /** Something was returned that makes no sense, or was done that may not be. */
  void did(String what) {
    tell(what, null);
  }

  private synchronized void tell(String what, @Nullable Throwable thrown) {
    total.increment();
    count++;
    long now = time.monotonicNanos();
    if (now - nextNanos < 0) {
      untold++;
      return;
    }
    nextNanos = now + PAUSE_NANOS;
    if (untold > 0) {
      LOG.error("plugin {}: {} ({} faults since the last line)", plugin, what, untold, thrown);
    } else {
      LOG.error("plugin {}: {}", plugin, what, thrown);
    }
    untold = 0;
  }

  /** How many there were. */
  synchronized long count() {
    return count;
  }
}
