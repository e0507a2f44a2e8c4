package io.vivarium.transport.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * What a PEM file holds: private keys as PKCS#8 (plain or encrypted), PKCS#1 or SEC1, and certificates. Anything else in it is
 * skipped.
 */
final class PemFile {
  private final Path file;
  private final List<Object> objects;

  private PemFile(Path file, List<Object> objects) {
    this.file = file;
    this.objects = objects;
  }

  static PemFile read(Path file) throws IOException {
    String text = new String(SmallFile.read(file), StandardCharsets.US_ASCII);
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      Object next;
      while ((next = parser.readObject()) != null) {
        objects.add(next);
      }
    } catch (IOException | RuntimeException e) {
      // The parser answers malformed content with exceptions of many kinds.
      throw new IOException(file + " is no sound PEM file: " + e.getMessage(), e);
    }
    return new PemFile(file, objects);
  }

  /** All certificates, in the order of the file. */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    try {
      for (Object object : objects) {
        if (object instanceof X509CertificateHolder holder) {
          found.add(converter.getCertificate(holder));
        } else if (object instanceof X509TrustedCertificateBlock block) {
          found.add(converter.getCertificate(block.getCertificateHolder()));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " has a certificate that cannot be read: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new IOException(file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return found;
  }

  /** The first private key. */
  PrivateKey key(char[] password) throws IOException {
    for (Object object : objects) {
      PrivateKeyInfo info;
      try {
        info = keyInfo(object, password);
      } catch (PKCSException | OperatorCreationException | PEMException e) {
        throw new IOException(
            "the private key in "
                + file
                + (password.length == 0
                    ? " is encrypted, and no password is configured"
                    : " cannot be decrypted: is the password right?"),
            e);
      }
      if (info != null) {
        return converted(info);
      }
    }
    throw new IOException(file + " holds no private key (-----BEGIN PRIVATE KEY-----)");
  }

  private PrivateKey converted(PrivateKeyInfo info) throws IOException {
    try {
      return new JcaPEMKeyConverter().getPrivateKey(info);
    } catch (PEMException e) {
      throw new IOException("the private key in " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static @Nullable PrivateKeyInfo keyInfo(Object object, char[] password)
      throws IOException, PKCSException, OperatorCreationException {
    return switch (object) {
      case PrivateKeyInfo info -> info;
      case PEMKeyPair pair -> pair.getPrivateKeyInfo();
      case PKCS8EncryptedPrivateKeyInfo encrypted ->
          encrypted.decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(password));
      case PEMEncryptedKeyPair encrypted ->
          encrypted
              .decryptKeyPair(
                  new JcePEMDecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(password))
              .getPrivateKeyInfo();
      default -> null;
    };
  }
}
