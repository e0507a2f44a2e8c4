/** The transport within one JVM: no sockets, for servers that are part of an application, and for tests. */
module io.vivarium.transport.inprocess {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires transitive io.vivarium.spi;
  requires org.slf4j;

  exports io.vivarium.transport.inprocess;

  provides io.vivarium.spi.transport.TransportProvider with
      io.vivarium.transport.inprocess.InProcessTransportProvider;
}
