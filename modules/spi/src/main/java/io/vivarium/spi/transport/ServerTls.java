package io.vivarium.spi.transport;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;

/** Encrypts what others serve, with the keys that a transport has and keeps up to date. Any thread. */
@FunctionalInterface
public interface ServerTls {
  /**
   * An engine for a connection that was accepted. Its versions and suites are set, and that the client need not show a certificate;
   * whoever wants one says so.
   */
  SSLEngine engine(InetSocketAddress remote);
}
