package io.vivarium.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** ZooKeeper's {@code zookeeper.ssl.*} properties of a client: key store and trust store, of JKS, PKCS12 or PEM. */
final class TlsSettings {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----");
  private static final long LARGEST_FILE = 16 << 20;

  private final ClientSettings settings;

  TlsSettings(ClientSettings settings) {
    this.settings = settings;
  }

  /** What the properties say. Without stores the JDK's authorities are trusted, and the client has no certificate. */
  SSLContext context() throws Failure {
    try {
      SSLContext context = SSLContext.getInstance(settings.value("zookeeper.ssl.protocol", "TLS"));
      context.init(own(), trusted(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw ClientSettings.misused("TLS cannot be set up: " + e.getMessage());
    }
  }

  private KeyManager @Nullable [] own() throws GeneralSecurityException, IOException {
    KeyStore store = store("zookeeper.ssl.keyStore", true);
    if (store == null) {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password("zookeeper.ssl.keyStore"));
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trusted() throws GeneralSecurityException, IOException {
    KeyStore store = store("zookeeper.ssl.trustStore", false);
    if (store == null) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private @Nullable KeyStore store(String prefix, boolean withKey)
      throws GeneralSecurityException, IOException {
    String location = settings.value(prefix + ".location");
    if (location == null) {
      return null;
    }
    Path file = Path.of(location);
    if (Files.size(file) > LARGEST_FILE) {
      throw new IOException(file + " has more than " + LARGEST_FILE + " bytes");
    }
    String type = settings.value(prefix + ".type", typeOf(location)).toUpperCase(Locale.ROOT);
    if (type.equals("PEM")) {
      return pem(file, withKey, password(prefix));
    }
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password(prefix));
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return store;
  }

  private static String typeOf(String location) {
    if (location.endsWith(".pem")) {
      return "PEM";
    }
    return location.endsWith(".p12") || location.endsWith(".pfx") ? "PKCS12" : "JKS";
  }

  private char[] password(String prefix) throws IOException {
    String file = settings.value(prefix + ".passwordPath");
    if (file != null) {
      return Files.readString(Path.of(file)).strip().toCharArray();
    }
    return settings.value(prefix + ".password", "").toCharArray();
  }

  private static KeyStore pem(Path file, boolean withKey, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    List<Certificate> certificates = certificates(file);
    if (withKey) {
      store.setKeyEntry("own", key(file), password, certificates.toArray(Certificate[]::new));
      return store;
    }
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    return store;
  }

  /** All of a file, whatever stands between them. */
  private static List<Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    Matcher found = CERTIFICATE.matcher(Files.readString(file));
    while (found.find()) {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
      certificates.add(factory.generateCertificate(new ByteArrayInputStream(encoded)));
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " has no certificate (BEGIN CERTIFICATE)");
    }
    return certificates;
  }

  /** The key says in itself of which kind it is, so whoever can read it is right. */
  private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    Matcher found = KEY.matcher(Files.readString(file));
    if (!found.find()) {
      throw new IOException(
          file + " has no unencrypted private key in PKCS #8 (BEGIN PRIVATE KEY)");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (GeneralSecurityException e) {
        // Not of this kind.
      }
    }
    throw new GeneralSecurityException(file + " has a private key that is not EC, RSA or EdDSA");
  }
}
