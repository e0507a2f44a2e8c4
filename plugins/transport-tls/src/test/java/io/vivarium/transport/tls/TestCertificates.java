package io.vivarium.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.jspecify.annotations.Nullable;

/** An authority with certificates for this machine, as files in a directory of the test's own. */
final class TestCertificates {
  /** The build runs these tests with what is used where nothing is configured, and with the JDK's. */
  static final String PROVIDER = System.getProperty("vivarium.test.tls", "AUTO");

  private final Instant now = Instant.now();
  private final Path directory;
  private final CertificateAuthority authority;

  TestCertificates(Path directory) throws IOException, GeneralSecurityException {
    this.directory = directory;
    this.authority = CertificateAuthority.create("authority of the test", inDays(-10), inDays(10));
    Files.writeString(file("ca.pem"), authority.own().certificatePem());
  }

  /** So many days from now. */
  Instant inDays(int days) {
    return now.plus(Duration.ofDays(days));
  }

  CertificateAuthority authority() {
    return authority;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** A valid certificate for this machine. */
  Credentials valid(String name) throws GeneralSecurityException {
    return issue(name, List.of("localhost", "127.0.0.1"), inDays(-10), inDays(10));
  }

  Credentials issue(String name, List<String> hosts, Instant from, Instant until)
      throws GeneralSecurityException {
    return authority.issue(new CertificateRequest(name, hosts, from, until, null));
  }

  /** The short section with these credentials. */
  Map<String, String> section(String name, Credentials credentials) throws IOException {
    Files.writeString(file(name + ".key"), credentials.keyPem());
    Files.writeString(file(name + ".pem"), credentials.certificatePem());
    return Map.of(
        "tls.certificate", file(name + ".pem").toString(),
        "tls.key", file(name + ".key").toString(),
        "tls.ca", file("ca.pem").toString(),
        "ssl.sslProvider", PROVIDER);
  }

  /** Whether connections that are configured by a section have the TLS of OpenSSL. */
  static boolean openSsl() {
    return !PROVIDER.equals("JDK") && OpenSsl.isAvailable();
  }

  Map<String, String> section() throws IOException, GeneralSecurityException {
    return section("server", valid("server"));
  }

  /** A certificate as PEM. */
  static String pem(X509Certificate certificate) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificate);
    }
    return text.toString();
  }

  /** What an end is told whose authority is unknown: the JDK has one word for all that is wrong with a client's certificate, OpenSSL several. */
  static String notTrusted() {
    return openSsl()
        ? "it does not trust the authority of our certificate"
        : "its authority is not trusted there";
  }

  /** What the JDK makes of credentials, for peers that are not ours; null for a client without a certificate. */
  SSLContext context(@Nullable Credentials credentials)
      throws IOException, GeneralSecurityException {
    return context(credentials, trust());
  }

  /** The same for one that trusts whom these trust. */
  static SSLContext context(@Nullable Credentials credentials, TrustManager... trust)
      throws IOException, GeneralSecurityException {
    char[] password = "test".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (credentials != null) {
      keys.setKeyEntry(
          "key", credentials.key(), password, credentials.chain().toArray(X509Certificate[]::new));
    }
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust, null);
    return context;
  }

  private TrustManager[] trust() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.own().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  /** One map of two. */
  static Map<String, String> with(Map<String, String> one, Map<String, String> other) {
    Map<String, String> all = new TreeMap<>(one);
    all.putAll(other);
    return all;
  }
}
