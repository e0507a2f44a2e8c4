package io.vivarium.bench.command;

import io.vivarium.bench.load.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Several measurements of one thing; NaN when there are none.
 *
 * @param median the middle one, or the mean of the middle two
 * @param least the least
 * @param most the greatest
 */
record Spread(double median, double least, double most) {
  /** That of these values, in any order; those that are no numbers are left out. */
  static Spread of(double... values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    int count = sorted.length;
    if (count == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = count / 2;
    double median = count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[count - 1]);
  }

  /** Whether anything was measured. */
  boolean known() {
    return Double.isFinite(median);
  }

  /** As a ratio, for people. */
  String ratio() {
    return known() ? String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, least, most) : "-";
  }

  /** As values of a quantity, for people. */
  String values(Quantity quantity) {
    return known()
        ? "%s (%s-%s)"
            .formatted(quantity.text(median), quantity.number(least), quantity.number(most))
        : "-";
  }

  /** For programs. */
  String json() {
    return Json.object(
        List.of(
            Json.member("median", Json.number(median)),
            Json.member("least", Json.number(least)),
            Json.member("most", Json.number(most))));
  }
}
