package io.vivarium.transport.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Why a certificate is refused, in plain words; with a cause that tells which alert to send. */
final class Refusal {
  private Refusal() {}

  /**
   * Explains.
   *
   * @param chain what the other end showed
   * @param standard what the JDK says
   * @param host the other end
   * @param trusted where the certificates are that are trusted
   */
  static CertificateException of(
      X509Certificate[] chain, CertificateException standard, String host, String trusted) {
    for (X509Certificate certificate : chain) {
      CertificateException untimely = untimely(certificate);
      if (untimely != null) {
        return untimely;
      }
    }
    X509Certificate own = chain[0];
    String subject = "the certificate of " + own.getSubjectX500Principal();
    CertPathValidatorException path = find(standard, CertPathValidatorException.class);
    if (isRevocation(standard)) {
      return refused(subject + " was revoked by its authority", standard, BasicReason.REVOKED);
    }
    if (path != null && path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
      return refused(
          "whether "
              + subject
              + " was revoked cannot be found out: "
              + path.getMessage()
              + "; check that its revocation lists or its OCSP server can be reached, and that a"
              + " list in tls.crl is of its authority and not out of date",
          standard,
          BasicReason.UNDETERMINED_REVOCATION_STATUS);
    }
    String said = String.valueOf(standard.getMessage());
    if (path == null && standard.getCause() == null && said.startsWith("No ")) {
      return new CertificateException(wrongHost(own, subject, host), standard);
    }
    String unknown = unknownAuthority(chain, subject, said, trusted);
    return unknown == null
        ? new CertificateException(subject + " is not accepted: " + said, standard)
        : refused(unknown, standard, PKIXReason.NO_TRUST_ANCHOR);
  }

  /** Whether an authority has said that a certificate was revoked. */
  static boolean isRevocation(CertificateException standard) {
    CertPathValidatorException path = find(standard, CertPathValidatorException.class);
    return find(standard, CertificateRevokedException.class) != null
        || (path != null && path.getReason() == BasicReason.REVOKED);
  }

  /** What is wrong with the time of a certificate; null when nothing is. */
  static @Nullable CertificateException untimely(X509Certificate certificate) {
    String subject = "the certificate of " + certificate.getSubjectX500Principal();
    try {
      certificate.checkValidity();
      return null;
    } catch (CertificateExpiredException e) {
      return refused(
          subject + " has expired at " + certificate.getNotAfter().toInstant() + "; renew it",
          e,
          BasicReason.EXPIRED);
    } catch (CertificateNotYetValidException e) {
      return refused(
          subject
              + " is not yet valid, only from "
              + certificate.getNotBefore().toInstant()
              + "; check the clocks of both machines",
          e,
          BasicReason.NOT_YET_VALID);
    }
  }

  private static String wrongHost(X509Certificate certificate, String subject, String host) {
    String names;
    try {
      names = HostNames.of(certificate).toString();
    } catch (CertificateException e) {
      names = "names that cannot be read";
    }
    return subject
        + " is for "
        + names
        + " and not for "
        + host
        + ", which was connected to; make one that names it";
  }

  /** That the chain ends at nobody who is trusted; null when that is not why. */
  private static @Nullable String unknownAuthority(
      X509Certificate[] chain, String subject, String said, String trusted) {
    X509Certificate last = chain[chain.length - 1];
    if (chain.length == 1 && last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
      return subject + " is self-signed and not among the trusted ones in " + trusted;
    }
    if (said.contains("unable to find valid certification path")
        || said.contains("Path does not chain")
        || said.contains("signature check failed")) {
      return subject
          + " comes from the authority "
          + last.getIssuerX500Principal()
          + ", which is not among the trusted ones in "
          + trusted;
    }
    return null;
  }

  private static CertificateException refused(
      String message, CertificateException standard, Reason reason) {
    return new CertificateException(
        message, new CertPathValidatorException(message, standard, null, -1, reason));
  }

  private static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
