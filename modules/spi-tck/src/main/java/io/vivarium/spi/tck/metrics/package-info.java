/** What every exporter of metrics must do. */
@NullMarked
package io.vivarium.spi.tck.metrics;

import org.jspecify.annotations.NullMarked;
