package io.vivarium.spi.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who is at the other end of a connection.
 *
 * @param remote the peer's address
 * @param local this end's address
 * @param secure whether the stream is encrypted
 * @param certificates what the peer proved itself with, its own first; empty when it did not
 */
public record Peer(
    InetSocketAddress remote,
    InetSocketAddress local,
    boolean secure,
    List<X509Certificate> certificates) {
  /** The peer's address as text, without port: what the scheme {@code ip} goes by. */
  public String remoteHost() {
    return remote.getAddress() == null
        ? remote.getHostString()
        : remote.getAddress().getHostAddress();
  }
}
