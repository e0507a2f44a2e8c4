package io.vivarium.spi.tck;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.Grants;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a host hands to a plugin, for tests: configuration from a map, the clocks of the machine, and a record of the threads that
 * were made, the files that were asked for and the fatal errors that were reported.
 */
public final class TckContext implements PluginContext {
  private final Map<String, String> values;
  private final List<Thread> made = new CopyOnWriteArrayList<>();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final List<Path> filesAsked = new CopyOnWriteArrayList<>();
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

  /** With configured values by key; keys that are not there have their defaults. */
  public TckContext(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  @Override
  public PluginConfig config() {
    return new MapConfig(values);
  }

  @Override
  public TimeSource time() {
    return TimeSource.system();
  }

  @Override
  public ThreadFactory threads() {
    return task -> {
      Thread thread = new Thread(task, "plugin-" + made.size());
      thread.setDaemon(true);
      made.add(thread);
      return thread;
    };
  }

  @Override
  public Metrics metrics() {
    return new UnpublishedMetrics(gauges);
  }

  @Override
  public FatalErrors fatalErrors() {
    return (reason, message, cause) -> fatal.add(reason + ": " + message);
  }

  /** Grants everything, and keeps what it was asked. */
  @Override
  public Grants grants() {
    return new Grants() {
      @Override
      public Path file(Path wanted) {
        filesAsked.add(wanted);
        return wanted;
      }

      @Override
      public SelectorProvider sockets() {
        return SelectorProvider.provider();
      }
    };
  }

  /** The files that the plugin asked for, one after the other. */
  public List<Path> filesAsked() {
    return List.copyOf(filesAsked);
  }

  /** The threads that the plugin made and that still run. */
  public List<Thread> liveThreads() {
    return made.stream().filter(Thread::isAlive).toList();
  }

  /**
   * As {@link #liveThreads()}, for plugins whose threads end by themselves once told: those that still run after the patience.
   *
   * @param patienceSeconds how long to wait for all of them together
   */
  public List<Thread> liveThreads(int patienceSeconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    for (Thread thread : liveThreads()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      thread.join(Math.max(1, millis));
    }
    return liveThreads();
  }

  /** Whether the thread is one that the plugin made. */
  public boolean made(Thread thread) {
    return made.contains(thread);
  }

  /**
   * What a gauge of the plugin says now.
   *
   * @throws IllegalArgumentException when it has none of this name
   */
  public long gauge(String name) {
    LongSupplier value = gauges.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is none of the gauges " + gauges.keySet());
    }
    return value.getAsLong();
  }

  /** The fatal errors reported, as text. */
  public List<String> fatalErrorsReported() {
    return List.copyOf(fatal);
  }

  private record MapConfig(Map<String, String> values) implements PluginConfig {
    @Override
    public <T> @Nullable T find(ConfigKey<T> key) {
      String text = values.get(key.name());
      return text == null ? key.defaultValue() : key.type().cast(parsed(key.type(), text));
    }

    private static Object parsed(Class<?> type, String text) {
      if (type == Integer.class) {
        return Integer.valueOf(text);
      } else if (type == Long.class) {
        return Long.valueOf(text);
      } else if (type == Boolean.class) {
        return Boolean.valueOf(text);
      } else if (type == Path.class) {
        return Path.of(text);
      }
      return text;
    }

    @Override
    public Map<String, String> withPrefix(String prefix) {
      return values.entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(prefix))
          .collect(
              Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }
  }

  private record UnpublishedMetrics(Map<String, LongSupplier> gauges) implements Metrics {
    @Override
    public Counter counter(String name) {
      AtomicLong sum = new AtomicLong();
      return new Counter() {
        @Override
        public void add(long amount) {
          sum.addAndGet(amount);
        }

        @Override
        public long value() {
          return sum.get();
        }
      };
    }

    @Override
    public void gauge(String name, LongSupplier value) {
      gauges.put(name, value);
    }

    @Override
    public Summary summary(String name) {
      return value -> {};
    }
  }
}
