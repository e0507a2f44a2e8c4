package io.vivarium.kernel.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics as names and values in the form that ZooKeeper's default metrics provider gives to {@code mntr}: whole numbers without
 * a decimal point, averages with one and up to four places; a summary becomes {@code avg_ min_ max_ cnt_ sum_}, a detailed one
 * also {@code p50_ p95_ p99_ p999_}; a key stands before the name. Names come without {@code zk_}.
 */
public final class MonitorForm {
  private MonitorForm() {}

  /** Hands each name and value to {@code line}, in the order of the readings. */
  public static void render(List<MetricReading> readings, BiConsumer<String, String> line) {
    for (MetricReading reading : readings) {
      String name = keyed(reading.key(), reading.name());
      switch (reading) {
        case MetricReading.Count count -> line.accept(name, Long.toString(count.value()));
        case MetricReading.Level level -> line.accept(name, Long.toString(level.value()));
        case MetricReading.Ratio ratio -> line.accept(name, decimal(ratio.value()));
        case MetricReading.Distributed distributed ->
            spread(name, distributed.spread(), distributed.detailed(), line);
      }
    }
  }

  /** A number with one to four decimal places and never an exponent; what is not a number reads 0.0. */
  public static String decimal(double value) {
    if (!Double.isFinite(value)) {
      return "0.0";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
    BigDecimal stripped = rounded.stripTrailingZeros();
    return (stripped.scale() < 1 ? stripped.setScale(1) : stripped).toPlainString();
  }

  private static void spread(
      String name, Spread spread, boolean detailed, BiConsumer<String, String> line) {
    line.accept("avg_" + name, decimal(spread.average()));
    line.accept("min_" + name, Long.toString(spread.min()));
    line.accept("max_" + name, Long.toString(spread.max()));
    line.accept("cnt_" + name, Long.toString(spread.count()));
    line.accept("sum_" + name, Long.toString(spread.sum()));
    if (detailed) {
      line.accept("p50_" + name, Long.toString(spread.quantile(0.5)));
      line.accept("p95_" + name, Long.toString(spread.quantile(0.95)));
      line.accept("p99_" + name, Long.toString(spread.quantile(0.99)));
      line.accept("p999_" + name, Long.toString(spread.quantile(0.999)));
    }
  }

  private static String keyed(@Nullable String key, String name) {
    return key == null ? name : key + "_" + name;
  }
}
