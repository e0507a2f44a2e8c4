package io.vivarium.auth.x509;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Says who somebody with a certificate is. */
@FunctionalInterface
interface CertificateIdentity {
  /** The subject, as RFC 2253 writes it: {@code CN=client-1,O=Example}. */
  CertificateIdentity OF_SUBJECT = certificate -> certificate.getSubjectX500Principal().getName();

  /** The identity; null when the certificate does not tell. */
  @Nullable String of(X509Certificate certificate);
}
