package io.vivarium.tools.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates and keys from files: PEM, PKCS #12 or JKS. */
final class TlsFiles {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private TlsFiles() {}

  /**
   * Sockets that trust and present what is in these files.
   *
   * @param trust certificates of authorities
   * @param key own key and certificate; null to present none
   * @param password of stores that have one
   */
  static SSLSocketFactory sockets(Path trust, @Nullable Path key, char[] password)
      throws IOException {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store(trust, password));
      KeyManagerFactory own = null;
      if (key != null) {
        own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store(key, password), password);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own == null ? null : own.getKeyManagers(), trusted.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot use " + trust + (key == null ? "" : " and " + key) + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore store(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN ")) {
      return KeyStore.getInstance(file.toFile(), password);
    }
    List<Certificate> certificates = new ArrayList<>();
    PrivateKey key = null;
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der)));
      } else if (block.group(1).equals("PRIVATE KEY")) {
        key = key(der);
      }
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (key != null) {
      store.setKeyEntry("own", key, password, certificates.toArray(new Certificate[0]));
    } else {
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
    }
    return store;
  }

  private static PrivateKey key(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Of another kind, perhaps.
      }
    }
    throw new InvalidKeySpecException("the private key is neither EC, RSA nor EdDSA");
  }
}
