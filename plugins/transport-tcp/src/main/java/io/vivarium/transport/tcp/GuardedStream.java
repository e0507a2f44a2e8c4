package io.vivarium.transport.tcp;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Fired through a socket's pipeline by a {@link StreamGuard}: the stream is encrypted.
 *
 * @param certificates what the peer proved itself with, its own first; empty when it did not
 */
public record GuardedStream(List<X509Certificate> certificates) {
  /** Copies the list. */
  public GuardedStream {
    certificates = List.copyOf(certificates);
  }
}
