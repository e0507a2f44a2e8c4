package io.vivarium.certificates;

import java.io.IOException;
import java.io.Reader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.encoders.DecoderException;
import org.jspecify.annotations.Nullable;

/** Reads private keys and certificates that were written down as PEM, to the end: one that is torn is found out. */
public final class Pem {
  private Pem() {}

  /**
   * The first private key (PKCS#8, not encrypted) of a text.
   *
   * @throws IOException when there is none, or the text is torn or damaged
   */
  public static PrivateKey key(Reader pem) throws IOException {
    PrivateKeyInfo found = first(PrivateKeyInfo.class, pem);
    if (found == null) {
      throw new IOException("no private key (PKCS#8, not encrypted) is in there");
    }
    return new JcaPEMKeyConverter().getPrivateKey(found);
  }

  /**
   * The first certificate of a text.
   *
   * @throws IOException when there is none, or the text is torn or damaged
   */
  public static X509Certificate certificate(Reader pem) throws IOException {
    X509CertificateHolder found = first(X509CertificateHolder.class, pem);
    if (found == null) {
      throw new IOException("no certificate is in there");
    }
    try {
      return new JcaX509CertificateConverter().getCertificate(found);
    } catch (CertificateException e) {
      throw new IOException("the certificate is damaged: " + e.getMessage(), e);
    }
  }

  private static <T> @Nullable T first(Class<T> type, Reader pem) throws IOException {
    T found = null;
    try (PEMParser parser = new PEMParser(pem)) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        if (found == null && type.isInstance(each)) {
          found = type.cast(each);
        }
      }
    } catch (DecoderException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
    return found;
  }

  /** Whether the private key is the one that the certificate is about. */
  public static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    byte[] anything = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(signature(key));
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // keys of different algorithms
    }
  }

  private static String signature(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> CertificateAuthority.SIGNATURE;
      case "RSA" -> "SHA256withRSA";
      case "DSA" -> "SHA256withDSA";
      default -> key.getAlgorithm(); // EdDSA and what comes after it: the key says how it signs
    };
  }
}
