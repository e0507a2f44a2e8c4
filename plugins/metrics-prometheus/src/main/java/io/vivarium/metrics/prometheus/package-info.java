/** An exporter of all figures in the text format of Prometheus. Start reading at {@code PrometheusExporter}, then {@code Exposition}. */
@NullMarked
package io.vivarium.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
