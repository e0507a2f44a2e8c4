package io.vivarium.bench.command;

import io.vivarium.bench.load.LoadResult;
import java.util.Locale;

/**
 * One measurement in words.
 *
 * @param name what was measured
 * @param result the figures
 */
record Report(String name, LoadResult result) {
  /** For people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-24s %,10.0f/s   p50 %8.3f  p99 %8.3f  p99.9 %8.3f  max %8.3f ms   cpu %7.2f µs/op   resident %,6d MB%s",
        name,
        result.throughput(),
        result.millis(50),
        result.millis(99),
        result.millis(99.9),
        result.millis(100),
        result.cpuMicrosPerOperation(),
        result.use().residentBytes() >> 20,
        result.errors().isEmpty() ? "" : "   errors " + result.errors());
  }

  /** For programs; a figure that was not measured is null. */
  String json() {
    double cpu = result.cpuMicrosPerOperation();
    return String.format(
        Locale.ROOT,
        "{\"name\": \"%s\", \"seconds\": %.3f, \"operations\": %d, \"perSecond\": %.1f, \"p50Ms\": %.4f, \"p99Ms\": %.4f,"
            + " \"p999Ms\": %.4f, \"maxMs\": %.4f, \"cpuMicrosPerOperation\": %s, \"residentBytes\": %d, \"errors\": %d}",
        name,
        result.seconds(),
        result.latencies().getTotalCount(),
        result.throughput(),
        result.millis(50),
        result.millis(99),
        result.millis(99.9),
        result.millis(100),
        Double.isNaN(cpu) ? "null" : String.format(Locale.ROOT, "%.3f", cpu),
        result.use().residentBytes(),
        result.errors().values().stream().mapToLong(Long::longValue).sum());
  }
}
