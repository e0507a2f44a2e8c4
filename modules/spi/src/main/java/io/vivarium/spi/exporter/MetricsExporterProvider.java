package io.vivarium.spi.exporter;

import io.vivarium.spi.PluginProvider;

/** Registers an exporter of metrics. */
public interface MetricsExporterProvider extends PluginProvider<MetricsExporter> {}
