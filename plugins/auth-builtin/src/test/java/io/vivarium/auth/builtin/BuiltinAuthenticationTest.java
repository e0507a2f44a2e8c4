package io.vivarium.auth.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.AuthId;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.auth.AuthenticationTck;
import io.vivarium.spi.tck.auth.Credential;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite over all schemes, and what configuration does to them. */
class BuiltinAuthenticationTest extends AuthenticationTck {
  // What ZooKeeper's own generateDigest gives for these pairs; ZooKeeperParityTest compares with
  // its classes.
  private static final String ALICE = "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=";
  private static final String SUPER_ID = "super:D/InIHSb7yEEbrWz8b9l71RjZJU=";

  @Override
  protected AuthenticationProvider provider() {
    return ServiceLoader.load(AuthenticationProvider.class).findFirst().orElseThrow();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("DigestAuthenticationProvider.superDigest", SUPER_ID);
  }

  @Override
  protected List<Credential> proofs() {
    return List.of(
        Credential.of("digest", "super:test", SUPER_ID, "test"),
        Credential.of("digest", "user:test", "user:tl+z3z0vO6PfPfEENfLF96E6pM0=", "test"),
        Credential.of("ip", "", PEER_ADDRESS, ""),
        Credential.of("ip", "whatever", PEER_ADDRESS, ""));
  }

  @Override
  protected List<Credential> impostors() {
    return List.of(
        Credential.of("digest", "super:tesT", SUPER_ID, "tesT"),
        Credential.of("digest", "super:test ", SUPER_ID, "test "),
        Credential.of("digest", "super:", SUPER_ID, ""),
        Credential.of("digest", SUPER_ID, SUPER_ID, "D/InIHSb7yEEbrWz8b9l71RjZJU="),
        Credential.of("ip", "10.0.0.1", "10.0.0.1", ""),
        Credential.of("world", "anyone", "nobody", ""),
        Credential.of("auth", "", "", ""));
  }

  @Override
  protected List<AuthId> invalidIds() {
    return List.of(
        new AuthId("world", "everybody"),
        new AuthId("world", ""),
        new AuthId("digest", "user"),
        new AuthId("digest", "user:"),
        new AuthId("digest", "user:hash:more"),
        new AuthId("ip", "localhost"),
        new AuthId("ip", "10.0.0"),
        new AuthId("ip", "10.0.0.256"),
        new AuthId("ip", "10.0.0.0/33"),
        new AuthId("ip", "10.0.0.0/-1"),
        new AuthId("ip", "10.0.0.0/"),
        new AuthId("ip", "::1/129"),
        new AuthId("ip", "1:2:3:4:5:6:7"),
        new AuthId("ip", "::1::"),
        new AuthId("ip", "fe80::1%eth0"));
  }

  @Test
  void theSuperUserGainsTheSuperIdBesideItsDigest() {
    assertEquals(
        new AuthOutcome.Accepted(List.of(new AuthId("super", ""), new AuthId("digest", SUPER_ID))),
        scheme("digest").authenticate(peer(), bytes("super:test")));
  }

  /** Otherwise a guess would be neither counted nor logged, and whoAmI would tell the right one. */
  @ParameterizedTest
  @ValueSource(strings = {"super:tesT", "super:", "super", "super:test:", SUPER_ID})
  void anotherPasswordOfTheSuperUserIsRefused(String token) {
    AuthOutcome.Refused refused =
        assertInstanceOf(
            AuthOutcome.Refused.class, scheme("digest").authenticate(peer(), bytes(token)));
    assertEquals("that is not the password of the super user", refused.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Super:test", "supe:test", "superb:test", " super:test", ":super:test", ""})
  void whoHasAnotherNameIsAnybody(String token) {
    AuthOutcome.Accepted accepted =
        assertInstanceOf(
            AuthOutcome.Accepted.class, scheme("digest").authenticate(peer(), bytes(token)));
    assertEquals(List.of("digest"), accepted.ids().stream().map(AuthId::scheme).toList());
  }

  @Test
  void withoutASuperDigestNobodyIsSuper() throws PluginException {
    for (String token : List.of("super:test", "super:", "", ":", "null")) {
      AuthOutcome.Accepted accepted =
          assertInstanceOf(
              AuthOutcome.Accepted.class, digest(Map.of()).authenticate(peer(), bytes(token)));
      assertEquals(List.of("digest"), accepted.ids().stream().map(AuthId::scheme).toList());
    }
  }

  @Test
  void theHashIsTheConfiguredOne() throws PluginException {
    AuthScheme sha256 = digest(Map.of("DigestAuthenticationProvider.digestAlg", "SHA-256"));
    assertEquals(
        new AuthOutcome.Accepted(
            List.of(new AuthId("digest", "a:Z4OjHqv2jMwGYPk1wIJigr3SJB86gKny0Q1Zrqnrtdg="))),
        sha256.authenticate(peer(), bytes("a:b")));
  }

  @Test
  void aHashThatJavaDoesNotKnowIsRefusedAtStart() {
    PluginException refusal =
        assertThrows(
            PluginException.class,
            () -> digest(Map.of("DigestAuthenticationProvider.digestAlg", "ROT13")));
    assertEquals(FatalReason.INVALID_INVOCATION, refusal.reason());
    assertTrue(
        String.valueOf(refusal.getMessage())
            .startsWith("DigestAuthenticationProvider.digestAlg=ROT13"));
  }

  @Test
  void digestCanBeSwitchedOff() throws PluginException {
    List<String> names =
        provider()
            .create(new TckContext(Map.of("DigestAuthenticationProvider.enabled", "false")))
            .schemes()
            .stream()
            .map(AuthScheme::scheme)
            .toList();
    assertEquals(List.of("world", "auth", "ip"), names);
  }

  @Test
  void theSuperDigestIsASecretAndTheKeysAreZooKeepers() {
    assertEquals(
        List.of(
            "DigestAuthenticationProvider.digestAlg",
            "DigestAuthenticationProvider.enabled",
            "DigestAuthenticationProvider.superDigest"),
        provider().configKeys().stream().map(ConfigKey::name).sorted().toList());
    assertEquals(
        List.of("DigestAuthenticationProvider.superDigest"),
        provider().configKeys().stream()
            .filter(ConfigKey::secret)
            .map(ConfigKey::name)
            .collect(Collectors.toList()));
  }

  @Test
  void onlyAConnectionsAddressIsThereFromTheStart() {
    assertEquals(List.of(new AuthId("ip", PEER_ADDRESS)), scheme("ip").onConnect(peer()));
    for (String other : List.of("world", "auth", "digest")) {
      assertEquals(List.of(), scheme(other).onConnect(peer()), other);
    }
  }

  @Test
  void theShorthandStandsForDigestButNotForAddresses() {
    assertTrue(scheme("digest").authenticated());
    for (String other : List.of("world", "auth", "ip")) {
      assertFalse(scheme(other).authenticated(), other);
    }
  }

  @Test
  void aBlockOfAddressesMatchesWhatIsInItOnly() {
    AuthScheme ip = scheme("ip");
    assertTrue(ip.matches("10.1.2.3", "10.0.0.0/8"));
    assertTrue(ip.matches("10.1.2.3", "10.1.2.2/31"));
    assertFalse(ip.matches("10.1.2.4", "10.1.2.2/31"));
    assertTrue(ip.matches("10.1.2.3", "0.0.0.0/0"));
    assertFalse(ip.matches("0:0:0:0:0:0:0:1", "0.0.0.0/0"), "the other family");
    assertTrue(ip.matches("fd12:3456:0:0:0:0:0:1", "fd12::/16"));
    assertTrue(ip.matches("fd12:3456:0:0:0:0:0:1", "fd12:3456::1"));
    assertFalse(ip.matches("fd12:3457:0:0:0:0:0:1", "fd12:3456::/32"));
    assertTrue(ip.matches("0:0:0:0:0:0:0:1", "::/0"));
  }

  @Test
  void theUserNameIsThePartBeforeTheColon() {
    assertEquals("alice", scheme("digest").userName(ALICE));
    assertEquals("10.0.0.1", scheme("ip").userName("10.0.0.1"));
  }

  private AuthScheme digest(Map<String, String> config) throws PluginException {
    return provider().create(new TckContext(config)).schemes().stream()
        .filter(scheme -> scheme.scheme().equals("digest"))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
