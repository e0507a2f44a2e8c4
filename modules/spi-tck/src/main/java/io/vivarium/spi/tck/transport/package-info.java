/** The suite for transports: extend {@link io.vivarium.spi.tck.transport.TransportTck}. */
@NullMarked
package io.vivarium.spi.tck.transport;

import org.jspecify.annotations.NullMarked;
