package io.vivarium.certificates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate is to say.
 *
 * @param name common name of the subject; also the name of the files
 * @param hosts names and addresses by which the owner is reached; empty for a client
 * @param from valid from
 * @param until valid until
 * @param revocationList URL at which the authority publishes what it has revoked; null for none
 */
public record CertificateRequest(
    String name, List<String> hosts, Instant from, Instant until, @Nullable String revocationList) {
  /** Copies the list. */
  public CertificateRequest {
    hosts = List.copyOf(hosts);
  }
}
