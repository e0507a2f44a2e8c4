package io.vivarium.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** HTTPS with engines of the host. */
class EncryptionTest {
  private static final char[] PASSWORD = "x".toCharArray();

  private final Instant now = Instant.now();
  private final CertificateAuthority authority;
  private final SSLContext server;

  EncryptionTest() throws Exception {
    authority =
        CertificateAuthority.create(
            "authority of the test", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    server = context(issue("server"));
  }

  private Credentials issue(String name) throws Exception {
    return authority.issue(
        new CertificateRequest(
            name,
            List.of("localhost", "127.0.0.1"),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(1)),
            null));
  }

  private SSLContext context(@Nullable Credentials credentials) throws Exception {
    KeyManager[] keys = null;
    if (credentials != null) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own", credentials.key(), PASSWORD, credentials.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      keys = factory.getKeyManagers();
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.own().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private HttpRig rig(String... settings) throws Exception {
    HttpRig rig = new HttpRig(settings);
    rig.host.encrypts(
        remote -> {
          SSLEngine engine =
              server.createSSLEngine(remote.getAddress().getHostAddress(), remote.getPort());
          engine.setUseClientMode(false);
          return engine;
        });
    return rig.start();
  }

  private static HttpResponse<String> get(HttpRig rig, String scheme, SSLContext context)
      throws Exception {
    URI uri = URI.create(scheme + "://127.0.0.1:" + rig.endpoint.port() + "/commands/ruok");
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void onlyEncryptedCallersAreAnsweredWhereThatIsForced() throws Exception {
    try (HttpRig rig = rig("admin.forceHttps=true")) {
      HttpResponse<String> response = get(rig, "https", context(null));
      assertEquals(200, response.statusCode());
      assertEquals(
          "max-age=86400; includeSubDomains",
          response.headers().firstValue("Strict-Transport-Security").orElse(""));
      assertThrows(IOException.class, () -> get(rig, "http", context(null)));
    }
  }

  @Test
  void bothAreAnsweredAtAUnifiedPort() throws Exception {
    try (HttpRig rig = rig("admin.portUnification=true")) {
      assertEquals(200, get(rig, "https", context(null)).statusCode());
      assertEquals(200, get(rig, "http", context(null)).statusCode());
    }
  }

  @Test
  void aCertificateIsDemandedAndTold() throws Exception {
    try (HttpRig rig = rig("admin.forceHttps=true", "admin.needClientAuth=true")) {
      assertThrows(IOException.class, () -> get(rig, "https", context(null)));
      assertEquals(200, get(rig, "https", context(issue("ann"))).statusCode());
      List<X509Certificate> shown = rig.host.asked().getLast().caller().certificates();
      assertTrue(
          shown.getFirst().getSubjectX500Principal().getName().contains("CN=ann"),
          shown.toString());
    }
  }
}
