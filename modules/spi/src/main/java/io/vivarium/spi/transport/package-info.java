/** The transport SPI: byte streams to clients and peers. Provider: {@link io.vivarium.spi.transport.TransportProvider}; instance: {@link io.vivarium.spi.transport.Transport}; TCK: {@code TransportTck}. */
@NullMarked
package io.vivarium.spi.transport;

import org.jspecify.annotations.NullMarked;
