package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.FakeScheme;
import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.access.SparseLog;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  private static final Peer PEER =
      new Peer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 2),
          false,
          List.of());

  private final ManualTime time = new ManualTime(7_000_000_000L);
  private final ServerStats stats = new ServerStats();
  private final Echo echo = new Echo();
  private final Authenticator authenticator =
      authenticator(new RequiredAuth(new ConnectionRules.Proof(List.of(), false)));

  private Authenticator authenticator(RequiredAuth required) {
    return new Authenticator(
        PEER,
        new Authenticator.Rules(
            Map.of("digest", new FakeScheme("digest", true), "echo", echo),
            required,
            stats,
            new SparseLog(time),
            new FailedAttempts(time, 3, 8)),
        new SharedIdentities());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Request.Auth auth(String scheme, String token) {
    return new Request.Auth(scheme, bytes(token));
  }

  private static Request.Sasl sasl(String token) {
    return new Request.Sasl(bytes(token));
  }

  @Test
  void aConnectionBeginsWithWhatItsSchemesSeeOfIt() {
    assertEquals(List.of(new AuthId("echo", "127.0.0.1")), authenticator.ids());
  }

  @Test
  void identitiesAddUpWithoutDuplicates() {
    assertEquals(ErrorCode.OK, authenticator.authenticate(auth("digest", "anne:x")).error());
    assertFalse(authenticator.authenticate(auth("digest", "bob:x")).last());
    authenticator.authenticate(auth("digest", "anne:x"));
    assertEquals(
        List.of(
            new AuthId("echo", "127.0.0.1"),
            new AuthId("digest", "anne:x"),
            new AuthId("digest", "bob:x")),
        authenticator.ids());
    assertEquals(0, stats.authFailedCount());
  }

  @Test
  void aRefusedTokenAndAnUnknownSchemeEndTheConnectionWithAnAnswer() {
    for (Request.Auth request :
        List.of(
            auth("digest", "refuse"), auth("nowhere", "anne:x"), new Request.Auth(null, null))) {
      Authenticator.Answer answer = authenticator.authenticate(request);
      assertEquals(ErrorCode.AUTH_FAILED, answer.error());
      assertTrue(answer.last());
      assertFalse(answer.dropped());
    }
    assertEquals(3, stats.authFailedCount());
    assertEquals(1, authenticator.ids().size());
  }

  @Test
  void aDroppedOneEndsWithoutAnAnswer() {
    assertTrue(authenticator.authenticate(auth("digest", "drop")).dropped());
    assertEquals(1, stats.authFailedCount());
  }

  @Test
  void nobodyCollectsIdentitiesWithoutEnd() {
    ErrorCode last = ErrorCode.OK;
    int accepted = 0;
    for (int i = 0; i < 1000 && last == ErrorCode.OK; i++) {
      last = authenticator.authenticate(auth("digest", "user" + i + ":x")).error();
      accepted = i;
    }
    assertEquals(ErrorCode.AUTH_FAILED, last);
    assertEquals(63, accepted);
    assertEquals(64, authenticator.ids().size());
  }

  @Test
  void aSaslExchangeGoesOnUntilItIsComplete() {
    Authenticator.Answer first = authenticator.step(sasl("hello"));
    assertEquals(ErrorCode.OK, first.error());
    assertArrayEquals(bytes("hello?"), first.token());
    Authenticator.Answer second = authenticator.step(sasl("anne"));
    assertArrayEquals(bytes("anne!"), second.token());
    assertTrue(second.sasl());
    assertFalse(second.last());
    assertEquals(new AuthId("echo", "anne"), authenticator.ids().get(1));
    assertEquals(1, echo.closed);
  }

  @Test
  void aSecondExchangeBeginsAnew() {
    authenticator.step(sasl("hello"));
    authenticator.step(sasl("anne"));
    assertArrayEquals(bytes("again?"), authenticator.step(sasl("again")).token());
  }

  @Test
  void aFailedExchangeEndsTheConnectionWithANullToken() {
    authenticator.step(sasl("hello"));
    Authenticator.Answer answer = authenticator.step(sasl("refuse"));
    assertEquals(ErrorCode.AUTH_FAILED, answer.error());
    assertNull(answer.token());
    assertTrue(answer.last() && answer.sasl());
    assertEquals(1, echo.closed);
    assertEquals(1, stats.authFailedCount());
  }

  @Test
  void aFailedExchangeLeavesTheConnectionAsItWasWhereThatIsAllowed() {
    Authenticator allowing =
        authenticator(new RequiredAuth(new ConnectionRules.Proof(List.of(), true)));
    List<AuthId> before = allowing.ids();
    allowing.step(sasl("hello"));
    Authenticator.Answer answer = allowing.step(sasl("refuse"));
    assertEquals(ErrorCode.OK, answer.error());
    assertNull(answer.token());
    assertFalse(answer.last());
    assertEquals(before, allowing.ids(), "it proved nothing");
    assertEquals(1, stats.authFailedCount(), "and is counted all the same");
    allowing.step(sasl("again"));
    assertArrayEquals(bytes("anne!"), allowing.step(sasl("anne")).token());
  }

  @Test
  void aFailedExchangeEndsTheConnectionWhereSaslIsRequiredWhateverIsAllowed() {
    Authenticator requiring =
        authenticator(new RequiredAuth(new ConnectionRules.Proof(List.of("sasl"), true)));
    requiring.step(sasl("hello"));
    Authenticator.Answer answer = requiring.step(sasl("refuse"));
    assertEquals(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH, answer.error());
    assertTrue(answer.last());
  }

  @Test
  void anExchangeThatIsCutOffForgetsItsSecrets() {
    authenticator.step(sasl("hello"));
    authenticator.close();
    authenticator.close();
    assertEquals(1, echo.closed);
  }

  @Test
  void withoutAnySaslSchemeTheAnswerIsANullTokenAndNothingIsProved() {
    Authenticator plain =
        new Authenticator(
            PEER,
            new Authenticator.Rules(
                Map.of("digest", new FakeScheme("digest", true)),
                new RequiredAuth(new ConnectionRules.Proof(List.of(), false)),
                stats,
                new SparseLog(time),
                null),
            new SharedIdentities());
    Authenticator.Answer answer = plain.step(sasl("hello"));
    assertEquals(ErrorCode.OK, answer.error());
    assertNull(answer.token());
    assertFalse(answer.last());
    assertEquals(List.of(), plain.ids());
  }

  @Test
  void anAddressThatFailsTooOftenHasToWaitAndIsNotEvenAskedMeanwhile() {
    for (int i = 0; i < 3; i++) {
      assertEquals(ErrorCode.AUTH_FAILED, authenticator.authenticate(auth("none", "x")).error());
    }
    assertEquals(ErrorCode.AUTH_FAILED, authenticator.authenticate(auth("digest", "a:b")).error());
    time.pass(201);
    assertEquals(ErrorCode.OK, authenticator.authenticate(auth("digest", "a:b")).error());
  }

  /** Speaks SASL in two steps: asks back once, then takes the token for the user. */
  private static final class Echo implements AuthScheme {
    private int closed;

    @Override
    public String scheme() {
      return "echo";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      return new AuthOutcome.Refused("by SASL only");
    }

    @Override
    public boolean validId(String id) {
      return true;
    }

    @Override
    public boolean matches(String presented, String aclId) {
      return presented.equals(aclId);
    }

    @Override
    public List<AuthId> onConnect(Peer peer) {
      return List.of(new AuthId("echo", peer.remoteHost()));
    }

    @Override
    public SaslExchange sasl(Peer peer) {
      return new SaslExchange() {
        private boolean begun;

        @Override
        public Step step(byte[] token) {
          String text = new String(token, StandardCharsets.UTF_8);
          if (!begun) {
            begun = true;
            return new Step.Challenge(bytes(text + "?"));
          }
          return text.equals("refuse")
              ? new Step.Failed("it was told to")
              : new Step.Complete(bytes(text + "!"), List.of(new AuthId("echo", text)));
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }
  }
}
