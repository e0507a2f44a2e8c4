package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import org.jspecify.annotations.Nullable;

/**
 * On the primary: whether a session may have a write prepared. It must be alive, and the write must come from where the session is attached:
 * what a client sent before it moved to another server, and arrives late, has no effect any more. Pipeline's thread.
 */
final class SessionGate {
  private final SessionLedger ledger;
  private final LocalSessions locals;
  private final boolean localSessions;

  /**
   * A gate over the sessions of a ledger.
   *
   * @param localSessions whether other servers have sessions that this one does not know
   */
  SessionGate(SessionLedger ledger, LocalSessions locals, boolean localSessions) {
    this.ledger = ledger;
    this.locals = locals;
    this.localSessions = localSessions;
  }

  /**
   * Judges a write, and notes what it says about its session: a first one shows where the session is attached, a closeSession that it ends.
   *
   * @param asker the connection or the link it came by; null for the server's own
   * @return why it is refused; null when it is not
   */
  @Nullable ErrorCode refusal(ClientRequest request, @Nullable Object asker) {
    if (request.sessionId() == 0) {
      return null;
    }
    if (request.request() instanceof Request.CreateSession create) {
      ledger.announce(request.sessionId(), create.timeout(), asker);
      return null;
    }
    Session session = ledger.find(request.sessionId());
    if (session == null) {
      return mayBeLocal(request, asker) ? null : ErrorCode.SESSION_EXPIRED;
    }
    if (session.closing()) {
      return ErrorCode.SESSION_EXPIRED;
    }
    if (request.request() instanceof Request.CloseSession) {
      session.markClosing();
      return null;
    }
    return asker == null || attached(session, asker) ? null : ErrorCode.SESSION_MOVED;
  }

  /**
   * A session of another server that nobody told this one about, or a local one of its own. It owns no ephemerals: such a session is
   * made known first, and an ephemeral of one that has ended would stay for ever.
   */
  private boolean mayBeLocal(ClientRequest request, @Nullable Object asker) {
    if (Writes.createsEphemeral(request.request())) {
      return false;
    }
    return asker instanceof Client ? locals.find(request.sessionId()) != null : localSessions;
  }

  private static boolean attached(Session session, Object asker) {
    Object owner = session.owner();
    if (owner == null) {
      session.owner(asker);
      return true;
    }
    // Connections are compared by identity, which is their equality; links by their number.
    return owner.equals(asker);
  }
}
