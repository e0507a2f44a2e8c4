/** The transport over TCP: frames in, frames out, on Netty. */
module io.vivarium.transport.tcp {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.codec;
  requires io.vivarium.spi;
  requires org.slf4j;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
}
