/** An asynchronous client of ZooKeeper's protocol. */
module io.vivarium.client {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.model;
  requires transitive java.security.sasl;
  requires io.vivarium.codec;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.slf4j;

  exports io.vivarium.client;
}
