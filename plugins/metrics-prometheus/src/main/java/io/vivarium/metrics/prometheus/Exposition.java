package io.vivarium.metrics.prometheus;

import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.SummaryReading;
import org.jspecify.annotations.Nullable;

/**
 * A page in the text format 0.0.4, in the shape that ZooKeeper gives it: the help is the name, counters end in nothing, lists of labels
 * end in a comma, every value has a decimal point. Lines of one name must be added one after the other. One thread.
 */
final class Exposition {
  private static final double MEDIAN = 0.5;
  private static final double[] BASIC = {MEDIAN};
  private static final double[] DETAILED = {MEDIAN, 0.9, 0.99};
  private static final int FIRST_PRINTABLE = 0x20;
  private static final char REPLACEMENT = '\ufffd';

  private final StringBuilder page = new StringBuilder(1 << 16);
  private String family = "";

  /** What a family is. */
  enum Type {
    COUNTER("counter"),
    GAUGE("gauge"),
    SUMMARY("summary");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  /** Adds a metric of the server. */
  void add(MetricReading reading) {
    String name = reading.name();
    String labels = reading.key() == null ? "" : label("key", reading.key());
    switch (reading) {
      case MetricReading.Count count -> add(Type.COUNTER, name, labels, count.value());
      case MetricReading.Level level -> add(Type.GAUGE, name, labels, level.value());
      case MetricReading.Ratio ratio -> add(Type.GAUGE, name, labels, ratio.value());
      case MetricReading.Distributed spread -> summary(name, labels, spread);
    }
  }

  /** Adds a line with the labels that {@link #label} has made, empty for none. */
  void add(Type type, String name, String labels, double value) {
    begin(type, name);
    line(name, labels, value);
  }

  /** The same with a whole number; from 2⁵³ on the format shows it rounded. */
  void add(Type type, String name, String labels, long value) {
    add(type, name, labels, (double) value);
  }

  private void summary(String name, String labels, MetricReading.Distributed distributed) {
    begin(Type.SUMMARY, name);
    SummaryReading spread = distributed.spread();
    for (double share : distributed.detailed() ? DETAILED : BASIC) {
      double value = spread.count() == 0 ? Double.NaN : spread.quantile(share);
      line(name, labels + "quantile=\"" + share + "\",", value);
    }
    total(name, labels, (double) spread.count(), (double) spread.sum());
  }

  /** Adds a summary without quantiles. */
  void summary(String name, String labels, double count, double sum) {
    begin(Type.SUMMARY, name);
    total(name, labels, count, sum);
  }

  private void total(String name, String labels, double count, double sum) {
    line(name + "_count", labels, count);
    line(name + "_sum", labels, sum);
  }

  private void begin(Type type, String name) {
    if (!family.equals(name)) {
      family = name;
      page.append("# HELP ").append(name).append(' ').append(name).append('\n');
      page.append("# TYPE ").append(name).append(' ').append(type.text).append('\n');
    }
  }

  private void line(String name, String labels, double value) {
    page.append(name);
    if (!labels.isEmpty()) {
      page.append('{').append(labels).append('}');
    }
    page.append(' ').append(number(value)).append('\n');
  }

  /** Java's form of a number is the format's, but for infinity. */
  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  /** A label with its value, which may be any text. */
  static String label(String name, @Nullable String value) {
    StringBuilder label = new StringBuilder(name).append("=\"");
    String text = value == null ? "" : value;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> label.append("\\\"");
        case '\\' -> label.append("\\\\");
        case '\n' -> label.append("\\n");
        default -> label.append(shown(text, i, c));
      }
    }
    return label.append("\",").toString();
  }

  /** Control characters and halves of characters would be legal or not by the reader's taste. */
  private static char shown(String text, int i, char c) {
    boolean half =
        Character.isHighSurrogate(c)
            ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
            : Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    boolean line = c == '\u0085' || c == '\u2028' || c == '\u2029';
    return half || line || c < FIRST_PRINTABLE || c == 0x7f ? REPLACEMENT : c;
  }

  String text() {
    return page.toString();
  }
}
