package io.vivarium.spi.tck.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every authentication plugin must do. Extend it in a test of the plugin, name the provider, and give it credentials: tokens
 * that prove an id, and tokens of impostors that must not.
 */
public abstract class AuthenticationTck {
  /** Where the peer of every test comes from, unless a suite says otherwise. */
  protected static final String PEER_ADDRESS = "192.0.2.7";

  /** A pattern of words that look like ids and are none, or are ids of nobody. */
  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          " ",
          ":",
          "::",
          "/",
          "a",
          "a:",
          ":a",
          "a:b:c",
          "\u0000",
          "\uD800",
          "%s%n${x}",
          "../..",
          "x".repeat(100_000));

  private @Nullable TckContext context;
  private @Nullable Authentication authentication;

  /** The plugin under test. */
  protected abstract AuthenticationProvider provider();

  /**
   * Tokens that prove their id; different ids where the schemes allow it. At least one, unless packets of the schemes prove nothing: {@link
   * #provesByPackets}.
   */
  protected abstract List<Credential> proofs();

  /** Tokens that must not gain their id, be they refused or worth another id; at least one when there is something to prove. */
  protected abstract List<Credential> impostors();

  /** Ids that must not stand in an ACL: {@code scheme:id}. */
  protected abstract List<AuthId> invalidIds();

  /** Whether auth packets prove ids: not where a SASL exchange does ({@link ExchangeTck}), or where packets only ask for something. */
  protected boolean provesByPackets() {
    return true;
  }

  /** Configuration for it. */
  protected Map<String, String> config() {
    return Map.of();
  }

  /** Who connects. */
  protected Peer peer() {
    try {
      InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(PEER_ADDRESS), 40_000);
      InetSocketAddress local = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 2181);
      return new Peer(remote, local, false, List.of());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  final void startAuthentication() throws PluginException {
    context = new TckContext(config());
    authentication = provider().create(context);
    authentication.start();
  }

  @AfterEach
  final void closeAuthentication() {
    known(authentication).close();
    known(authentication).close();
    assertEquals(List.of(), known(context).liveThreads(), "threads left behind");
  }

  @Test
  void everySchemeHasANameOfItsOwn() {
    Set<String> names = new HashSet<>();
    for (AuthScheme scheme : schemes()) {
      assertFalse(scheme.scheme().isBlank(), "a scheme without a name");
      assertFalse(scheme.scheme().contains(":"), "a colon in the name " + scheme.scheme());
      assertTrue(names.add(scheme.scheme()), "offered twice: " + scheme.scheme());
    }
    assertFalse(names.isEmpty());
  }

  @Test
  void theSchemesAreFixedAfterStart() {
    assertEquals(schemes(), schemes());
  }

  @Test
  void aProofGivesItsId() {
    assertEquals(provesByPackets(), !proofs().isEmpty());
    for (Credential proof : proofs()) {
      assertTrue(idsOf(proof).contains(new AuthId(proof.scheme(), proof.id())), proof::toString);
    }
  }

  @Test
  void aProofGivesTheSameIdsEveryTime() {
    for (Credential proof : proofs()) {
      assertEquals(idsOf(proof), idsOf(proof), proof::toString);
    }
  }

  @Test
  void anImpostorDoesNotGainTheId() {
    for (Credential impostor : impostors()) {
      AuthScheme scheme = scheme(impostor.scheme());
      if (scheme.authenticate(peer(), impostor.token())
          instanceof AuthOutcome.Accepted(List<AuthId> ids)) {
        for (AuthId id : ids) {
          assertFalse(
              id.scheme().equals(impostor.scheme()) && scheme.matches(id.id(), impostor.id()),
              () -> "an impostor gained " + impostor);
          assertFalse(
              id.scheme().equals("super"), () -> "an impostor of " + impostor + " is super");
        }
      }
    }
  }

  @Test
  void aProvedIdMayStandInAnAclAndMatchesItself() {
    for (Credential proof : proofs()) {
      AuthScheme scheme = scheme(proof.scheme());
      assertTrue(scheme.validId(proof.id()), () -> "not valid in an ACL: " + proof);
      assertTrue(scheme.matches(proof.id(), proof.id()), () -> "does not match itself: " + proof);
    }
  }

  @Test
  void aProvedIdMatchesNoOtherIdHoweverAlike() {
    for (Credential proof : proofs()) {
      AuthScheme scheme = scheme(proof.scheme());
      for (String other : lookalikes(proof)) {
        assertFalse(
            scheme.matches(proof.id(), other), () -> proof + " matches the ACL id " + other);
        assertFalse(
            scheme.matches(other, proof.id()), () -> other + " matches the ACL id " + proof);
      }
    }
  }

  @Test
  void anInvalidIdIsRefusedInAnAcl() {
    for (AuthId invalid : invalidIds()) {
      assertFalse(scheme(invalid.scheme()).validId(invalid.id()), invalid::toString);
    }
  }

  @Test
  void garbageIsAnsweredAndNeverThrownAt() {
    Random random = new Random(42);
    List<byte[]> tokens = new ArrayList<>();
    ODD_TEXTS.forEach(text -> tokens.add(text.getBytes(StandardCharsets.UTF_8)));
    tokens.add(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc0, (byte) 0x80});
    for (int i = 0; i < 200; i++) {
      byte[] token = new byte[random.nextInt(64)];
      random.nextBytes(token);
      tokens.add(token);
    }
    for (AuthScheme scheme : schemes()) {
      for (byte[] token : tokens) {
        AuthOutcome outcome =
            assertDoesNotThrow(() -> scheme.authenticate(peer(), token), scheme::scheme);
        assertNotNull(outcome, scheme::scheme);
        assertReasonGiven(outcome);
      }
    }
  }

  @Test
  void oddIdsAreAnsweredAndNeverThrownAt() {
    for (AuthScheme scheme : schemes()) {
      for (String one : ODD_TEXTS) {
        assertDoesNotThrow(() -> scheme.validId(one), scheme::scheme);
        assertNotNull(assertDoesNotThrow(() -> scheme.userName(one), scheme::scheme));
        for (String other : ODD_TEXTS) {
          assertDoesNotThrow(() -> scheme.matches(one, other), scheme::scheme);
        }
      }
    }
  }

  @Test
  void noSecretIsShown() {
    List<Credential> all = new ArrayList<>(proofs());
    all.addAll(impostors());
    for (Credential credential : all) {
      if (credential.secret().isEmpty()) {
        continue;
      }
      AuthScheme scheme = scheme(credential.scheme());
      AuthOutcome outcome = scheme.authenticate(peer(), credential.token());
      assertFalse(
          String.valueOf(outcome).contains(credential.secret()),
          () -> "the outcome for " + credential + " holds the secret");
      if (outcome instanceof AuthOutcome.Accepted(List<AuthId> ids)) {
        for (AuthId id : ids) {
          String user = scheme.userName(id.id());
          assertFalse(user.contains(credential.secret()), "the user name holds the secret");
          String hash = id.id().substring(id.id().indexOf(':') + 1);
          assertFalse(
              id.id().contains(":") && !hash.isEmpty() && user.contains(hash),
              "the user name holds the hash of the secret");
        }
      }
    }
  }

  @Test
  void manyThreadsMayAskAtOnce() throws InterruptedException {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 2_000 && provesByPackets(); i++) {
                        Credential proof = proofs().get(i % proofs().size());
                        assertTrue(
                            idsOf(proof).contains(new AuthId(proof.scheme(), proof.id())),
                            () -> "with others at the same time: " + proof);
                      }
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void whatAConnectionHasFromTheStartIsOfItsScheme() {
    for (AuthScheme scheme : schemes()) {
      for (AuthId id : scheme.onConnect(peer())) {
        assertEquals(scheme.scheme(), id.scheme());
      }
    }
  }

  /** The scheme of this name. */
  protected final AuthScheme scheme(String name) {
    return schemes().stream()
        .filter(scheme -> scheme.scheme().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no scheme " + name));
  }

  private List<AuthScheme> schemes() {
    return known(authentication).schemes();
  }

  private List<AuthId> idsOf(Credential credential) {
    AuthOutcome outcome = scheme(credential.scheme()).authenticate(peer(), credential.token());
    if (outcome instanceof AuthOutcome.Accepted(List<AuthId> ids)) {
      return ids;
    }
    throw new AssertionError(credential + " was not accepted: " + outcome);
  }

  private List<String> lookalikes(Credential proof) {
    String id = proof.id();
    List<String> alike = new ArrayList<>();
    alike.add("");
    alike.add(id + "x");
    alike.add("x" + id);
    alike.add(id.substring(0, id.length() - 1));
    alike.add(id.substring(1));
    for (Credential other : proofs()) {
      alike.add(other.id());
    }
    alike.add(id.toUpperCase(java.util.Locale.ROOT));
    alike.add(id.toLowerCase(java.util.Locale.ROOT));
    alike.removeIf(other -> other.equals(id));
    return alike;
  }

  private static void assertReasonGiven(AuthOutcome outcome) {
    switch (outcome) {
      case AuthOutcome.Accepted(List<AuthId> ids) -> ids.forEach(id -> assertNotNull(id.id()));
      case AuthOutcome.Refused(String reason) -> assertFalse(reason.isBlank(), "no reason");
      case AuthOutcome.Dropped(String reason) -> assertFalse(reason.isBlank(), "no reason");
    }
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not there yet");
    }
    return value;
  }
}
