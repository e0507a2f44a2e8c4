/** The transport over TCP with TLS for clients and peers. */
module io.vivarium.transport.tls {
  requires static transitive org.jspecify;
  requires com.github.benmanes.caffeine;
  requires io.vivarium.spi;
  requires io.vivarium.transport.tcp;
  requires java.naming;
  requires org.slf4j;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.tcnative.classes.openssl;
  requires io.netty.transport;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  provides io.vivarium.spi.transport.TransportProvider with
      io.vivarium.transport.tls.TlsTransportProvider;
}
