package io.vivarium.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A private key with the certificate of its public half.
 *
 * @param key the private key
 * @param certificate the certificate
 * @param issuer the certificate of the authority that issued it
 */
public record Credentials(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {
  /** The private key as PEM: PKCS#8, not encrypted. */
  public String keyPem() {
    return pem(new PemObject("PRIVATE KEY", key.getEncoded()));
  }

  /** The certificate as PEM. */
  public String certificatePem() {
    return pem(certificate);
  }

  /** Both in one text, as clients and key stores of the type PEM want them. */
  public String storePem() {
    return keyPem() + certificatePem();
  }

  /** The certificates as a list with its own first. */
  public List<X509Certificate> chain() {
    return List.of(certificate, issuer);
  }

  /** Anything as PEM that has such a form. */
  static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return text.toString();
  }
}
