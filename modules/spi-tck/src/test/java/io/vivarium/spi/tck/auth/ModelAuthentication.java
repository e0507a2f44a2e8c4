package io.vivarium.spi.tck.auth;

import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A scheme with two users, whose badges carry a number: {@code ann/sesame} proves {@code ann:17}. Sound as long as no flaw is
 * switched on.
 */
final class ModelAuthentication implements Authentication {
  private static final Map<String, String> BADGES =
      Map.of("ann/sesame", "ann:17", "bob/rosebud", "bob:18");

  private final Set<Flaw> flaws;

  /** What can be wrong. */
  enum Flaw {
    ACCEPTS_EVERYTHING,
    MATCHES_BY_PREFIX,
    IGNORES_CASE,
    MATCHES_EVERYTHING,
    THROWS_ON_GARBAGE,
    THROWS_ON_ODD_IDS,
    GIVES_NO_REASON,
    TELLS_THE_SECRET,
    TELLS_SECRET_AS_USER,
    ALLOWS_ANY_ID,
    REFUSES_ITS_OWN_ID,
    SHARES_STATE,
    TWO_OF_ONE_NAME,
    CHANGES_ITS_SCHEMES,
    GIVES_FOREIGN_IDS,
    MAKES_IMPOSTORS_SUPER
  }

  private ModelAuthentication(Set<Flaw> flaws) {
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
        return new ModelAuthentication(set);
      }
    };
  }

  private final List<AuthScheme> schemes = new ArrayList<>();

  @Override
  public void start() {
    schemes.add(new Badge());
    if (has(Flaw.TWO_OF_ONE_NAME)) {
      schemes.add(new Badge());
    }
  }

  @Override
  public List<AuthScheme> schemes() {
    return has(Flaw.CHANGES_ITS_SCHEMES) ? List.of(new Badge()) : schemes;
  }

  @Override
  public void close() {}

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  private final class Badge implements AuthScheme {
    private volatile String shared = "";

    @Override
    public String scheme() {
      return "badge";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      String text = new String(token, StandardCharsets.UTF_8);
      if (has(Flaw.SHARES_STATE)) {
        shared = text;
        LockSupport.parkNanos(1); // lets others in
        text = shared;
      }
      String id = BADGES.get(text);
      if (id != null) {
        return new AuthOutcome.Accepted(List.of(new AuthId("badge", id)));
      }
      if (has(Flaw.ACCEPTS_EVERYTHING)) {
        return new AuthOutcome.Accepted(List.of(new AuthId("badge", "ann:17")));
      }
      if (has(Flaw.MAKES_IMPOSTORS_SUPER)) {
        return new AuthOutcome.Accepted(List.of(new AuthId("super", "")));
      }
      if (has(Flaw.THROWS_ON_GARBAGE)) {
        throw new IllegalArgumentException("garbage");
      }
      if (has(Flaw.GIVES_NO_REASON)) {
        return new AuthOutcome.Refused("");
      }
      return new AuthOutcome.Refused(
          has(Flaw.TELLS_THE_SECRET) ? "no badge " + text : "no such badge");
    }

    @Override
    public boolean validId(String id) {
      if (has(Flaw.REFUSES_ITS_OWN_ID)) {
        return false;
      }
      if (has(Flaw.THROWS_ON_ODD_IDS)) {
        return !id.substring(id.indexOf(':'), id.indexOf(':') + 1).isEmpty();
      }
      return has(Flaw.ALLOWS_ANY_ID) || id.indexOf(':') > 0;
    }

    @Override
    public boolean matches(String presented, String aclId) {
      return has(Flaw.MATCHES_EVERYTHING)
          || (has(Flaw.MATCHES_BY_PREFIX) && presented.startsWith(aclId))
          || (has(Flaw.IGNORES_CASE) && presented.equalsIgnoreCase(aclId))
          || presented.equals(aclId);
    }

    @Override
    public String userName(String id) {
      int colon = id.indexOf(':');
      return colon < 0 || has(Flaw.TELLS_SECRET_AS_USER) ? id : id.substring(0, colon);
    }

    @Override
    public List<AuthId> onConnect(Peer peer) {
      return has(Flaw.GIVES_FOREIGN_IDS) ? List.of(new AuthId("ip", "127.0.0.1")) : List.of();
    }
  }
}
