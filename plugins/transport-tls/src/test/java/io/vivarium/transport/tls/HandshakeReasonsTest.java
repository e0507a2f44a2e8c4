package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is refused learns why, and so does whoever refuses. */
class HandshakeReasonsTest {
  @TempDir private Path directory;

  private TestCertificates certificates;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(directory);
  }

  @Test
  void aValidCertificateIsAcceptedAndShownToTheHandler() throws Exception {
    try (TlsEnds ends = TlsEnds.clients(certificates.section())) {
      ends.exchange(certificates.section("client", certificates.valid("client")));
      var peer = ends.accepted();
      assertTrue(peer.secure());
      assertEquals("CN=client", peer.certificates().getFirst().getSubjectX500Principal().getName());
    }
  }

  @Test
  void anExpiredCertificate() throws Exception {
    Credentials expired =
        certificates.issue("late", List.of(), certificates.inDays(-9), certificates.inDays(-1));
    assertClientRefused(expired, "CN=late has expired at", "CN=late has expired at");
  }

  @Test
  void aCertificateOfTomorrow() throws Exception {
    Credentials early =
        certificates.issue("early", List.of(), certificates.inDays(1), certificates.inDays(2));
    assertClientRefused(early, "CN=early is not yet valid", "CN=early is not yet valid");
  }

  @Test
  void anotherAuthority() throws Exception {
    CertificateAuthority other =
        CertificateAuthority.create(
            "somebody else", certificates.inDays(-1), certificates.inDays(1));
    Credentials foreign =
        other.issue(
            new CertificateRequest(
                "foreign", List.of(), certificates.inDays(-1), certificates.inDays(1), null));
    assertClientRefused(
        foreign, "comes from the authority CN=somebody else", TestCertificates.notTrusted());
  }

  @Test
  void aCertificateThatSignsItself() throws Exception {
    Credentials own =
        CertificateAuthority.create("myself", certificates.inDays(-1), certificates.inDays(1))
            .own();
    // OpenSSL looks at what the certificate is meant for before it asks whether it is trusted.
    if (TestCertificates.openSsl()) {
      assertClientRefused(own, "is not meant for signatures", "the other end says");
    } else {
      assertClientRefused(own, "CN=myself is self-signed", TestCertificates.notTrusted());
    }
  }

  /** A server with a revocation list that is good for so many days from now. */
  private Map<String, String> withList(List<X509Certificate> revoked, int days) throws Exception {
    Path list = certificates.file("revoked.pem");
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(list))) {
      writer.writeObject(
          certificates
              .authority()
              .revoke(revoked, certificates.inDays(-9), certificates.inDays(days)));
    }
    return TestCertificates.with(certificates.section(), Map.of("tls.crl", list.toString()));
  }

  /** Whoever can keep a new list from a server must not be able to go on with a certificate that is on it. */
  @Test
  void aListThatIsOutOfDateLetsNobodyIn() throws Exception {
    try (TlsEnds ends = TlsEnds.clients(withList(List.of(), -1))) {
      ends.refused(certificates.section("client", certificates.valid("client")));
      String logged = ends.logged();
      assertTrue(
          logged.contains("a list in tls.crl is of its authority and not out of date"), logged);
    }
  }

  @Test
  void aRevokedCertificate() throws Exception {
    Credentials revoked = certificates.valid("stolen");
    Map<String, String> server = withList(List.of(revoked.certificate()), 1);
    try (TlsEnds ends = TlsEnds.clients(server)) {
      String told = ends.refused(certificates.section("stolen", revoked));
      assertTrue(ends.logged().contains("CN=stolen was revoked"));
      String reason =
          TestCertificates.openSsl()
              ? "our certificate was revoked"
              : "our certificate: it has expired, was revoked";
      assertTrue(told.contains(reason), told);
      ends.exchange(certificates.section("client", certificates.valid("client")));
    }
  }

  @Test
  void aServerOfAnotherName() throws Exception {
    Credentials elsewhere =
        certificates.issue(
            "server",
            List.of("other.example.org"),
            certificates.inDays(-1),
            certificates.inDays(1));
    try (TlsEnds ends = TlsEnds.clients(certificates.section("server", elsewhere))) {
      Map<String, String> client = certificates.section("client", certificates.valid("client"));
      String told = ends.refused(client);
      assertTrue(told.contains("is for other.example.org and not for 127.0.0.1"), told);
      assertTrue(told.contains("client endpoint 127.0.0.1:"), told);
      String logged = ends.logged();
      assertTrue(logged.contains("is for another host"), logged);
      ends.exchange(TestCertificates.with(client, Map.of("ssl.hostnameVerification", "false")));
    }
  }

  @Test
  void aClientOfAnotherName() throws Exception {
    Map<String, String> server =
        TestCertificates.with(
            certificates.section(), Map.of("ssl.clientHostnameVerification", "true"));
    try (TlsEnds ends = TlsEnds.clients(server)) {
      Credentials elsewhere =
          certificates.issue(
              "client",
              List.of("10.1.2.3", "other.example.org"),
              certificates.inDays(-1),
              certificates.inDays(1));
      ends.refused(certificates.section("client", elsewhere));
      String logged = ends.logged();
      assertTrue(logged.contains("is for 10.1.2.3, other.example.org"), logged);
      assertTrue(logged.contains("connects from 127.0.0.1"), logged);
      ends.exchange(certificates.section("client", certificates.valid("client")));
    }
  }

  /** The hosts of this machine have to know the address by a name. */
  @Test
  void theNameOfAnAddressIsLookedUpOnlyWhereThatIsAllowed() throws Exception {
    String name = InetAddress.getLoopbackAddress().getCanonicalHostName();
    Assumptions.assumeFalse(name.equals("127.0.0.1"), "127.0.0.1 has no name here");
    Credentials named =
        certificates.issue(
            "client", List.of(name), certificates.inDays(-1), certificates.inDays(1));
    Map<String, String> asking =
        TestCertificates.with(
            certificates.section(),
            Map.of("ssl.clientHostnameVerification", "true", "fips-mode", "false"));
    try (TlsEnds ends = TlsEnds.clients(asking)) {
      ends.refused(certificates.section("client", named));
      assertTrue(ends.logged().contains("connects from 127.0.0.1"));
    }
    Map<String, String> lookingUp =
        TestCertificates.with(asking, Map.of("ssl.allowReverseDnsLookup", "true"));
    try (TlsEnds ends = TlsEnds.clients(lookingUp)) {
      ends.exchange(certificates.section("client", named));
      Credentials elsewhere =
          certificates.issue(
              "client",
              List.of("other.example.org"),
              certificates.inDays(-1),
              certificates.inDays(1));
      ends.refused(certificates.section("client", elsewhere));
    }
    // fips-mode, the default, never looks names up.
    Map<String, String> strict = TestCertificates.with(lookingUp, Map.of("fips-mode", "true"));
    try (TlsEnds ends = TlsEnds.clients(strict)) {
      ends.refused(certificates.section("client", named));
    }
  }

  @Test
  void aClientWithoutACertificate() throws Exception {
    Map<String, String> anonymous =
        Map.of("ssl.trustStore.location", certificates.file("ca.pem").toString());
    try (TlsEnds ends = TlsEnds.clients(certificates.section())) {
      String told = ends.refused(anonymous);
      assertTrue(told.contains("we must show a certificate"), told);
      assertTrue(ends.logged().contains("the client showed no certificate"));
    }
    Map<String, String> lenient =
        TestCertificates.with(certificates.section(), Map.of("ssl.clientAuth", "none"));
    try (TlsEnds ends = TlsEnds.clients(lenient)) {
      ends.exchange(anonymous);
      assertEquals(List.of(), ends.accepted().certificates());
    }
  }

  @Test
  void anOldVersionOfTls() throws Exception {
    try (TlsEnds ends = TlsEnds.clients(certificates.section())) {
      String told =
          ends.refused(
              TestCertificates.with(
                  certificates.section("client", certificates.valid("client")),
                  Map.of("ssl.protocol", "TLSv1.2")));
      assertTrue(told.contains("no version of TLS is offered by both ends"), told);
      String logged = ends.logged();
      String reason =
          TestCertificates.openSsl()
              ? "the other end offers no version of TLS that is offered here"
              : "TLSv1.2";
      assertTrue(logged.contains(reason), logged);
    }
  }

  @Test
  void somethingElseThanTls() throws Exception {
    try (TlsEnds ends = TlsEnds.clients(certificates.section());
        Socket plain = new Socket(ends.address().getAddress(), ends.address().getPort())) {
      plain.getOutputStream().write("ruok".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertEquals(-1, plain.getInputStream().read());
      assertTrue(ends.logged().contains("the other end does not speak TLS here"));
    }
  }

  private void assertClientRefused(Credentials credentials, String here, String there)
      throws Exception {
    try (TlsEnds ends = TlsEnds.clients(certificates.section())) {
      String told = ends.refused(certificates.section("refused", credentials));
      String logged = ends.logged();
      assertTrue(logged.contains(here), logged);
      assertTrue(told.contains(there), told);
    }
  }
}
