package io.vivarium.bench.load;

import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * What a run has measured.
 *
 * @param seconds that were measured
 * @param latencies of complete operations, ns
 * @param errors how often each error code came
 * @param use of the server processes that were watched
 */
public record LoadResult(
    double seconds, Histogram latencies, SortedMap<Integer, Long> errors, ProcessUse use) {
  /** Operations a second. */
  public double throughput() {
    return latencies.getTotalCount() / seconds;
  }

  /** Latency in ms below which the given percentage of operations stayed. */
  public double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  /** CPU time of all servers together for one operation, µs; NaN when no process was watched. */
  public double cpuMicrosPerOperation() {
    return use.cpuSeconds() * 1e6 / latencies.getTotalCount();
  }
}
