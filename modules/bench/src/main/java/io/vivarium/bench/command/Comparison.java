package io.vivarium.bench.command;

import io.vivarium.bench.load.LoadResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One workload on several servers. Ratios are taken turn by turn, so that a machine that becomes slower meanwhile harms both alike.
 *
 * @param workload its name
 * @param results by server, in turns; the last server is what the others are compared with
 */
record Comparison(String workload, Map<String, List<LoadResult>> results) {
  void print(PrintWriter out) {
    List<String> names = new ArrayList<>(results.keySet());
    String reference = names.getLast();
    out.printf("%n%s%n", workload);
    for (String name : names) {
      out.printf(
          Locale.ROOT,
          "  %-16s %,10.0f/s   p50 %8.3f ms   p99 %8.3f ms   cpu %7.2f µs/op   resident %,6.0f MB   (medians of %d)%n",
          name,
          median(name, LoadResult::throughput),
          median(name, result -> result.millis(50)),
          median(name, result -> result.millis(99)),
          median(name, LoadResult::cpuMicrosPerOperation),
          median(name, result -> result.use().residentBytes() / 1048576.0),
          results.getOrDefault(name, List.of()).size());
    }
    for (String name : names) {
      if (!name.equals(reference)) {
        out.printf(
            "  %s to %s: throughput %s   p50 %s   p99 %s   cpu/op %s   resident %s%n",
            name,
            reference,
            ratio(name, reference, LoadResult::throughput),
            ratio(name, reference, result -> result.millis(50)),
            ratio(name, reference, result -> result.millis(99)),
            ratio(name, reference, LoadResult::cpuMicrosPerOperation),
            ratio(name, reference, result -> result.use().residentBytes()));
      }
    }
    out.flush();
  }

  private double median(String name, ToDoubleFunction<LoadResult> figure) {
    return median(results.getOrDefault(name, List.of()).stream().mapToDouble(figure).toArray());
  }

  private String ratio(String name, String reference, ToDoubleFunction<LoadResult> figure) {
    List<LoadResult> own = results.getOrDefault(name, List.of());
    List<LoadResult> theirs = results.getOrDefault(reference, List.of());
    double[] ratios = new double[Math.min(own.size(), theirs.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    double median = median(ratios);
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", median, ratios[0], ratios[ratios.length - 1]);
  }

  /** Sorts the values. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
