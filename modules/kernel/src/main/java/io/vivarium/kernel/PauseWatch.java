package io.vivarium.kernel;

import io.vivarium.config.ServerConfig.PauseSettings;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Summary;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this process stood still, for a collection or because the machine had no time for it: it asks to be woken at a time, and
 * sees how much later that was. Sessions that expire and leaders that are given up are often explained by it.
 */
final class PauseWatch implements Agent.Work {
  private static final Logger LOG = LoggerFactory.getLogger(PauseWatch.class);

  private final PauseSettings settings;
  private final TimeSource time;
  private final LongSupplier collectingMs;
  private final Summary pauses;
  private long due;
  private long collectedMs;

  /**
   * A watch that begins now.
   *
   * @param collectingMs what collections have taken so far, in ms
   * @param pauses told how late each look was, in ms
   */
  PauseWatch(PauseSettings settings, TimeSource time, LongSupplier collectingMs, Summary pauses) {
    this.settings = settings;
    this.time = time;
    this.collectingMs = collectingMs;
    this.pauses = pauses;
    rest(time.monotonicNanos());
  }

  /** Begins to watch, if somebody wants that; null otherwise. */
  static @Nullable Agent start(
      PauseSettings settings, ServerEnvironment environment, KernelMetrics metrics)
      throws InterruptedException {
    if (!settings.watched()) {
      return null;
    }
    PauseWatch watch =
        new PauseWatch(
            settings,
            environment.time(),
            PauseWatch::collectionsMs,
            metrics.summary("jvm_pause_time_ms"));
    Agent agent = environment.execution().agent("pauses", watch);
    agent.start();
    return agent;
  }

  private static long collectionsMs() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .filter(spent -> spent > 0)
        .sum();
  }

  @Override
  public long turn() {
    long now = time.monotonicNanos();
    if (now - due >= 0) {
      noticed(TimeUnit.NANOSECONDS.toMillis(now - due));
      rest(now);
    }
    return due;
  }

  private void rest(long now) {
    due = now + TimeUnit.MILLISECONDS.toNanos(settings.everyMs());
    collectedMs = collectingMs.getAsLong();
  }

  private void noticed(long lateMs) {
    pauses.record(lateMs);
    if (lateMs > settings.warnMs()) {
      LOG.warn("{}", described(lateMs));
    } else if (lateMs > settings.infoMs()) {
      LOG.info("{}", described(lateMs));
    }
  }

  private String described(long lateMs) {
    long collecting = collectingMs.getAsLong() - collectedMs;
    return "The JVM stood still for about "
        + lateMs
        + " ms, "
        + (collecting > 0
            ? collecting + " ms of collections in that time"
            : "without any collection: the machine had no time for it");
  }

  /** Nothing is brought to it. */
  @Override
  public boolean idle() {
    return true;
  }
}
