package io.vivarium.acceptance.tls;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a certificate may have that nobody must take. */
enum Flaw {
  EXPIRED("has expired at"),
  NOT_YET_VALID("is not yet valid"),
  SELF_SIGNED("is self-signed"),
  OTHER_AUTHORITY("comes from the authority CN=somebody else"),
  OTHER_HOST("is for other.example.org, and the client connects from 127.0.0.1"),
  REVOKED("was revoked by its authority");

  private static final List<String> HERE = List.of("localhost", "127.0.0.1");

  /** What the log of a server says of a client that shows one. */
  final String reason;

  Flaw(String reason) {
    this.reason = reason;
  }

  static Instant inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  /** Without any flaw. */
  static Credentials sound(CertificateAuthority authority, String name)
      throws GeneralSecurityException {
    return issue(authority, name, HERE, -2, 2);
  }

  /** The subject's name for somebody who shows one. */
  String name(String who) {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-of-" + who;
  }

  /** A certificate with this flaw; a revoked one is sound until it is put on the list. */
  Credentials credentials(CertificateAuthority authority, String who)
      throws GeneralSecurityException {
    String name = name(who);
    return switch (this) {
      case EXPIRED -> issue(authority, name, HERE, -2, -1);
      case NOT_YET_VALID -> issue(authority, name, HERE, 1, 2);
      case SELF_SIGNED -> CertificateAuthority.create(name, inDays(-2), inDays(2)).own();
      case OTHER_AUTHORITY ->
          sound(CertificateAuthority.create("somebody else", inDays(-2), inDays(2)), name);
      case OTHER_HOST -> issue(authority, name, List.of("other.example.org"), -2, 2);
      case REVOKED -> sound(authority, name);
    };
  }

  private static Credentials issue(
      CertificateAuthority authority, String name, List<String> hosts, int from, int until)
      throws GeneralSecurityException {
    return authority.issue(new CertificateRequest(name, hosts, inDays(from), inDays(until), null));
  }
}
