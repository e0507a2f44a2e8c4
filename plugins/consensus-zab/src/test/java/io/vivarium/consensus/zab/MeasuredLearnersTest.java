package io.vivarium.consensus.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class MeasuredLearnersTest {
  private final Noted metrics = new Noted();
  private final MeasuredLearners learners = new MeasuredLearners(metrics);

  @Test
  void acknowledgementsAreToldByServer() {
    learners.connected(2);
    assertEquals(0L, metrics.sums.get("learner_handler_qp_time_ms 2"));
    assertEquals(0L, metrics.sums.get("ack_latency 2"));
    learners.acked(2, 7_000_000, 3);
    learners.acked(2, 5_000_000, -1);
    learners.acked(3, 1_000_000, 0);
    assertEquals(12L, metrics.sums.get("ack_latency 2"));
    assertEquals(3L, metrics.sums.get("learner_handler_qp_size 2"));
    assertEquals(1L, metrics.sums.get("ack_latency 3"));
  }

  @Test
  void numbersThatLearnersChooseDoNotFillTheMemory() {
    for (long id = 1; id <= 10_000; id++) {
      learners.acked(id, 1_000_000, 0);
    }
    long told = metrics.sums.keySet().stream().filter(name -> name.startsWith("ack")).count();
    assertEquals(257, told);
    assertEquals(10_000L - 256, metrics.sums.get("ack_latency other"));
  }

  @Test
  void bringingUpIsCounted() {
    learners.sendsTxns(1);
    learners.sendsTxns(2);
    learners.sendsState(1);
    learners.synced(false, 4_000_000);
    learners.synced(true, 9_000_000);
    assertEquals(2L, metrics.sums.get("diff_count"));
    assertEquals(1L, metrics.sums.get("snap_count"));
    assertEquals(3L, metrics.sums.get("inflight_diff_count"));
    assertEquals(4L, metrics.sums.get("follower_sync_time"));
    assertEquals(9L, metrics.sums.get("observer_sync_time"));
  }

  /** Adds up. */
  private static final class Noted implements Metrics {
    private final Map<String, Long> sums = new TreeMap<>();

    @Override
    public Counter counter(String name) {
      return new Counter() {
        @Override
        public void add(long amount) {
          sums.merge(name, amount, Long::sum);
        }

        @Override
        public long value() {
          return sums.getOrDefault(name, 0L);
        }
      };
    }

    @Override
    public void gauge(String name, LongSupplier value) {
      throw new AssertionError("no gauges");
    }

    @Override
    public Summary summary(String name) {
      sums.putIfAbsent(name, 0L);
      return value -> sums.merge(name, value, Long::sum);
    }

    @Override
    public Summary summary(String name, String key) {
      return summary(name + " " + key);
    }
  }
}
