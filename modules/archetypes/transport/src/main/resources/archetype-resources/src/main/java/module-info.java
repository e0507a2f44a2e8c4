/** A transport on plain sockets, served by one thread. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.transport.TransportProvider with
      ${package}.LoopProvider;
}
