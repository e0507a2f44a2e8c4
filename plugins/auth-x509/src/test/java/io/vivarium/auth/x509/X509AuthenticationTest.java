package io.vivarium.auth.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.auth.AuthenticationTck;
import io.vivarium.spi.tck.auth.Credential;
import io.vivarium.spi.transport.Peer;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class X509AuthenticationTest extends AuthenticationTck {
  private static final Peer ALICE = peer(certificate("alice", "alice.example.org", "10.0.0.1"));

  @Override
  protected AuthenticationProvider provider() {
    return new X509AuthenticationProvider();
  }

  @Override
  protected Peer peer() {
    return ALICE;
  }

  @Override
  protected List<Credential> proofs() {
    return List.of(Credential.of("x509", "", "CN=alice", ""));
  }

  @Override
  protected List<Credential> impostors() {
    return List.of(Credential.of("x509", "CN=bob", "CN=bob", ""));
  }

  @Override
  protected List<AuthId> invalidIds() {
    return List.of(new AuthId("x509", ""), new AuthId("x509", "CN=a\nb"));
  }

  @Test
  void aClientHasItsIdentityFromTheStart() throws Exception {
    assertEquals(List.of(new AuthId("x509", "CN=alice")), scheme(Map.of()).onConnect(ALICE));
  }

  @Test
  void whereAnotherSchemeLooksAtCertificatesAClientHasToAskForItsIdentity() throws Exception {
    AuthScheme scheme = scheme(Map.of("ssl.authProvider", "plant"));
    assertEquals(List.of(), scheme.onConnect(ALICE));
    assertEquals(
        new AuthOutcome.Accepted(List.of(new AuthId("x509", "CN=alice"))),
        scheme.authenticate(ALICE, new byte[0]));
  }

  @Test
  void withoutACertificateThereIsNone() throws Exception {
    AuthScheme scheme = scheme(Map.of());
    assertEquals(List.of(), scheme.onConnect(peer(List.of())));
    assertInstanceOf(AuthOutcome.Refused.class, scheme.authenticate(peer(List.of()), new byte[0]));
  }

  @Test
  void theSuperUserIsToldByTheWholeName() throws Exception {
    AuthScheme scheme = scheme(Map.of("X509AuthenticationProvider.superUser", "CN=alice"));
    assertTrue(scheme.onConnect(ALICE).contains(new AuthId("super", "CN=alice")));
    Peer other = peer(certificate("alice2"));
    assertEquals(List.of(new AuthId("x509", "CN=alice2")), scheme.onConnect(other));
  }

  @Test
  void anAlternativeNameCanBeTheIdentity() throws Exception {
    AuthScheme scheme =
        scheme(
            Map.of(
                "ssl.x509.clientCertIdType", "SAN",
                "ssl.x509.clientCertIdSanMatchType", "2",
                "ssl.x509.clientCertIdSanExtractRegex", "^(\\w+)\\.example\\.org$",
                "ssl.x509.clientCertIdSanExtractMatcherGroupIndex", "1"));
    assertEquals(List.of(new AuthId("x509", "alice")), scheme.onConnect(ALICE));
  }

  @Test
  void severalAlternativeNamesNameNobody() throws Exception {
    AuthScheme scheme =
        scheme(
            Map.of("ssl.x509.clientCertIdType", "SAN", "ssl.x509.clientCertIdSanMatchType", "2"));
    assertEquals(List.of(), scheme.onConnect(peer(certificate("x", "a.org", "b.org"))));
    assertEquals(List.of(), scheme.onConnect(peer(certificate("x"))));
  }

  @Test
  void onlyEqualNamesMatch() throws Exception {
    AuthScheme scheme = scheme(Map.of());
    assertTrue(scheme.matches("CN=alice", "CN=alice"));
    assertFalse(scheme.matches("CN=alice", "CN=Alice"));
    assertFalse(scheme.matches("CN=alice,O=a", "CN=alice"));
  }

  @Test
  void wrongSettingsAreRefused() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("ssl.x509.clientCertIdType", "CN"),
            Map.of("ssl.x509.clientCertIdType", "SAN", "ssl.x509.clientCertIdSanMatchRegex", "("),
            Map.of(
                "ssl.x509.clientCertIdType", "SAN",
                "ssl.x509.clientCertIdSanExtractMatcherGroupIndex", "1"))) {
      PluginException e = assertThrows(PluginException.class, () -> scheme(wrong));
      assertTrue(String.valueOf(e.getMessage()).contains("ssl.x509."), e.getMessage());
    }
  }

  private static AuthScheme scheme(Map<String, String> config) throws PluginException {
    return new X509AuthenticationProvider().create(new TckContext(config)).schemes().getFirst();
  }

  private static Peer peer(List<X509Certificate> certificates) {
    InetSocketAddress remote = InetSocketAddress.createUnresolved(PEER_ADDRESS, 40_000);
    return new Peer(remote, remote, true, certificates);
  }

  private static List<X509Certificate> certificate(String name, String... hosts) {
    Instant from = Instant.parse("2020-01-01T00:00:00Z");
    Instant until = Instant.parse("2050-01-01T00:00:00Z");
    try {
      return CertificateAuthority.create("authority", from, until)
          .issue(new CertificateRequest(name, List.of(hosts), from, until, null))
          .chain();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
