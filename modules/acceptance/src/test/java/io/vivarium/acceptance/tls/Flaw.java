package io.vivarium.acceptance.tls;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What a certificate may have that nobody must take. */
enum Flaw {
  EXPIRED("has expired at", "certificate expired"),
  NOT_YET_VALID("is not yet valid", "bad certificate"),
  SELF_SIGNED("is self-signed", "unknown ca"),
  OTHER_AUTHORITY("comes from the authority CN=somebody else", "unknown ca"),
  OTHER_HOST(
      "is for other.example.org, and the client connects from 127.0.0.1", "certificate unknown"),
  REVOKED("was revoked by its authority", "certificate revoked");

  private static final List<String> HERE = List.of("localhost", "127.0.0.1");

  /** What the log of a server says of a client that shows one. */
  final String reason;

  /** The word of TLS for it, as OpenSSL writes it, in small letters. */
  private final String alert;

  Flaw(String reason, String alert) {
    this.reason = reason;
    this.alert = alert;
  }

  /**
   * What a client is told of a certificate with it.
   *
   * @param server the log of a server that says which implementation of TLS it has: the JDK has one word for all flaws
   */
  String alert(String server) {
    return server.contains("by BoringSSL") ? alert : "certificate unknown";
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
      case SELF_SIGNED -> selfSigned(name);
      case OTHER_AUTHORITY ->
          sound(CertificateAuthority.create("somebody else", inDays(-2), inDays(2)), name);
      case OTHER_HOST -> issue(authority, name, List.of("other.example.org"), -2, 2);
      case REVOKED -> sound(authority, name);
    };
  }

  /** As {@code openssl req -x509} makes one: it says nothing of what it is for. */
  private static Credentials selfSigned(String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name);
    try {
      X509Certificate own =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          subject,
                          BigInteger.ONE,
                          Date.from(inDays(-2)),
                          Date.from(inDays(2)),
                          subject,
                          pair.getPublic())
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new Credentials(pair.getPrivate(), own, own);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static Credentials issue(
      CertificateAuthority authority, String name, List<String> hosts, int from, int until)
      throws GeneralSecurityException {
    return authority.issue(new CertificateRequest(name, hosts, inDays(from), inDays(until), null));
  }
}
