package io.vivarium.kernel.plugin;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.transport.Peer;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A scheme as the rest of the server knows it. Whatever the plugin does, nobody gains anything by it: a scheme that fails proves nothing
 * and matches nothing. Clients keep what they have proved when the plugin behind it is loaded anew. Any thread.
 */
final class HostedScheme implements AuthScheme {
  private static final String BROKEN = "the plugin failed; the server's log says how";
  private static final String GONE =
      "the plugin was loaded anew before the exchange had ended; begin again";

  /** More than any client can send; also finds an identity that has no id at all. */
  private static final int LONGEST_ID = 1 << 20;

  private final String name;
  private final CallWatch watch;
  private volatile Behind behind;

  /**
   * Who decides; closed when a call of it is back.
   *
   * @param calls those that the plugin is in, for all its schemes
   */
  record Behind(AuthScheme scheme, PluginFaults faults, CallsInside calls)
      implements AutoCloseable {
    @Override
    public void close() {
      calls.leave();
    }
  }

  HostedScheme(String name, Behind behind, CallWatch watch) {
    this.name = name;
    this.watch = watch;
    this.behind = behind;
  }

  /** From now on this one decides; calls that the one before is in go on. */
  void swap(Behind to) {
    behind = to;
  }

  /** A call is about to begin; to be closed when it is back. */
  private Behind enter() {
    Behind now = behind;
    while (!now.calls().enter()) {
      now = behind; // another one has taken its place meanwhile
    }
    return now;
  }

  @Override
  public String scheme() {
    return name;
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    Behind now = enter();
    try (now;
        var _ = watch.enter(now.faults(), "authenticate")) {
      AuthOutcome outcome = now.scheme().authenticate(peer, token);
      return switch (outcome) {
        case AuthOutcome.Accepted(var ids) -> new AuthOutcome.Accepted(checked(ids));
        case AuthOutcome.Refused refused -> refused;
        case AuthOutcome.Dropped dropped -> dropped;
      };
    } catch (Throwable e) {
      now.faults().threw("authenticate of scheme " + name, e);
      return new AuthOutcome.Refused(BROKEN);
    }
  }

  /** Fails when an identity is not whole. */
  private static List<AuthId> checked(List<AuthId> ids) {
    for (AuthId id : ids) {
      if (id.scheme().isEmpty() || id.id().length() > LONGEST_ID) {
        throw new IllegalStateException("an identity without a scheme, or a very long one");
      }
    }
    return List.copyOf(ids);
  }

  @Override
  public boolean validId(String id) {
    return holds("validId", scheme -> scheme.validId(id));
  }

  /** On the path of every request. */
  @Override
  public boolean matches(String presented, String aclId) {
    Behind now = enter();
    try (now) {
      return now.scheme().matches(presented, aclId);
    } catch (Throwable e) {
      now.faults().threw("matches of scheme " + name, e);
      return false;
    }
  }

  @Override
  public boolean authenticated() {
    return holds("authenticated", AuthScheme::authenticated);
  }

  private boolean holds(String method, Predicate<AuthScheme> question) {
    Behind now = enter();
    try (now) {
      return question.test(now.scheme());
    } catch (Throwable e) {
      now.faults().threw(method + " of scheme " + name, e);
      return false;
    }
  }

  @Override
  public List<AuthId> onConnect(Peer peer) {
    Behind now = enter();
    try (now;
        var _ = watch.enter(now.faults(), "onConnect")) {
      return checked(now.scheme().onConnect(peer));
    } catch (Throwable e) {
      now.faults().threw("onConnect of scheme " + name, e);
      return List.of();
    }
  }

  @Override
  public String userName(String id) {
    Behind now = enter();
    try (now) {
      String user = now.scheme().userName(id);
      if (user != null) {
        return user;
      }
      now.faults().did("userName of scheme " + name + " returned null");
    } catch (Throwable e) {
      now.faults().threw("userName of scheme " + name, e);
    }
    return "";
  }

  /** An exchange that cannot be begun fails; no exchange at all would count as a server without SASL. */
  @Override
  public @Nullable SaslExchange sasl(Peer peer) {
    Behind now = enter();
    try (now;
        var _ = watch.enter(now.faults(), "sasl")) {
      SaslExchange begun = now.scheme().sasl(peer);
      return begun == null ? null : new HostedExchange(begun, now);
    } catch (Throwable e) {
      now.faults().threw("sasl of scheme " + name, e);
      return new HostedExchange(null, now);
    }
  }

  /** An exchange that ends in failure when the plugin fails. One thread at a time. */
  private final class HostedExchange implements SaslExchange {
    private final @Nullable SaslExchange exchange;
    private final Behind by;

    /**
     * An exchange.
     *
     * @param exchange null when the plugin failed to begin it
     */
    HostedExchange(@Nullable SaslExchange exchange, Behind by) {
      this.exchange = exchange;
      this.by = by;
    }

    @Override
    public Step step(byte[] token) {
      if (exchange == null) {
        return new Step.Failed(BROKEN);
      }
      if (!by.calls().enter()) {
        return new Step.Failed(GONE); // its plugin is closed, and the next one knows nothing of it
      }
      try (by;
          var _ = watch.enter(by.faults(), "a SASL step")) {
        return switch (exchange.step(token)) {
          case Step.Complete(var last, var ids) -> new Step.Complete(last, checked(ids));
          case Step.Challenge challenge -> challenge;
          case Step.Failed failed -> failed;
        };
      } catch (Throwable e) {
        by.faults().threw("a SASL step of scheme " + name, e);
        return new Step.Failed(BROKEN);
      }
    }

    /** Secrets are forgotten even if the plugin is closed already. */
    @Override
    public void close() {
      boolean inside = by.calls().enter();
      try {
        if (exchange != null) {
          exchange.close();
        }
      } catch (Throwable e) {
        by.faults().threw("the end of a SASL exchange of scheme " + name, e);
      } finally {
        if (inside) {
          by.close();
        }
      }
    }
  }
}
