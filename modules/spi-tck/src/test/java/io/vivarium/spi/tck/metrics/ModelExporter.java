package io.vivarium.spi.tck.metrics;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.MetricSource;
import io.vivarium.spi.metrics.SummaryReading;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An exporter that writes a page: a line for each number, {@code name value} or {@code name {key} value}. Sound as long as no flaw is switched on. */
final class ModelExporter implements MetricsExporter {
  /** What can be wrong. */
  enum Flaw {
    STARTS_WITH_NOTHING,
    READS_ONCE,
    CUTS_TO_INT,
    CUTS_TO_FLOAT,
    DROPS_SIGNS,
    DROPS_FRACTIONS,
    SWAPS_COUNT_AND_SUM,
    FORGETS_KEYS,
    ESCAPES_NOTHING,
    GIVES_UP_ON_A_FAILURE,
    STOPS_THE_SERVER,
    LISTENS_TO_ONE_THREAD,
    KEEPS_THE_PLACE,
    LEAVES_A_THREAD,
    FAILS_TO_CLOSE_TWICE
  }

  private final Set<Flaw> flaws;
  private final AtomicBoolean place;
  private final PluginContext context;
  private @Nullable MetricSource source;
  private @Nullable List<MetricReading> first;
  private @Nullable Thread reader;
  private boolean holdsThePlace;
  private boolean failed;
  private boolean closed;

  private ModelExporter(Set<Flaw> flaws, AtomicBoolean place, PluginContext context) {
    this.flaws = flaws;
    this.place = place;
    this.context = context;
  }

  /** A provider of exporters with these flaws, only one of which can run at the place at a time. */
  static MetricsExporterProvider provider(AtomicBoolean place, Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new MetricsExporterProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public MetricsExporter create(PluginContext context) {
        return new ModelExporter(set, place, context);
      }
    };
  }

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  @Override
  public void attach(MetricSource newSource) {
    source = newSource;
  }

  @Override
  public void start() throws PluginException {
    MetricSource from = source;
    if (from == null) {
      if (has(Flaw.STARTS_WITH_NOTHING)) {
        return;
      }
      throw new IllegalStateException("nothing to show");
    }
    if (!place.compareAndSet(false, true)) {
      throw new PluginException(FatalReason.UNEXPECTED, "the place is taken", null);
    }
    holdsThePlace = true;
    first = from.readings();
    if (has(Flaw.LEAVES_A_THREAD)) {
      context.threads().newThread(LockSupport::park).start();
    }
  }

  /** All figures of this moment. */
  synchronized String page() {
    Thread caller = Thread.currentThread();
    reader = reader == null ? caller : reader;
    MetricSource from = source;
    if (from == null || (has(Flaw.LISTENS_TO_ONE_THREAD) && !caller.equals(reader))) {
      throw new IllegalStateException("not for " + caller.getName());
    }
    if (failed && has(Flaw.GIVES_UP_ON_A_FAILURE)) {
      throw new IllegalStateException("gave up");
    }
    StringBuilder page = new StringBuilder();
    for (MetricReading reading : read(from)) {
      switch (reading) {
        case MetricReading.Count(String name, String key, long value) ->
            line(page, name, key, (double) value);
        case MetricReading.Level(String name, String key, long value) ->
            line(page, name, key, (double) (has(Flaw.DROPS_SIGNS) ? Math.abs(value) : value));
        case MetricReading.Ratio(String name, String key, double value) ->
            line(page, name, key, has(Flaw.DROPS_FRACTIONS) ? Math.floor(value) : value);
        case MetricReading.Distributed(
                String name,
                String key,
                SummaryReading spread,
                boolean _) -> {
          boolean swapped = has(Flaw.SWAPS_COUNT_AND_SUM);
          line(page, name + "_count", key, (double) (swapped ? spread.sum() : spread.count()));
          line(page, name + "_sum", key, (double) (swapped ? spread.count() : spread.sum()));
        }
      }
    }
    return page.toString();
  }

  private List<MetricReading> read(MetricSource from) {
    List<MetricReading> kept = first;
    if (kept != null && has(Flaw.READS_ONCE)) {
      return kept;
    }
    try {
      return from.readings();
    } catch (RuntimeException e) {
      failed = true;
      if (has(Flaw.STOPS_THE_SERVER)) {
        context.fatalErrors().stop(FatalReason.UNEXPECTED, "no figures", e);
      }
      throw e;
    }
  }

  private void line(StringBuilder page, String name, @Nullable String key, double value) {
    page.append(name).append(' ');
    if (key != null && !has(Flaw.FORGETS_KEYS)) {
      page.append('{').append(has(Flaw.ESCAPES_NOTHING) ? key : escaped(key)).append("} ");
    }
    double cut = has(Flaw.CUTS_TO_FLOAT) ? (float) value : value;
    page.append(has(Flaw.CUTS_TO_INT) ? (int) cut + (cut % 1) : cut).append('\n');
  }

  /** A key as it stands on the page. */
  static String escaped(String key) {
    return key.replace("\\", "\\\\").replace("\n", "\\n").replace(" ", "\\s");
  }

  @Override
  public void close() {
    if (closed && has(Flaw.FAILS_TO_CLOSE_TWICE)) {
      throw new IllegalStateException("closed already");
    }
    closed = true;
    if (holdsThePlace && !has(Flaw.KEEPS_THE_PLACE)) {
      place.set(false);
    }
    holdsThePlace = false;
  }
}
