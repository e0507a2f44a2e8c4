package io.vivarium.transport.tls;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.Grants;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.spi.tck.TckContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A host whose clock the test can put forward, and whose counters it can read. */
final class TestHost implements PluginContext {
  private final TckContext host;
  private final AtomicLong ahead = new AtomicLong();
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  TestHost(Map<String, String> config) {
    host = new TckContext(config);
  }

  void advance(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  /** What a counter says now. */
  long count(String name) {
    return metrics().counter(name).value();
  }

  /** What a gauge says now. */
  long gauge(String name) {
    return host.gauge(name);
  }

  @Override
  public PluginConfig config() {
    return host.config();
  }

  @Override
  public TimeSource time() {
    return new TimeSource() {
      @Override
      public long monotonicNanos() {
        return host.time().monotonicNanos() + ahead.get();
      }

      @Override
      public long wallMillis() {
        return host.time().wallMillis() + Duration.ofNanos(ahead.get()).toMillis();
      }
    };
  }

  @Override
  public ThreadFactory threads() {
    return host.threads();
  }

  @Override
  public Metrics metrics() {
    Metrics unpublished = host.metrics();
    return new Metrics() {
      @Override
      public Counter counter(String name) {
        return counters.computeIfAbsent(name, unpublished::counter);
      }

      @Override
      public void gauge(String name, LongSupplier value) {
        unpublished.gauge(name, value);
      }

      @Override
      public Summary summary(String name) {
        return unpublished.summary(name);
      }
    };
  }

  @Override
  public FatalErrors fatalErrors() {
    return host.fatalErrors();
  }

  @Override
  public Grants grants() {
    return host.grants();
  }
}
