/** An abstract JUnit suite per SPI. A plugin proves itself by extending the suite of the SPI that it implements. */
@NullMarked
package io.vivarium.spi.tck;

import org.jspecify.annotations.NullMarked;
