package io.vivarium.spi.tck.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.SummaryReading;
import io.vivarium.spi.tck.TckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every exporter of metrics must do. Extend it in a test of the plugin, name the provider, and read back what it shows. */
public abstract class MetricsExporterTck {
  /** Keys come from clients: texts that could pass for the end of a line, of a value, or for another key. */
  private static final List<String> FORGERIES =
      List.of(
          "a\"} 1\nforged 7",
          "a\nforged 7\n",
          "back\\slash\\n",
          "{key=\"b\"}",
          " ",
          "",
          "\u0000\u001b\u007f\u0085\u2028",
          "ünï-\uD83D\uDE00",
          "\uD83D",
          ",");

  /** More than an int can hold, and with more digits than a float has. */
  private static final long MANY = 1_234_567_890_123_457L;

  private @Nullable TckContext context;
  private @Nullable MetricsExporter exporter;
  private volatile boolean broken;
  private final List<MetricReading> readings = new CopyOnWriteArrayList<>();

  /** The plugin under test. */
  protected abstract MetricsExporterProvider provider();

  /** Configuration for it; the same values each time of one test. */
  protected abstract Map<String, String> config();

  /**
   * What a user of the exporter gets now for a metric.
   *
   * @param name as in {@link MetricReading#name}; for a distribution with {@code _count} or {@code _sum} behind it
   * @param key null for a metric without keys
   * @return empty when there is no such metric
   */
  protected abstract OptionalDouble shown(MetricsExporter of, String name, @Nullable String key)
      throws Exception;

  /** How long threads of a closed plugin may take to end, in seconds. */
  protected int patienceSeconds() {
    return 60;
  }

  @BeforeEach
  final void create() throws PluginException {
    context = new TckContext(config());
    exporter = provider().create(context());
  }

  @AfterEach
  final void closeIt() {
    exporter().close();
    assertEquals(List.of(), context().fatalErrorsReported(), "no figure is worth a server");
  }

  @Test
  void oneThatWasNotStartedIsClosedAsWell() {
    exporter().close();
    exporter().close();
    assertEquals(List.of(), context().liveThreads());
  }

  @Test
  void oneThatWasHandedNothingDoesNotStart() {
    assertThrows(IllegalStateException.class, exporter()::start);
  }

  @Test
  void nothingIsLeftRunningAndThePlaceIsFree() throws Exception {
    startIt();
    exporter().close();
    assertEquals(List.of(), context().liveThreads(patienceSeconds()), "threads left behind");
    MetricsExporter second = provider().create(new TckContext(config()));
    second.attach(() -> List.copyOf(readings));
    second.start();
    second.close();
  }

  @Test
  void everyKindOfMetricIsShownWithItsValue() throws Exception {
    readings.add(new MetricReading.Level("level_now", null, -3));
    readings.add(new MetricReading.Ratio("ratio_now", null, 0.25));
    readings.add(new MetricReading.Count("events_seen", null, MANY));
    readings.add(new MetricReading.Distributed("time_taken", null, spread(4, 10), true));
    readings.add(new MetricReading.Distributed("size_taken", null, spread(0, 0), false));
    startIt();
    assertShown(-3, "level_now", null);
    assertShown(0.25, "ratio_now", null);
    assertShown(MANY, "events_seen", null);
    assertShown(4, "time_taken_count", null);
    assertShown(10, "time_taken_sum", null);
    assertShown(0, "size_taken_count", null);
    assertTrue(shown(exporter(), "nothing_here", null).isEmpty());
  }

  @Test
  void keysAreToldApart() throws Exception {
    readings.add(new MetricReading.Count("by_name", "one", 1));
    readings.add(new MetricReading.Count("by_name", "two", 2));
    readings.add(new MetricReading.Distributed("spread_by_name", "one", spread(1, 5), false));
    readings.add(new MetricReading.Distributed("spread_by_name", "two", spread(2, 6), false));
    startIt();
    assertShown(1, "by_name", "one");
    assertShown(2, "by_name", "two");
    assertShown(5, "spread_by_name_sum", "one");
    assertShown(6, "spread_by_name_sum", "two");
  }

  @Test
  void noKeyPassesForAnythingElse() throws Exception {
    for (int i = 0; i < FORGERIES.size(); i++) {
      readings.add(new MetricReading.Level("by_name", FORGERIES.get(i), i));
    }
    readings.add(new MetricReading.Level("last_of_all", null, 99));
    startIt();
    assertTrue(shown(exporter(), "forged", null).isEmpty());
    assertShown(99, "last_of_all", null);
    assertShown(0, "by_name", FORGERIES.getFirst());
    assertShown(2, "by_name", FORGERIES.get(2));
  }

  @Test
  void whatIsShownIsReadAnewEachTime() throws Exception {
    readings.add(new MetricReading.Count("events_seen", null, 1));
    startIt();
    assertShown(1, "events_seen", null);
    readings.set(0, new MetricReading.Count("events_seen", null, 2));
    readings.add(new MetricReading.Level("came_later", null, 5));
    assertShown(2, "events_seen", null);
    assertShown(5, "came_later", null);
  }

  @Test
  void aSourceThatFailsOnceIsReadAgain() throws Exception {
    readings.add(new MetricReading.Count("events_seen", null, 1));
    startIt();
    broken = true;
    try {
      shown(exporter(), "events_seen", null);
    } catch (Exception | AssertionError e) {
      assertTrue(broken, e.toString());
    }
    broken = false;
    assertShown(1, "events_seen", null);
  }

  @Test
  void severalReadAtTheSameTime() throws Exception {
    readings.add(new MetricReading.Count("events_seen", null, 1));
    startIt();
    List<Thread> users = new ArrayList<>();
    List<Object> seen = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 8; i++) {
      users.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      seen.add(shown(exporter(), "events_seen", null));
                    } catch (Exception e) {
                      seen.add(e);
                    }
                  }));
    }
    for (Thread user : users) {
      user.join();
    }
    assertEquals(List.of(OptionalDouble.of(1)), seen.stream().distinct().toList());
  }

  /** Starts the exporter with a source attached. */
  protected final MetricsExporter startIt() throws PluginException {
    exporter()
        .attach(
            () -> {
              if (broken) {
                throw new IllegalStateException("the source fails");
              }
              return List.copyOf(readings);
            });
    exporter().start();
    return exporter();
  }

  /** What the exporter is to show; any thread. */
  protected final List<MetricReading> readings() {
    return readings;
  }

  private void assertShown(double value, String name, @Nullable String key) throws Exception {
    OptionalDouble shown = shown(exporter(), name, key);
    assertTrue(shown.isPresent(), () -> name + " with key " + key + " is not shown");
    assertEquals(value, shown.getAsDouble(), Math.abs(value) * 1e-9, name);
  }

  /** A distribution of so many equal values. */
  protected static SummaryReading spread(long count, long sum) {
    return new SummaryReading() {
      @Override
      public long count() {
        return count;
      }

      @Override
      public long sum() {
        return sum;
      }

      @Override
      public long min() {
        return count == 0 ? 0 : sum / count;
      }

      @Override
      public long max() {
        return min();
      }

      @Override
      public double average() {
        return count == 0 ? 0 : (double) sum / count;
      }

      @Override
      public long quantile(double share) {
        return min();
      }
    };
  }

  private TckContext context() {
    if (context == null) {
      throw new IllegalStateException("not created");
    }
    return context;
  }

  private MetricsExporter exporter() {
    if (exporter == null) {
      throw new IllegalStateException("not created");
    }
    return exporter;
  }
}
