package io.vivarium.bench.command;

import io.vivarium.bench.load.Quantity;
import java.util.Locale;

/**
 * What one figure of a trial should be.
 *
 * @param quantity the figure
 * @param basis what is judged
 * @param bound that should be reached
 * @param stretch that would be better still; NaN for none
 */
record Target(Quantity quantity, Basis basis, double bound, double stretch) {
  /** Stands where a verdict or a bound would. */
  private static final String UNJUDGED = "–";

  /** What is judged. */
  enum Basis {
    /** The ratio to the reference, the larger the better. */
    RATIO_AT_LEAST,
    /** The ratio to the reference, the smaller the better. */
    RATIO_AT_MOST,
    /** The figure itself, the smaller the better. */
    VALUE_AT_MOST,
    /** Nothing: it is shown beside those that are. */
    SHOWN
  }

  /** At least so many times the reference's. */
  static Target atLeast(Quantity quantity, double bound, double stretch) {
    return new Target(quantity, Basis.RATIO_AT_LEAST, bound, stretch);
  }

  /** At most so many times the reference's. */
  static Target atMost(Quantity quantity, double bound, double stretch) {
    return new Target(quantity, Basis.RATIO_AT_MOST, bound, stretch);
  }

  /** At most so much, whatever the reference has. */
  static Target below(Quantity quantity, double bound, double stretch) {
    return new Target(quantity, Basis.VALUE_AT_MOST, bound, stretch);
  }

  /** Shown without being judged. */
  static Target shown(Quantity quantity) {
    return new Target(quantity, Basis.SHOWN, none(), none());
  }

  /** No stretch. */
  static double none() {
    return Double.NaN;
  }

  /** Whether the first server of a comparison reaches it, by the median. */
  String verdict(Comparison comparison) {
    if (basis == Basis.SHOWN) {
      return UNJUDGED;
    }
    String ours = comparison.servers().getFirst();
    double judged =
        switch (basis) {
          case RATIO_AT_LEAST, RATIO_AT_MOST ->
              comparison.ratio(ours, comparison.reference(), quantity).median();
          case VALUE_AT_MOST, SHOWN -> comparison.spread(ours, quantity).median();
        };
    if (Double.isNaN(judged)) {
      return "not measured";
    }
    if (!reached(judged, bound)) {
      return "no";
    }
    return reached(judged, stretch) ? "yes, stretch" : "yes";
  }

  private boolean reached(double judged, double wanted) {
    return switch (basis) {
      case RATIO_AT_LEAST -> judged >= wanted;
      case RATIO_AT_MOST, VALUE_AT_MOST -> judged <= wanted;
      case SHOWN -> true;
    };
  }

  /** For people. */
  String text() {
    String more = Double.isNaN(stretch) ? "" : " (" + text(stretch) + ")";
    return switch (basis) {
      case RATIO_AT_LEAST -> "≥ " + text(bound) + more;
      case RATIO_AT_MOST, VALUE_AT_MOST -> "≤ " + text(bound) + more;
      case SHOWN -> UNJUDGED;
    };
  }

  private String text(double wanted) {
    return switch (basis) {
      case RATIO_AT_LEAST, RATIO_AT_MOST -> String.format(Locale.ROOT, "%.2f×", wanted);
      case VALUE_AT_MOST, SHOWN -> quantity.text(wanted);
    };
  }
}
