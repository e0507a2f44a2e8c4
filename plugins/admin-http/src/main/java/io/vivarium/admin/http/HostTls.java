package io.vivarium.admin.http;

import io.vivarium.spi.transport.ServerTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS with the engines of the host's transport, whose keys are replaced while it runs. */
final class HostTls extends SslContextFactory.Server {
  private final ServerTls tls;
  private final boolean needCertificate;

  HostTls(ServerTls tls, boolean needCertificate) {
    this.tls = tls;
    this.needCertificate = needCertificate;
  }

  /** Asked for once, at the start, to learn the sizes of buffers. */
  @Override
  public SSLEngine newSSLEngine() {
    return newSSLEngine(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public SSLEngine newSSLEngine(InetSocketAddress remote) {
    SSLEngine engine = tls.engine(remote);
    if (needCertificate) {
      engine.setNeedClientAuth(true);
    }
    return engine;
  }
}
