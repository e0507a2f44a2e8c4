/** Figures: plugins count with {@link io.vivarium.spi.metrics.Metrics}, which they are handed, and {@link io.vivarium.spi.metrics.MetricSource} has what all have counted. */
@NullMarked
package io.vivarium.spi.metrics;

import org.jspecify.annotations.NullMarked;
