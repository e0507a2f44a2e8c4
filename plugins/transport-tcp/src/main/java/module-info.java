/** The transport over TCP: frames in, frames out, on Netty. */
module io.vivarium.transport.tcp {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.spi;
  requires org.slf4j;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  // Used where it loads; NIO serves everywhere else.
  requires static io.netty.transport.classes.epoll;

  provides io.vivarium.spi.transport.TransportProvider with
      io.vivarium.transport.tcp.TcpTransportProvider;
}
