/** Figures that plugins publish. */
@NullMarked
package io.vivarium.spi.metrics;

import org.jspecify.annotations.NullMarked;
