package io.vivarium.spi.exporter;

import io.vivarium.spi.Plugin;
import io.vivarium.spi.metrics.MetricSource;

/**
 * Shows a server's figures to the world outside: answers whoever fetches them, or sends them somewhere. It starts before all other
 * plugins and is closed after them, so that a start and a stop can be watched. When it is loaded anew, the one before is closed first,
 * so that both may listen at the same address.
 */
public interface MetricsExporter extends Plugin {
  /** Hands over the figures, once, before {@link #start}. The source stays the same and may be read until the exporter is closed. */
  void attach(MetricSource source);
}
