package io.vivarium.transport.tcp;

import io.netty.channel.ChannelFuture;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/**
 * Fired through a socket's pipeline by a {@link StreamGuard}: the stream is encrypted.
 *
 * @param certificates what the peer proved itself with, its own first; empty when it did not
 * @param farewell says to the peer, within the encryption, that nothing more comes; on the I/O thread, once, behind everything that was
 *     written. The connection sends the end of its output then and reads on until the peer does the same, for a while: a peer may still
 *     be saying something of the guard's, such as the last of its handshake, and a socket that is closed with something unread makes
 *     the system throw away what is on its way
 */
public record GuardedStream(List<X509Certificate> certificates, Supplier<ChannelFuture> farewell) {
  /** Copies the list. */
  public GuardedStream {
    certificates = List.copyOf(certificates);
  }
}
