package io.vivarium.transport.tls;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Makes the engines of one implementation of TLS with keys and certificates as they were at one moment. Any thread. */
sealed interface Engines permits JdkEngines, OpenSslEngines {
  /** An engine for a connection that was accepted; whoever has it lets it go. */
  ClosableEngine server(InetSocketAddress remote);

  /**
   * An engine for a connection that is opened; whoever has it lets it go.
   *
   * @param host what the other end's certificate must name, where that is asked for
   */
  ClosableEngine client(@Nullable String host, int port);

  /** No more engines are made; those that there are stay usable. */
  void close();
}
