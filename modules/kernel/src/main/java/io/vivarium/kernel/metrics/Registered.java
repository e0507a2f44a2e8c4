package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.MetricReading;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands behind a name in {@link KernelMetrics}. */
sealed interface Registered {
  /** A counter kept here. */
  record Counter(StripedCounter counter) implements Registered {}

  /** A counter kept by somebody else. */
  record CounterElsewhere(LongSupplier value) implements Registered {}

  /** Counters by key. */
  record Counters(MetricFamily<StripedCounter> family) implements Registered {}

  /** A whole number read on demand. */
  record Gauge(LongSupplier value) implements Registered {}

  /** A whole number read on demand, if there is one. */
  record Occasional(Supplier<@Nullable Long> value) implements Registered {}

  /** A number with a fraction read on demand. */
  record Ratio(DoubleSupplier value) implements Registered {}

  /** Whole numbers by key, read on demand. */
  record Gauges(Supplier<Map<String, Long>> values) implements Registered {}

  /** A summary kept here. */
  record Summary(StripedSummary summary) implements Registered {}

  /** A summary kept by somebody else. */
  record SummaryElsewhere(Supplier<Spread> value) implements Registered {}

  /** A summary recorded by one thread, shown in a unit that is so many times the recorded one. */
  record Owned(OwnedSummary summary, int scale) implements Registered {}

  /** Summaries by key. */
  record Summaries(MetricFamily<StripedSummary> family) implements Registered {}

  /** Reads the metric and hands over one reading, or one per key. */
  default void read(String name, Consumer<MetricReading> to) {
    boolean detailed = MetricCatalogue.isDetailed(name);
    switch (this) {
      case Counter(var counter) -> to.accept(new MetricReading.Count(name, null, counter.value()));
      case CounterElsewhere(var value) ->
          to.accept(new MetricReading.Count(name, null, value.getAsLong()));
      case Counters(var family) ->
          family.each((key, one) -> to.accept(new MetricReading.Count(name, key, one.value())));
      case Gauge(var value) -> to.accept(new MetricReading.Level(name, null, value.getAsLong()));
      case Occasional(var value) -> {
        Long now = value.get();
        if (now != null) {
          to.accept(new MetricReading.Level(name, null, now));
        }
      }
      case Ratio(var value) -> to.accept(new MetricReading.Ratio(name, null, value.getAsDouble()));
      case Gauges(var values) ->
          values.get().forEach((key, one) -> to.accept(new MetricReading.Level(name, key, one)));
      case Summary(var summary) ->
          to.accept(new MetricReading.Distributed(name, null, summary.read(), detailed));
      case SummaryElsewhere(var value) ->
          to.accept(new MetricReading.Distributed(name, null, value.get(), detailed));
      case Owned(var summary, var scale) ->
          to.accept(new MetricReading.Distributed(name, null, summary.read(scale), detailed));
      case Summaries(var family) ->
          family.each(
              (key, one) ->
                  to.accept(new MetricReading.Distributed(name, key, one.read(), detailed)));
    }
  }

  /** Starts afresh what is kept here; what is kept elsewhere is reset there, and gauges are levels. */
  default void reset() {
    switch (this) {
      case Counter(var counter) -> counter.reset();
      case Counters(var family) -> family.eachMember(StripedCounter::reset);
      case Summary(var summary) -> summary.reset();
      case Summaries(var family) -> family.eachMember(StripedSummary::reset);
      case Owned(var summary, var _) -> summary.reset();
      case CounterElsewhere _, Gauge _, Occasional _, Ratio _, Gauges _, SummaryElsewhere _ -> {}
    }
  }
}
