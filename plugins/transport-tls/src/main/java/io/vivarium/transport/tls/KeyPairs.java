package io.vivarium.transport.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Finds out whether a private key belongs to a certificate, which two files need not agree on. */
final class KeyPairs {
  private static final byte[] SAMPLE = {1, 2, 3};

  private KeyPairs() {}

  static void check(PrivateKey key, X509Certificate certificate, Path keyFile, Path file)
      throws IOException {
    String algorithm = signature(key.getAlgorithm());
    if (algorithm == null) {
      return; // a kind of key that the handshake will judge
    }
    boolean fits;
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(SAMPLE);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(SAMPLE);
      fits = verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      fits = false; // another kind of key
    }
    if (!fits) {
      throw new IOException(
          "the private key in "
              + keyFile
              + " does not belong to the first certificate in "
              + file
              + " ("
              + certificate.getSubjectX500Principal()
              + ")");
    }
  }

  private static @Nullable String signature(String keyAlgorithm) {
    return switch (keyAlgorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
      default -> null;
    };
  }
}
