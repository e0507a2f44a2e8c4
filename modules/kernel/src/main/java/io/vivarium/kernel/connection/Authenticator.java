package io.vivarium.kernel.connection;

import io.vivarium.kernel.access.SparseLog;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Printable;
import io.vivarium.model.Request;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.transport.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identities of one connection and how it gains more. Changed by the connection's I/O thread; {@link #ids} may be read by any.
 * Auth packets are answered at once, outside the pipeline, and count for every request that is decoded after them.
 */
final class Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

  /** Identities that one connection may collect; more are refused, so that nobody can make the server hold an endless list. */
  private static final int MAX_IDS = 64;

  /** Characters of all identities of one connection: each stands in every ACL that the shorthand {@code auth} expands to. */
  private static final int MAX_ID_CHARS = 4096;

  /**
   * What is sent back.
   *
   * @param token for sasl answers
   * @param last whether the connection is closed after it
   */
  record Answer(
      ErrorCode error, byte @Nullable [] token, boolean last, boolean sasl, boolean dropped) {
    Answer(ErrorCode error, byte @Nullable [] token, boolean last) {
      this(error, token, last, false, false);
    }
  }

  private static final Answer ACCEPTED = new Answer(ErrorCode.OK, null, false);
  private static final Answer REFUSED = new Answer(ErrorCode.AUTH_FAILED, null, true);
  private static final Answer DROPPED = new Answer(ErrorCode.AUTH_FAILED, null, true, false, true);

  private final Peer peer;
  private final Rules rules;
  private volatile List<AuthId> ids;
  private @Nullable SaslExchange exchange;

  /**
   * What the connections of a listener have in common.
   *
   * @param told asked before a failure is logged
   * @param attempts who has failed too often and has to wait; null when nobody has to
   */
  record Rules(
      Map<String, AuthScheme> schemes,
      RequiredAuth required,
      ServerStats stats,
      SparseLog told,
      @Nullable FailedAttempts attempts) {}

  /**
   * For a new connection.
   *
   * @param known identities of those who have connected before, on this I/O thread
   */
  Authenticator(Peer peer, Rules rules, SharedIdentities known) {
    this.peer = peer;
    this.rules = rules;
    List<AuthId> first = new ArrayList<>(2);
    for (AuthScheme scheme : rules.schemes().values()) {
      first.addAll(scheme.onConnect(peer));
    }
    this.ids = known.of(first);
  }

  List<AuthId> ids() {
    return ids;
  }

  Answer authenticate(Request.Auth request) {
    String name = request.scheme();
    FailedAttempts attempts = rules.attempts();
    long waitMs = attempts == null ? 0 : attempts.waitMs(peer.remoteHost());
    if (waitMs > 0) {
      return refused(name, "its address has failed too often and has to wait " + waitMs + " ms");
    }
    Answer answer = attempt(name, request);
    if (answer.error() == ErrorCode.AUTH_FAILED && !answer.dropped() && attempts != null) {
      attempts.failed(peer.remoteHost());
    }
    return answer;
  }

  private Answer attempt(@Nullable String name, Request.Auth request) {
    AuthScheme scheme = name == null ? null : rules.schemes().get(name);
    if (scheme == null) {
      return refused(name, "there is no such scheme here");
    }
    byte[] token = request.token();
    AuthOutcome outcome = scheme.authenticate(peer, token == null ? new byte[0] : token);
    return switch (outcome) {
      case AuthOutcome.Accepted accepted ->
          add(accepted.ids())
              ? ACCEPTED
              : refused(name, "it has too many or too long identities already");
      case AuthOutcome.Refused refused -> refused(name, refused.reason());
      case AuthOutcome.Dropped dropped -> {
        refused(name, dropped.reason());
        yield DROPPED;
      }
    };
  }

  private Answer refused(@Nullable String scheme, String reason) {
    rules.stats().authFailed();
    if (rules.told().permits()) {
      LOG.warn(
          "{} failed to authenticate by scheme {}: {}",
          peer.remote(),
          Printable.of(scheme),
          Printable.of(reason));
    }
    return REFUSED;
  }

  private boolean add(List<AuthId> gained) {
    List<AuthId> all = new ArrayList<>(ids);
    for (AuthId id : gained) {
      if (!all.contains(id)) {
        all.add(id);
      }
    }
    int length = 0;
    for (AuthId id : all) {
      length += id.id().length();
    }
    if (all.size() > MAX_IDS || length > MAX_ID_CHARS) {
      return false;
    }
    ids = List.copyOf(all);
    return true;
  }

  Answer step(Request.Sasl request) {
    SaslExchange current = exchange == null ? begin() : exchange;
    if (current == null) {
      // As ZooKeeper does without SASL configuration: success with no token, and nothing is proved.
      return sasl(ErrorCode.OK, null, false);
    }
    exchange = current;
    byte[] token = request.token();
    return switch (current.step(token == null ? new byte[0] : token)) {
      case SaslExchange.Step.Challenge challenge -> sasl(ErrorCode.OK, challenge.token(), false);
      case SaslExchange.Step.Complete complete -> {
        close();
        yield add(complete.ids())
            ? sasl(ErrorCode.OK, complete.token(), false)
            : failed("it has too many identities");
      }
      case SaslExchange.Step.Failed failed -> {
        close();
        yield failed(failed.reason());
      }
    };
  }

  private Answer failed(String reason) {
    refused("sasl", reason);
    ErrorCode error = rules.required().saslFailed();
    return sasl(error, null, error != ErrorCode.OK);
  }

  private static Answer sasl(ErrorCode error, byte @Nullable [] token, boolean last) {
    return new Answer(error, token, last, true, false);
  }

  private @Nullable SaslExchange begin() {
    for (AuthScheme scheme : rules.schemes().values()) {
      SaslExchange begun = scheme.sasl(peer);
      if (begun != null) {
        return begun;
      }
    }
    return null;
  }

  /** Forgets secrets of an exchange that did not end. */
  void close() {
    if (exchange != null) {
      exchange.close();
      exchange = null;
    }
  }
}
