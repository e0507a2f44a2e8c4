package io.vivarium.bench.load;

import java.util.Map;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * What a load has yielded.
 *
 * @param seconds that were measured
 * @param latencies of complete operations, ns
 * @param errors how often each error code came
 * @param use of the server processes that were watched
 */
record LoadResult(
    double seconds, Histogram latencies, SortedMap<Integer, Long> errors, ProcessUse use) {
  /** Operations a second. */
  double throughput() {
    return latencies.getTotalCount() / seconds;
  }

  /** Latency in ms below which the given percentage of operations stayed. */
  double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  /** All of it. */
  Figures figures() {
    double failed = errors.values().stream().mapToLong(Long::longValue).sum();
    return new Figures(Map.of(), errors)
        .with(use.over(latencies.getTotalCount()))
        .with(Quantity.THROUGHPUT, throughput())
        .with(Quantity.P50, millis(50))
        .with(Quantity.P99, millis(99))
        .with(Quantity.P999, millis(99.9))
        .with(Quantity.MAX, millis(100))
        .with(Quantity.ERRORS, failed == 0 ? Double.NaN : failed);
  }
}
