package io.vivarium.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
  private static final String REVOCATION_LISTS = "2.5.29.31";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;
  private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2035-01-01T00:00:00Z");

  @Test
  void itIsTheSameAfterItWasWrittenDown() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("authority", FROM, UNTIL);
    CertificateAuthority again =
        CertificateAuthority.read(
            new StringReader(authority.own().keyPem()),
            new StringReader(authority.own().certificatePem()));
    Credentials issued = again.issue(request(null));
    issued.certificate().verify(authority.own().certificate().getPublicKey());
    assertEquals(authority.own().certificate(), issued.issuer());
  }

  @Test
  void anythingElseIsNoAuthority() throws Exception {
    String certificate =
        CertificateAuthority.create("authority", FROM, UNTIL).own().certificatePem();
    assertThrows(
        IOException.class,
        () ->
            CertificateAuthority.read(
                new StringReader(certificate), new StringReader(certificate)));
  }

  @Test
  void aCertificateSaysWhatWasAskedFor() throws Exception {
    Credentials issued =
        CertificateAuthority.create("authority", FROM, UNTIL).issue(request("http://ca/list"));
    assertEquals("CN=x", issued.certificate().getSubjectX500Principal().getName());
    assertEquals(FROM, issued.certificate().getNotBefore().toInstant());
    assertEquals(UNTIL, issued.certificate().getNotAfter().toInstant());
    assertEquals(-1, issued.certificate().getBasicConstraints(), "it issues no certificates");
    assertNotNull(issued.certificate().getExtensionValue(REVOCATION_LISTS));
    assertEquals(List.of(issued.certificate(), issued.issuer()), issued.chain());
  }

  @Test
  void whatIsRevokedIsInTheList() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("authority", FROM, UNTIL);
    Credentials one = authority.issue(request(null));
    Credentials other = authority.issue(request(null));
    X509CRL list = authority.revoke(List.of(one.certificate()), FROM, UNTIL);
    list.verify(authority.own().certificate().getPublicKey());
    assertTrue(list.isRevoked(one.certificate()));
    assertFalse(list.isRevoked(other.certificate()));
  }

  /** What any Java makes of the chain, at a time within its years. */
  @Test
  void theChainIsOneThatTheJdkBelieves() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("authority", FROM, UNTIL);
    Credentials issued = authority.issue(request(null));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.own().certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(FROM.plusSeconds(1)));
    CertPath path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(issued.certificate()));
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    assertNotNull(validator.validate(path, parameters));
    parameters.setDate(Date.from(UNTIL.plusSeconds(1)));
    assertThrows(CertPathValidatorException.class, () -> validator.validate(path, parameters));
  }

  @Test
  void aClientMayOnlyBeAClient() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("authority", FROM, UNTIL);
    Credentials client = authority.issue(new CertificateRequest("c", List.of(), FROM, UNTIL, null));
    assertEquals(List.of(CLIENT), client.certificate().getExtendedKeyUsage());
    assertEquals(
        List.of(SERVER, CLIENT),
        authority.issue(request(null)).certificate().getExtendedKeyUsage(),
        "servers are clients of each other");
  }

  @Test
  void noTwoCertificatesHaveOneNumber() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("authority", FROM, UNTIL);
    Set<BigInteger> numbers = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      assertTrue(numbers.add(authority.issue(request(null)).certificate().getSerialNumber()));
    }
  }

  /** Clients look an address up among the addresses only, and a name among the names only. */
  @Test
  void namesAndAddressesAreOfTheirOwnKinds() throws Exception {
    Credentials server =
        CertificateAuthority.create("authority", FROM, UNTIL)
            .issue(
                new CertificateRequest(
                    "x", List.of("a.example.org", "10.0.0.1", "2001:db8::1"), FROM, UNTIL, null));
    assertEquals(
        Set.of(
            List.of(DNS_NAME, "a.example.org"),
            List.of(IP_ADDRESS, "10.0.0.1"),
            List.of(IP_ADDRESS, "2001:db8:0:0:0:0:0:1")),
        Set.copyOf(server.certificate().getSubjectAlternativeNames()));
  }

  @Test
  void aClientHasNoNamesToBeReachedBy() throws Exception {
    Credentials client =
        CertificateAuthority.create("authority", FROM, UNTIL)
            .issue(new CertificateRequest("c", List.of(), FROM, UNTIL, null));
    assertNull(client.certificate().getSubjectAlternativeNames());
  }

  @Test
  void anAuthoritySignsCertificatesAndListsAndNothingElse() throws Exception {
    X509Certificate own = CertificateAuthority.create("authority", FROM, UNTIL).own().certificate();
    own.verify(own.getPublicKey());
    assertEquals(0, own.getBasicConstraints(), "no authority below it");
    boolean[] usage = own.getKeyUsage();
    assertTrue(usage[KEY_CERT_SIGN] && usage[CRL_SIGN]);
    assertFalse(usage[DIGITAL_SIGNATURE], "it is no server");
  }

  @Test
  void whoHasTheKeyOfAServerIsNoAuthority() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("authority", FROM, UNTIL);
    Credentials server = authority.issue(request(null));
    Credentials forged =
        CertificateAuthority.read(
                new StringReader(server.keyPem()), new StringReader(server.certificatePem()))
            .issue(request(null));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.own().certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(FROM.plusSeconds(1)));
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(forged.chain());
    CertPathValidatorException e =
        assertThrows(
            CertPathValidatorException.class,
            () -> CertPathValidator.getInstance("PKIX").validate(path, parameters));
    assertEquals(1, e.getIndex(), "the server's certificate is what breaks the chain");
  }

  @Test
  void theKeyOfAnotherAuthorityIsRefused() throws Exception {
    Credentials one = CertificateAuthority.create("authority", FROM, UNTIL).own();
    Credentials other = CertificateAuthority.create("authority", FROM, UNTIL).own();
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                CertificateAuthority.read(
                    new StringReader(one.keyPem()), new StringReader(other.certificatePem())));
    assertEquals(
        "the private key is not the one that the certificate is about",
        String.valueOf(e.getMessage()));
  }

  private static CertificateRequest request(String list) {
    return new CertificateRequest("x", List.of("a.example.org", "10.0.0.1"), FROM, UNTIL, list);
  }
}
