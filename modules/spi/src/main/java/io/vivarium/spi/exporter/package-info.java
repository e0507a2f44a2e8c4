/**
 * The SPI of exporters, which show a server's figures to the world outside. Provider: {@link
 * io.vivarium.spi.exporter.MetricsExporterProvider}; instance: {@link io.vivarium.spi.exporter.MetricsExporter}; TCK: {@code
 * MetricsExporterTck}.
 */
@NullMarked
package io.vivarium.spi.exporter;

import org.jspecify.annotations.NullMarked;
