package io.vivarium.spi.tck.auth;

import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A scheme that asks riddles: the client says its name, the server a number, the client a hash of the number and its secret, the
 * server another one. Sound as long as no flaw is switched on.
 */
final class ModelExchange implements Authentication {
  private static final Map<String, String> SECRETS = Map.of("ann", "sesame", "bob", "rosebud");

  /** What can be wrong. */
  enum Flaw {
    BELIEVES_EVERYBODY,
    BELIEVES_STRANGERS,
    BELIEVES_RECORDINGS,
    BELIEVES_AFTER_CLOSE,
    MIXES_UP_USERS,
    GIVES_EVERYBODYS_IDS,
    GIVES_NO_REASON,
    TELLS_THE_SECRET,
    THROWS_ON_GARBAGE,
    ASKS_FOR_EVER,
    PROVES_NOTHING,
    SHARES_STATE,
    FAILS_TO_CLOSE_TWICE,
    OFFERS_NO_EXCHANGE
  }

  private final Set<Flaw> flaws;
  private final Riddles riddles = new Riddles();

  private ModelExchange(Set<Flaw> flaws) {
    this.flaws = flaws;
  }

  /** A provider of plugins with these flaws. */
  static AuthenticationProvider provider(Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new AuthenticationProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public Authentication create(PluginContext context) {
        return new ModelExchange(set);
      }
    };
  }

  @Override
  public void start() {}

  @Override
  public List<AuthScheme> schemes() {
    return List.of(riddles);
  }

  @Override
  public void close() {}

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  /** The answer to a riddle. */
  static byte[] answer(String secret, byte[] riddle) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret.getBytes(StandardCharsets.UTF_8));
      return digest.digest(riddle);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Riddles implements AuthScheme {
    private final AtomicLong next = new AtomicLong();
    private final Exchange shared = new Exchange(this);

    @Override
    public String scheme() {
      return "riddle";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      return new AuthOutcome.Refused("only a riddle proves an id");
    }

    @Override
    public boolean validId(String id) {
      return !id.isBlank() && !id.contains(":");
    }

    @Override
    public boolean matches(String presented, String aclId) {
      return presented.equals(aclId);
    }

    @Override
    public @Nullable SaslExchange sasl(Peer peer) {
      if (has(Flaw.SHARES_STATE)) {
        shared.user = null;
        return shared;
      }
      return has(Flaw.OFFERS_NO_EXCHANGE) ? null : new Exchange(this);
    }

    byte[] riddle() {
      long number = has(Flaw.BELIEVES_RECORDINGS) ? 7 : next.incrementAndGet();
      return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
  }

  private final class Exchange implements SaslExchange {
    private final Riddles riddles;
    private byte[] riddle = {};
    private @Nullable String user;
    private boolean closed;

    Exchange(Riddles riddles) {
      this.riddles = riddles;
    }

    @Override
    public Step step(byte[] token) {
      if (closed && !has(Flaw.BELIEVES_AFTER_CLOSE) && !has(Flaw.SHARES_STATE)) {
        return new Step.Failed("closed");
      }
      String known = user;
      if (known == null) {
        user = new String(token, StandardCharsets.UTF_8);
        riddle = riddles.riddle();
        return new Step.Challenge(riddle);
      }
      return judged(known, token);
    }

    private Step judged(String known, byte[] token) {
      String secret = SECRETS.getOrDefault(known, "");
      boolean stranger = secret.isEmpty() && !has(Flaw.BELIEVES_STRANGERS);
      boolean right = MessageDigest.isEqual(token, answer(secret, riddle));
      if (has(Flaw.BELIEVES_EVERYBODY) || (right && !stranger)) {
        byte @Nullable [] proof =
            has(Flaw.PROVES_NOTHING) ? null : answer("server of " + secret, riddle);
        return new Step.Complete(proof, ids(known));
      }
      if (has(Flaw.THROWS_ON_GARBAGE) && token.length != 32) {
        throw new IllegalArgumentException("not a hash");
      }
      if (has(Flaw.ASKS_FOR_EVER)) {
        return new Step.Challenge(riddle);
      }
      if (has(Flaw.TELLS_THE_SECRET)) {
        return new Step.Failed("not the answer of " + secret);
      }
      return new Step.Failed(has(Flaw.GIVES_NO_REASON) ? "" : "a wrong answer");
    }

    private List<AuthId> ids(String known) {
      if (has(Flaw.GIVES_EVERYBODYS_IDS)) {
        return SECRETS.keySet().stream().map(each -> new AuthId("riddle", each)).toList();
      }
      return List.of(new AuthId("riddle", has(Flaw.MIXES_UP_USERS) ? "ann" : known));
    }

    @Override
    public void close() {
      if (closed && has(Flaw.FAILS_TO_CLOSE_TWICE)) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }
}
