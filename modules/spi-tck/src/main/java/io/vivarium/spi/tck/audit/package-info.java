/** The suite of the audit SPI. */
@NullMarked
package io.vivarium.spi.tck.audit;

import org.jspecify.annotations.NullMarked;
