package io.vivarium.transport.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Tells OpenSSL why a certificate was refused, in its numbers, so that the other end gets an alert that says it. Without that it would be
 * told of an internal error.
 */
final class OpenSslTrust extends X509ExtendedTrustManager {
  // Of X509_V_ERR_*, as openssl-verification-options(1) lists them.
  private static final int NO_ISSUER = 2;
  private static final int HAS_EXPIRED = 10;
  private static final int REVOKED = 23;

  /** That it is rejected, which becomes {@code bad_certificate}; for one that is not yet valid the word would be that it has expired. */
  private static final int REJECTED = 28;

  /** That names are not permitted; of what fits here the one that becomes the alert {@code certificate_unknown}, which says no more than the truth. */
  private static final int NOT_PERMITTED = 47;

  private final TrustCheck check;

  OpenSslTrust(TrustCheck check) {
    this.check = check;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    try {
      check.checkClientTrusted(chain, kind, engine);
    } catch (CertificateException e) {
      throw numbered(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    try {
      check.checkServerTrusted(chain, kind, engine);
    } catch (CertificateException e) {
      throw numbered(e);
    }
  }

  private static CertificateException numbered(CertificateException refusal) {
    return new OpenSslCertificateException(refusal.getMessage(), refusal, number(refusal));
  }

  private static int number(CertificateException refusal) {
    Reason reason =
        refusal.getCause() instanceof CertPathValidatorException path
            ? path.getReason()
            : BasicReason.UNSPECIFIED;
    if (reason == BasicReason.EXPIRED) {
      return HAS_EXPIRED;
    }
    if (reason == BasicReason.NOT_YET_VALID) {
      return REJECTED;
    }
    if (reason == BasicReason.REVOKED) {
      return REVOKED;
    }
    return reason == PKIXReason.NO_TRUST_ANCHOR ? NO_ISSUER : NOT_PERMITTED;
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return check.getAcceptedIssuers();
  }

  // Only engines are used here.

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) {
    check.checkClientTrusted(chain, kind);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) {
    check.checkServerTrusted(chain, kind);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
    check.checkClientTrusted(chain, kind, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
    check.checkServerTrusted(chain, kind, socket);
  }
}
