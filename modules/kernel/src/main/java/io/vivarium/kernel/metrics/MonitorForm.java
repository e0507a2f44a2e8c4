package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.SummaryReading;
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
    values(
        readings,
        (name, value) ->
            line.accept(name, value instanceof Double ratio ? decimal(ratio) : value.toString()));
  }

  /** The same with numbers: {@link Long}, and {@link Double} for what has a decimal point. */
  public static void values(List<MetricReading> readings, BiConsumer<String, Number> line) {
    for (MetricReading reading : readings) {
      String name = keyed(reading.key(), reading.name());
      switch (reading) {
        case MetricReading.Count count -> line.accept(name, count.value());
        case MetricReading.Level level -> line.accept(name, level.value());
        case MetricReading.Ratio ratio -> line.accept(name, rounded(ratio.value()));
        case MetricReading.Distributed distributed ->
            spread(name, distributed.spread(), distributed.detailed(), line);
      }
    }
  }

  /** A number with four decimal places; 0 for what is not a number. */
  public static double rounded(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).doubleValue()
        : 0;
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
      String name, SummaryReading spread, boolean detailed, BiConsumer<String, Number> line) {
    line.accept("avg_" + name, rounded(spread.average()));
    line.accept("min_" + name, spread.min());
    line.accept("max_" + name, spread.max());
    line.accept("cnt_" + name, spread.count());
    line.accept("sum_" + name, spread.sum());
    if (detailed) {
      line.accept("p50_" + name, spread.quantile(0.5));
      line.accept("p95_" + name, spread.quantile(0.95));
      line.accept("p99_" + name, spread.quantile(0.99));
      line.accept("p999_" + name, spread.quantile(0.999));
    }
  }

  private static String keyed(@Nullable String key, String name) {
    return key == null ? name : key + "_" + name;
  }
}
