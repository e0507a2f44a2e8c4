package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ssl.crl}: lists are fetched from where certificates say. */
class RevocationTest {
  @TempDir private Path directory;

  private final AtomicReference<byte[]> list = new AtomicReference<>(new byte[0]);
  private HttpServer authority;
  private TestCertificates certificates;

  @BeforeEach
  void publish() throws Exception {
    certificates = new TestCertificates(directory);
    authority = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    authority.createContext(
        "/list",
        exchange -> {
          byte[] body = list.get();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    authority.start();
  }

  @AfterEach
  void stop() {
    authority.stop(0);
  }

  @Test
  void aRevokedCertificateIsRefusedAndAnotherIsNot() throws Exception {
    Credentials good = issue("good");
    Credentials stolen = issue("stolen");
    list.set(
        certificates
            .authority()
            .revoke(List.of(stolen.certificate()), certificates.inDays(-1), certificates.inDays(1))
            .getEncoded());
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.exchange(certificates.section("good", good));
      ends.exchange(certificates.section("good", good));
      assertEquals(1, ends.host().count("tls_revocation_remembered"));
      ends.refused(certificates.section("stolen", stolen));
      assertTrue(ends.logged().contains("CN=stolen was revoked by its authority"));
    }
  }

  @Test
  void whereNoListCanBeFetchedNobodyIsLetIn() throws Exception {
    authority.removeContext("/list");
    try (TlsEnds ends = TlsEnds.clients(server())) {
      ends.refused(certificates.section("good", issue("good")));
      String logged = ends.logged();
      assertTrue(logged.contains("CN=good was revoked cannot be found out"), logged);
    }
  }

  /** An authority between whose revocation nobody publishes anything about. */
  @Test
  void authoritiesBetweenAreLeftOutWhereOnlyTheLastCertificateIsToBeChecked() throws Exception {
    CertificateAuthority between = Intermediate.below("the authority between", certificates);
    Credentials good = issueBy(between, "good");
    Credentials stolen = issueBy(between, "stolen");
    list.set(
        between
            .revoke(List.of(stolen.certificate()), certificates.inDays(-1), certificates.inDays(1))
            .getEncoded());
    Map<String, String> own = server();
    Files.writeString(certificates.file("ca.pem"), Intermediate.rootPem(certificates));
    try (TlsEnds ends = TlsEnds.clients(own)) {
      ends.refused(chain("good", good));
      String logged = ends.logged();
      assertTrue(logged.contains("was revoked cannot be found out"), logged);
    }
    Map<String, String> lastOnly = Map.of("com.sun.security.onlyCheckRevocationOfEECert", "true");
    try (TlsEnds ends = TlsEnds.clients(TestCertificates.with(own, lastOnly))) {
      ends.exchange(chain("good", good));
      ends.refused(chain("stolen", stolen));
      assertTrue(ends.logged().contains("CN=stolen was revoked by its authority"));
    }
  }

  /** The file is about authorities in {@code tls.ca}; the key asks about those between as well. */
  @Test
  void aFileOfListsDoesNotMakeTheKeyAskLess() throws Exception {
    CertificateAuthority between = Intermediate.below("the authority between", certificates);
    Credentials good = issueBy(between, "good");
    Credentials stolen = issueBy(between, "stolen");
    Files.write(
        certificates.file("lists.crl"),
        between
            .revoke(List.of(stolen.certificate()), certificates.inDays(-1), certificates.inDays(1))
            .getEncoded());
    Map<String, String> file = Map.of("tls.crl", certificates.file("lists.crl").toString());
    Map<String, String> fileOnly = TestCertificates.with(certificates.section(), file);
    Map<String, String> both = TestCertificates.with(server(), file);
    Files.writeString(certificates.file("ca.pem"), Intermediate.rootPem(certificates));
    try (TlsEnds ends = TlsEnds.clients(fileOnly)) {
      ends.exchange(chain("good", good));
    }
    try (TlsEnds ends = TlsEnds.clients(both)) {
      ends.refused(chain("good", good));
      String logged = ends.logged();
      assertTrue(logged.contains("was revoked cannot be found out"), logged);
    }
  }

  /** A client that shows the authority between, too, as it must. */
  private Map<String, String> chain(String name, Credentials credentials) throws Exception {
    Map<String, String> section = certificates.section(name, credentials);
    Files.writeString(
        certificates.file(name + ".pem"),
        credentials.certificatePem()
            + new Credentials(credentials.key(), credentials.issuer(), credentials.issuer())
                .certificatePem());
    return section;
  }

  private Map<String, String> server() throws Exception {
    return TestCertificates.with(certificates.section(), Map.of("ssl.crl", "true"));
  }

  private Credentials issue(String name) throws Exception {
    return issueBy(certificates.authority(), name);
  }

  private Credentials issueBy(CertificateAuthority issuer, String name) throws Exception {
    String url = "http://127.0.0.1:" + authority.getAddress().getPort() + "/list";
    return issuer.issue(
        new CertificateRequest(
            name, List.of("127.0.0.1"), certificates.inDays(-1), certificates.inDays(1), url));
  }
}
