package io.vivarium.storage.filelog;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin is handed in a test: configuration set by {@link #with}, the clocks of this machine, daemon threads, figures that can
 * be looked at, and fatal errors that are written down. Any thread.
 */
final class TestContext implements PluginContext {
  private final Map<String, Object> values = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> summaries = new ConcurrentHashMap<>();
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
  private final List<FatalReason> fatal = new CopyOnWriteArrayList<>();
  private TimeSource time = TimeSource.system();

  /** A context in which every key has its default. */
  public TestContext() {}

  /** Sets a key; returns this context. */
  public <T> TestContext with(ConfigKey<T> key, T value) {
    values.put(key.name(), value);
    return this;
  }

  /** Replaces the clocks; returns this context. */
  public TestContext withTime(TimeSource clocks) {
    time = clocks;
    return this;
  }

  /** Fatal errors reported so far, first one first. */
  public List<FatalReason> fatal() {
    return List.copyOf(fatal);
  }

  /** The value of a counter; 0 when nobody asked for it. */
  public long counted(String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /** The values that a summary was given. */
  public List<Long> recorded(String name) {
    return List.copyOf(summaries.getOrDefault(name, List.of()));
  }

  /** The gauge of a name; null when nobody registered one. */
  public @Nullable LongSupplier gauge(String name) {
    return gauges.get(name);
  }

  @Override
  public PluginConfig config() {
    return new Config(values);
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public ThreadFactory threads() {
    return Thread.ofPlatform().daemon().name("plugin-", 0).factory();
  }

  @Override
  public Metrics metrics() {
    return new Figures();
  }

  @Override
  public FatalErrors fatalErrors() {
    return (reason, message, cause) -> fatal.add(reason);
  }

  private record Config(Map<String, Object> values) implements PluginConfig {
    @Override
    public <T> @Nullable T find(ConfigKey<T> key) {
      Object value = values.get(key.name());
      return value == null ? key.defaultValue() : key.type().cast(value);
    }

    @Override
    public Map<String, String> withPrefix(String prefix) {
      Map<String, String> found = new ConcurrentHashMap<>();
      values.forEach(
          (name, value) -> {
            if (name.startsWith(prefix)) {
              found.put(name, value.toString());
            }
          });
      return Map.copyOf(found);
    }
  }

  private final class Figures implements Metrics {
    @Override
    public Counter counter(String name) {
      LongAdder sum = counters.computeIfAbsent(name, _ -> new LongAdder());
      return new Counter() {
        @Override
        public void add(long amount) {
          sum.add(amount);
        }

        @Override
        public long value() {
          return sum.sum();
        }
      };
    }

    @Override
    public void gauge(String name, LongSupplier value) {
      gauges.put(name, value);
    }

    @Override
    public Summary summary(String name) {
      List<Long> values =
          summaries.computeIfAbsent(name, _ -> Collections.synchronizedList(new ArrayList<>()));
      return values::add;
    }
  }
}
