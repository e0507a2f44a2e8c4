package io.vivarium.spi.tck.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.SaslExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every authentication plugin whose scheme speaks SASL must do, beside the rest of the suite. */
public abstract class ExchangeTck extends AuthenticationTck {
  /** Tokens that a client may send at most before a plugin has to decide. */
  private static final int PATIENCE = 64;

  /** The name of the scheme that speaks SASL. */
  protected abstract String exchangeScheme();

  /** Clients that prove their id, at least one; fresh ones at each call. */
  protected abstract List<Prover> provers();

  /** Clients that must not be believed, at least one; fresh ones at each call. */
  protected abstract List<Prover> liars();

  /** Whether what a client sends proves its id once only: not where the mechanism sends the password itself. */
  protected boolean provesAnew() {
    return true;
  }

  /** A client of SASL. */
  public interface Prover {
    /** The id that it proves, or must not gain. */
    String id();

    /** What must never be shown. */
    String secret();

    /**
     * The next token.
     *
     * @param challenge what the server has sent; null at the beginning
     */
    byte[] next(byte @Nullable [] challenge) throws Exception;

    /** Whether the last token of the server, which may be null, proves what the server has to prove. */
    boolean satisfiedBy(byte @Nullable [] last) throws Exception;
  }

  @Override
  protected boolean provesByPackets() {
    return false;
  }

  @Override
  protected List<Credential> proofs() {
    return List.of();
  }

  @Test
  void anExchangeGivesItsId() throws Exception {
    assertFalse(provers().isEmpty());
    for (Prover prover : provers()) {
      assertProved(prover);
    }
  }

  @Test
  void aLiarIsRefusedWithAReason() throws Exception {
    assertFalse(liars().isEmpty());
    for (Prover liar : liars()) {
      try (SaslExchange exchange = exchange()) {
        SaslExchange.Step end = end(exchange, liar);
        SaslExchange.Step.Failed failed =
            assertInstanceOf(SaslExchange.Step.Failed.class, end, liar.id());
        assertFalse(failed.reason().isBlank(), liar.id());
      }
    }
  }

  @Test
  void noSecretOfAnExchangeIsShown() throws Exception {
    List<Prover> all = new ArrayList<>(provers());
    all.addAll(liars());
    List<String> secrets = all.stream().map(Prover::secret).filter(s -> !s.isEmpty()).toList();
    for (Prover each : all) {
      try (SaslExchange exchange = exchange()) {
        String shown = end(exchange, each) + " " + exchange;
        assertFalse(secrets.stream().anyMatch(shown::contains), "a secret is shown");
      }
    }
  }

  @Test
  void garbageInAnyPlaceIsAnsweredAndNeverThrownAt() throws Exception {
    Random random = new Random(42);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      try (SaslExchange first = exchange()) {
        assertNotNull(assertDoesNotThrow(() -> first.step(garbage)));
      }
      if (i % 10 == 0) {
        garbageBehindTheBeginning(garbage);
      }
    }
  }

  private void garbageBehindTheBeginning(byte[] garbage) throws Exception {
    for (Prover prover : provers()) {
      try (SaslExchange exchange = exchange()) {
        exchange.step(prover.next(null));
        SaslExchange.Step step = assertDoesNotThrow(() -> exchange.step(garbage));
        assertFalse(step instanceof SaslExchange.Step.Complete, "garbage was believed");
      }
    }
  }

  @Test
  void anExchangeComesToAnEndWhateverTheClientSends() throws Exception {
    for (Prover prover : provers()) {
      try (SaslExchange exchange = exchange()) {
        byte[] opening = prover.next(null);
        SaslExchange.Step step = exchange.step(opening);
        for (int i = 0; i < PATIENCE && step instanceof SaslExchange.Step.Challenge; i++) {
          step = exchange.step(opening);
        }
        assertInstanceOf(SaslExchange.Step.Failed.class, step, prover.id());
      }
    }
  }

  @Test
  void closingTwiceIsNoErrorAndNothingIsBelievedBehindIt() throws Exception {
    for (Prover prover : provers()) {
      SaslExchange exchange = exchange();
      SaslExchange.Step first = exchange.step(prover.next(null));
      byte[] next =
          first instanceof SaslExchange.Step.Challenge(byte[] challenge)
              ? prover.next(challenge)
              : new byte[0];
      exchange.close();
      exchange.close();
      assertInstanceOf(SaslExchange.Step.Failed.class, exchange.step(next), "closed already");
    }
  }

  @Test
  void whatWasSentInOneExchangeProvesNothingInAnother() throws Exception {
    for (Prover prover : provers()) {
      List<byte[]> sent = new ArrayList<>();
      try (SaslExchange overheard = exchange()) {
        end(overheard, recording(prover, sent));
      }
      try (SaslExchange replay = exchange()) {
        SaslExchange.Step step = replay.step(sent.getFirst());
        for (int i = 1; i < sent.size() && step instanceof SaslExchange.Step.Challenge; i++) {
          step = replay.step(sent.get(i));
        }
        assertFalse(
            step instanceof SaslExchange.Step.Complete && provesAnew(),
            () -> "a recorded exchange proved " + prover.id());
      }
    }
  }

  @Test
  void exchangesSideBySideAreKeptApart() throws Exception {
    List<Prover> clients = provers();
    List<SaslExchange> exchanges = new ArrayList<>();
    List<SaslExchange.Step> steps = new ArrayList<>();
    for (Prover client : clients) {
      exchanges.add(exchange());
      steps.add(exchanges.getLast().step(client.next(null)));
    }
    for (int round = 0; round < PATIENCE; round++) {
      for (int i = 0; i < clients.size(); i++) {
        if (steps.get(i) instanceof SaslExchange.Step.Challenge(byte[] challenge)) {
          steps.set(i, exchanges.get(i).step(clients.get(i).next(challenge)));
        }
      }
    }
    for (int i = 0; i < clients.size(); i++) {
      assertProved(clients.get(i), steps.get(i));
      exchanges.get(i).close();
    }
  }

  private static Prover recording(Prover prover, List<byte[]> sent) {
    return new Prover() {
      @Override
      public String id() {
        return prover.id();
      }

      @Override
      public String secret() {
        return prover.secret();
      }

      @Override
      public byte[] next(byte @Nullable [] challenge) throws Exception {
        byte[] token = prover.next(challenge);
        sent.add(token.clone());
        return token;
      }

      @Override
      public boolean satisfiedBy(byte @Nullable [] last) throws Exception {
        return prover.satisfiedBy(last);
      }
    };
  }

  @Test
  void manyExchangesMayRunAtOnce() throws Exception {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (Prover prover : provers()) {
                        assertProved(prover);
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

  private void assertProved(Prover prover) throws Exception {
    try (SaslExchange exchange = exchange()) {
      assertProved(prover, end(exchange, prover));
    }
  }

  private void assertProved(Prover prover, SaslExchange.Step end) throws Exception {
    SaslExchange.Step.Complete complete =
        assertInstanceOf(SaslExchange.Step.Complete.class, end, prover.id() + ": " + end);
    AuthId proved = new AuthId(exchangeScheme(), prover.id());
    assertTrue(complete.ids().contains(proved), () -> complete.ids() + " for " + prover.id());
    for (Prover other : provers()) {
      AuthId foreign = new AuthId(exchangeScheme(), other.id());
      assertTrue(
          foreign.equals(proved) || !complete.ids().contains(foreign),
          () -> prover.id() + " became " + other.id() + ", too");
    }
    assertTrue(prover.satisfiedBy(complete.token()), "the server has proved nothing");
    AuthScheme scheme = scheme(exchangeScheme());
    assertTrue(scheme.validId(prover.id()), "not valid in an ACL: " + prover.id());
    assertTrue(scheme.matches(prover.id(), prover.id()), prover.id());
    assertFalse(scheme.matches(prover.id(), prover.id() + "x"), prover.id());
    assertFalse(scheme.matches("x" + prover.id(), prover.id()), prover.id());
  }

  private static SaslExchange.Step end(SaslExchange exchange, Prover prover) throws Exception {
    SaslExchange.Step step = exchange.step(prover.next(null));
    for (int i = 0; i < PATIENCE; i++) {
      if (!(step instanceof SaslExchange.Step.Challenge(byte[] challenge))) {
        return step;
      }
      step = exchange.step(prover.next(challenge));
    }
    throw new AssertionError("no end of the exchange with " + prover.id());
  }

  private SaslExchange exchange() {
    SaslExchange begun = scheme(exchangeScheme()).sasl(peer());
    if (begun == null) {
      throw new AssertionError("scheme " + exchangeScheme() + " does not speak SASL");
    }
    return begun;
  }
}
