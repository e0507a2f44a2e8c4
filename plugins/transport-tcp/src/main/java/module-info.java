/** The transport over TCP: frames in, frames out, on Netty. */
module io.vivarium.transport.tcp {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires transitive io.vivarium.spi;
  requires org.slf4j;
  requires io.netty.buffer;
  requires io.netty.common;
  requires transitive io.netty.transport;
  // Used where it loads; NIO serves everywhere else.
  requires static io.netty.transport.classes.epoll;
  requires static io.netty.transport.unix.common;

  // For transports that add encryption.
  exports io.vivarium.transport.tcp;

  provides io.vivarium.spi.transport.TransportProvider with
      io.vivarium.transport.tcp.TcpTransportProvider;
}
