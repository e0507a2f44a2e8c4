package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the host waits for plugins.
 *
 * @param limits as configured
 * @param patience how it waits
 */
record Bounds(PluginConfigs.Limits limits, Patience patience) {
  /** How somebody waits for a thread; a test need not let time pass. */
  @FunctionalInterface
  interface Patience {
    /** By the clock. */
    Patience REAL = Thread::join;

    /** Returns when the thread has ended, or so much time has passed. */
    void await(Thread thread, Duration atMost) throws InterruptedException;
  }

  /** By the clock, as configured. */
  static Bounds of(PluginConfigs.Limits limits) {
    return new Bounds(limits, Patience.REAL);
  }

  /** Waits for code as long as a plugin may take to be made or to start. */
  <R> BoundedCall.Outcome<R> starting(
      String thread, @Nullable ClassLoader loader, BoundedCall.Code<R> code)
      throws InterruptedException {
    return BoundedCall.run(thread, loader, limits.start(), patience, code);
  }

  /** Waits for code as long as a plugin may take to stop. */
  <R> BoundedCall.Outcome<R> stopping(
      String thread, @Nullable ClassLoader loader, BoundedCall.Code<R> code)
      throws InterruptedException {
    return BoundedCall.run(thread, loader, limits.stop(), patience, code);
  }
}
