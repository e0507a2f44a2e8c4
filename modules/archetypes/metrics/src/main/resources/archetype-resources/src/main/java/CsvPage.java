package ${package};

import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.SummaryReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of the file: a line for each number, {@code name,key,value}. Of a distribution there are count, sum, least, largest and the
 * 99th percentile. A key is in quotes, with quotes doubled and what is not ASCII by number, as clients choose keys; where a metric has
 * none there are no quotes either.
 */
final class CsvPage {
  private final StringBuilder page = new StringBuilder("name,key,value\n");

  private CsvPage() {}

  static String of(List<MetricReading> readings) {
    CsvPage csv = new CsvPage();
    readings.forEach(csv::add);
    return csv.page.toString();
  }

  private void add(MetricReading reading) {
    switch (reading) {
      case MetricReading.Count(var name, var key, long value) -> line(name, key, value);
      case MetricReading.Level(var name, var key, long value) -> line(name, key, value);
      case MetricReading.Ratio(var name, var key, double value) -> line(name, key, value);
      case MetricReading.Distributed(var name, var key, SummaryReading spread, var detailed) -> {
        line(name + "_count", key, spread.count());
        line(name + "_sum", key, spread.sum());
        line(name + "_min", key, spread.min());
        line(name + "_max", key, spread.max());
        if (detailed) {
          line(name + "_p99", key, spread.quantile(0.99));
        }
      }
    }
  }

  private void line(String name, @Nullable String key, Number value) {
    page.append(name).append(',');
    if (key != null) {
      page.append('"');
      key.chars().forEach(c -> page.append(escaped((char) c)));
      page.append('"');
    }
    page.append(',').append(value).append('\n');
  }

  private static String escaped(char c) {
    if (c == '"') {
      return "\"\"";
    }
    return c < ' ' || c > '~' || c == '\\' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
  }
}
