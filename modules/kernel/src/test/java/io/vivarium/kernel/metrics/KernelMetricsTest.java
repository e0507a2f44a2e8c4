package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelMetricsTest {
  private final KernelMetrics metrics = new KernelMetrics();

  @Test
  void theSameNameGivesTheSameCounterAndSummary() {
    assertSame(metrics.counter("looking_count"), metrics.counter("looking_count"));
    assertSame(metrics.summary("fsynctime"), metrics.summary("fsynctime"));
    assertNotEquals(metrics.counter("looking_count"), metrics.counter("snap_count"));
  }

  @Test
  void knownMetricsAreExportedAsZeroBeforeTheirFirstEvent() {
    Map<String, String> lines = Lines.of(metrics);

    assertEquals("0", lines.get("stale_sessions_expired"));
    assertEquals("0.0", lines.get("avg_fsynctime"));
    assertEquals("0", lines.get("cnt_fsynctime"));
    assertEquals("0", lines.get("p999_propagation_latency"));
  }

  @Test
  void onlyDetailedSummariesShowPercentiles() {
    Map<String, String> lines = Lines.of(metrics);

    assertFalse(lines.containsKey("p50_fsynctime"));
    assertTrue(lines.containsKey("p50_propagation_latency"));
  }

  @Test
  void aSummaryBecomesAverageMinMaxCountSumAndPercentiles() {
    Summary summary = metrics.summary("propagation_latency");
    for (int i = 1; i <= 10; i++) {
      summary.record(i);
    }

    Map<String, String> lines = Lines.of(metrics);

    assertEquals("5.5", lines.get("avg_propagation_latency"));
    assertEquals("1", lines.get("min_propagation_latency"));
    assertEquals("10", lines.get("max_propagation_latency"));
    assertEquals("10", lines.get("cnt_propagation_latency"));
    assertEquals("55", lines.get("sum_propagation_latency"));
    assertEquals("5", lines.get("p50_propagation_latency"));
    assertEquals("10", lines.get("p95_propagation_latency"));
    assertEquals("10", lines.get("p999_propagation_latency"));
  }

  @Test
  void aPluginsOwnNamesAreExportedToo() {
    metrics.counter("frobnications").add(3);
    metrics.gauge("frob_depth", () -> 8);
    metrics.summary("frob_time").record(4);

    Map<String, String> lines = Lines.of(metrics);

    assertEquals("3", lines.get("frobnications"));
    assertEquals("8", lines.get("frob_depth"));
    assertEquals("4.0", lines.get("avg_frob_time"));
  }

  @Test
  void aSecondGaugeReplacesTheFirst() {
    metrics.gauge("outstanding_tls_handshake", () -> 1);
    metrics.ratio("outstanding_tls_handshake", () -> 2.5);

    assertEquals("2.5", Lines.of(metrics).get("outstanding_tls_handshake"));
  }

  @Test
  void keysStandBeforeTheName() {
    metrics.summaries("read_per_namespace").of("app").record(100);
    metrics.counters("quota_exceeded_error_per_namespace").of("app").increment();
    metrics.gauges("quota_count_limit_per_namespace", () -> Map.of("app", 40L));
    metrics.summaries("ack_latency").of("2").record(1);

    Map<String, String> lines = Lines.of(metrics);

    assertEquals("100.0", lines.get("avg_app_read_per_namespace"));
    assertEquals("1", lines.get("app_quota_exceeded_error_per_namespace"));
    assertEquals("40", lines.get("app_quota_count_limit_per_namespace"));
    assertEquals("1", lines.get("p95_2_ack_latency"));
  }

  @Test
  void keysThatClientsChooseAreBoundedAndTheRestIsCountedTogether() {
    MetricFamily<? extends Counter> family = metrics.counters("quota_exceeded_error_per_namespace");
    for (int i = 0; i < 3 * MetricFamily.MAX_KEYS; i++) {
      family.of("namespace" + i).increment();
    }

    List<MetricReading> readings =
        metrics.readings().stream()
            .filter(reading -> reading.name().equals("quota_exceeded_error_per_namespace"))
            .toList();

    assertEquals(MetricFamily.MAX_KEYS + 1, readings.size());
    assertTrue(
        readings.contains(
            new MetricReading.Count(
                "quota_exceeded_error_per_namespace",
                MetricFamily.OTHER,
                2 * MetricFamily.MAX_KEYS)));
    family.of("namespace0").increment();
    assertEquals(2, family.of("namespace0").value());
  }

  @Test
  void gaugesComeFirstThenCountersThenSummaries() {
    metrics.gauge("zzz_gauge", () -> 1);
    List<String> kinds = new ArrayList<>();
    for (MetricReading reading : metrics.readings()) {
      String kind = reading.getClass().getSimpleName();
      if (kinds.isEmpty() || !kinds.getLast().equals(kind)) {
        kinds.add(kind);
      }
    }

    assertEquals(List.of("Level", "Count", "Distributed"), kinds);
  }

  @Test
  void aGaugeThatFailsCostsOnlyItsOwnLine() {
    metrics.gauge(
        "broken",
        () -> {
          throw new IllegalStateException("not today");
        });
    metrics.gauge("sound", () -> 1);

    Map<String, String> lines = Lines.of(metrics);

    assertFalse(lines.containsKey("broken"));
    assertEquals("1", lines.get("sound"));
  }

  @Test
  void oneNameIsOneKindOfMetric() {
    metrics.counter("apples");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> metrics.summary("apples"));
    assertTrue(refused.getMessage().contains("apples"), refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> metrics.gauge("apples", () -> 1));
    assertThrows(IllegalArgumentException.class, () -> metrics.counters("apples"));
    assertThrows(IllegalArgumentException.class, () -> metrics.summaries("apples"));
  }

  @Test
  void namesThatExportersCouldNotPrintAreRefused() {
    for (String name : new String[] {"", "Upper", "with space", "tab\t", "1st", "a".repeat(121)}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> metrics.counter(name));
      assertTrue(refused.getMessage().contains("'" + name + "'"), refused.getMessage());
    }
  }

  @Test
  void aCounterRefusesToShrink() {
    Counter counter = metrics.counter("looking_count");

    assertThrows(IllegalArgumentException.class, () -> counter.add(-1));
    assertEquals(0, counter.value());
  }

  @Test
  void aResetZeroesCountersAndSummariesAndLeavesGauges() {
    Counter counter = metrics.counter("looking_count");
    counter.add(5);
    metrics.summary("fsynctime").record(9);
    metrics.summaries("ack_latency").of("1").record(9);
    metrics.counters("quota_exceeded_error_per_namespace").of("a").add(4);
    metrics.gauge("level", () -> 6);

    metrics.reset();
    counter.add(2);

    Map<String, String> lines = Lines.of(metrics);
    assertEquals("2", lines.get("looking_count"));
    assertEquals(2, counter.value());
    assertEquals("0", lines.get("cnt_fsynctime"));
    assertEquals("0", lines.get("max_1_ack_latency"));
    assertEquals("0", lines.get("a_quota_exceeded_error_per_namespace"));
    assertEquals("6", lines.get("level"));
  }

  @Test
  void noIncrementIsLostWhenManyThreadsCountAndRegister() throws InterruptedException {
    int threads = 16;
    long each = 20_000;
    Threads.run(
        threads,
        number -> {
          for (int i = 0; i < each; i++) {
            metrics.counter("shared_counter").increment();
            metrics.counters("shared_family").of("key" + (i & 7)).increment();
          }
        });

    assertEquals(threads * each, metrics.counter("shared_counter").value());
    long sum = 0;
    for (int key = 0; key < 8; key++) {
      sum += metrics.counters("shared_family").of("key" + key).value();
    }
    assertEquals(threads * each, sum);
  }
}
