package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.MetricSource;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's registry of figures. It knows ZooKeeper's counters and summaries from the start, so that each is exported as 0
 * and not left out before its first event. Looking a name up costs a map access: keep what you got. Any thread.
 *
 * <p>Names are ZooKeeper's without {@code zk_}: a lower-case letter, then at most 119 lower-case letters, digits and underscores.
 * A name stands for one kind of metric; asking for another kind under it is a mistake of the caller and refused.
 */
public final class KernelMetrics implements Metrics, MetricSource {
  private static final Logger LOG = LoggerFactory.getLogger(KernelMetrics.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,119}");

  private final ConcurrentMap<String, Registered> registered = new ConcurrentSkipListMap<>();
  private final LeaderFigures leader = new LeaderFigures();

  /** A registry with ZooKeeper's counters and summaries in it, all at 0. */
  public KernelMetrics() {
    MetricCatalogue.COUNTERS.forEach(this::counter);
    MetricCatalogue.SUMMARIES.forEach(this::summary);
  }

  @Override
  public Counter counter(String name) {
    return find(name, Registered.Counter.class, () -> new Registered.Counter(new StripedCounter()))
        .counter();
  }

  @Override
  public Summary summary(String name) {
    return find(name, Registered.Summary.class, () -> new Registered.Summary(new StripedSummary()))
        .summary();
  }

  @Override
  public Summary summary(String name, String key) {
    return summaries(name).of(key);
  }

  /** Counters of one name told apart by a key; the same name gives the same family. */
  public MetricFamily<? extends Counter> counters(String name) {
    return find(
            name,
            Registered.Counters.class,
            () -> new Registered.Counters(new MetricFamily<>(StripedCounter::new)))
        .family();
  }

  /** Summaries of one name told apart by a key; the same name gives the same family. */
  public MetricFamily<? extends Summary> summaries(String name) {
    return find(
            name,
            Registered.Summaries.class,
            () -> new Registered.Summaries(new MetricFamily<>(StripedSummary::new)))
        .family();
  }

  @Override
  public void gauge(String name, LongSupplier value) {
    replaceGauge(name, new Registered.Gauge(value));
  }

  /** As {@link #gauge}, for a number with a fraction. */
  public void ratio(String name, DoubleSupplier value) {
    replaceGauge(name, new Registered.Ratio(value));
  }

  /** As {@link #gauge}, for several numbers told apart by a key; the supplier bounds how many. */
  public void gauges(String name, Supplier<Map<String, Long>> values) {
    replaceGauge(name, new Registered.Gauges(values));
  }

  /** Takes a gauge away, unless another was registered in its place. */
  public void withdraw(String name, LongSupplier value) {
    registered.remove(name, new Registered.Gauge(value));
  }

  @Override
  public List<MetricReading> readings() {
    List<MetricReading> readings = new ArrayList<>();
    registered.forEach((name, metric) -> read(name, metric, readings));
    readings.sort(Comparator.comparingInt(KernelMetrics::rank));
    return readings;
  }

  /** What is counted as a leader. */
  public LeaderFigures leader() {
    return leader;
  }

  /** A whole number that is shown only while there is one; the supplier gives null otherwise. As {@link #gauge} else. */
  public void level(String name, Supplier<@Nullable Long> value) {
    replaceGauge(name, new Registered.Occasional(value));
  }

  /** A summary that one thread records, more cheaply than many could; made once for a name. */
  public Summary owned(String name) {
    OwnedSummary owned = new OwnedSummary();
    registered.put(check(name), new Registered.Owned(owned, 1));
    return owned;
  }

  /** As {@link #owned(String)}, shown by further names in a unit that is {@code scale} times as large. */
  public Summary owned(String name, int scale, List<String> coarseNames) {
    OwnedSummary owned = new OwnedSummary();
    registered.put(check(name), new Registered.Owned(owned, 1));
    for (String coarse : coarseNames) {
      registered.put(check(coarse), new Registered.Owned(owned, scale));
    }
    return owned;
  }

  /** Sets the counters and summaries that are kept here back to 0. */
  public void reset() {
    registered.values().forEach(Registered::reset);
    leader.reset();
  }

  /** A counter that is kept, and reset, by somebody else. */
  public void countElsewhere(String name, LongSupplier value) {
    registered.put(check(name), new Registered.CounterElsewhere(value));
  }

  /** A summary that is kept, and reset, by somebody else. */
  void summariseElsewhere(String name, Supplier<Spread> value) {
    registered.put(check(name), new Registered.SummaryElsewhere(value));
  }

  /** A supplier may be a plugin's: one that fails costs its own line, not the whole answer. */
  private static void read(String name, Registered metric, List<MetricReading> readings) {
    try {
      metric.read(name, readings::add);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.debug("metric {} could not be read and is left out: {}", name, e.toString());
    }
  }

  private static int rank(MetricReading reading) {
    return switch (reading) {
      case MetricReading.Level _, MetricReading.Ratio _ -> 0;
      case MetricReading.Count _ -> 1;
      case MetricReading.Distributed distributed -> distributed.detailed() ? 3 : 2;
    };
  }

  private <R extends Registered> R find(String name, Class<R> kind, Supplier<R> maker) {
    Registered found = registered.computeIfAbsent(check(name), checked -> maker.get());
    if (kind.isInstance(found)) {
      return kind.cast(found);
    }
    throw clash(name, found, kind);
  }

  private void replaceGauge(String name, Registered gauge) {
    registered.compute(
        check(name),
        (checked, before) ->
            switch (before) {
              case null -> gauge;
              case Registered.Gauge _,
                  Registered.Occasional _,
                  Registered.Ratio _,
                  Registered.Gauges _ ->
                  gauge;
              case Registered.Counter _,
                  Registered.CounterElsewhere _,
                  Registered.Counters _,
                  Registered.Summary _,
                  Registered.SummaryElsewhere _,
                  Registered.Owned _,
                  Registered.Summaries _ ->
                  throw clash(name, before, gauge.getClass());
            });
  }

  private static IllegalArgumentException clash(
      String name, Registered found, Class<? extends Registered> wanted) {
    return new IllegalArgumentException(
        "metric "
            + name
            + " is registered as "
            + found.getClass().getSimpleName()
            + " and cannot also be "
            + wanted.getSimpleName()
            + "; choose another name");
  }

  private static String check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "metric name '"
              + name
              + "' is not a lower-case letter followed by at most 119 lower-case letters, digits or"
              + " underscores");
    }
    return name;
  }
}
