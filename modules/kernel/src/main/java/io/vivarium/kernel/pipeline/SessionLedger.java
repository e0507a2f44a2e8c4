package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions that everybody knows, in step with the txns that are applied. Pipeline's thread. */
final class SessionLedger {
  private final SessionTracker tracker;
  private final LocalSessions locals;
  private final TimeSource time;

  /** On the primary: sessions whose createSession is on its way; their next writes may be right behind it. */
  private final Map<Long, Session> announced = new HashMap<>();

  SessionLedger(SessionTracker tracker, LocalSessions locals, TimeSource time) {
    this.tracker = tracker;
    this.locals = locals;
    this.time = time;
  }

  /**
   * A createSession is being prepared.
   *
   * @param owner where the session is attached; null when unknown
   */
  void announce(long sessionId, int timeoutMs, @Nullable Object owner) {
    Session session = locals.find(sessionId);
    if (session == null) {
      session = new Session(sessionId, timeoutMs, time.monotonicNanos());
      session.owner(owner);
    }
    announced.put(sessionId, session);
  }

  /** The session that everybody knows, or is about to; null when there is none. */
  @Nullable Session find(long sessionId) {
    Session session = tracker.find(sessionId);
    return session == null ? announced.get(sessionId) : session;
  }

  /** A role begins or has ended: nothing is on its way, nobody is attached, and every timeout starts afresh. */
  void startAfresh() {
    announced.clear();
    tracker.forgetTouched();
    long now = time.monotonicNanos();
    for (Session session : tracker.all()) {
      session.startAfresh(now);
      // A state that was received may have it while this server still waits to hear so.
      locals.remove(session.id());
    }
  }

  /**
   * A session began, or one that was local is known to everybody now.
   *
   * @param client who opened it here; null when it was opened elsewhere, or earlier
   */
  private Session opened(long sessionId, int timeoutMs, @Nullable Client client) {
    Session session = announced.remove(sessionId);
    Session local = locals.remove(sessionId);
    if (local != null) {
      local.local(false);
      session = local;
    }
    if (session == null) {
      session = new Session(sessionId, timeoutMs, time.monotonicNanos());
    }
    if (client != null) {
      session.owner(client);
    }
    session.touch(time.monotonicNanos());
    tracker.add(session);
    return session;
  }

  /** A session ended: whoever is attached to it and did not ask for the end loses the connection. */
  private void closed(TxnHeader header, @Nullable ClientRequest request) {
    Session session = tracker.remove(header.sessionId());
    if (session != null) {
      session.lastInFlight(null);
    }
    Object attached = session == null ? null : session.owner();
    if (session == null || !(attached instanceof Client owner)) {
      return;
    }
    Client asking = request == null ? null : request.client();
    boolean askedForIt = asking != null && session.attachedTo(asking);
    // Its bucket knows it for a while yet; the connection must not stay with it.
    session.owner(null);
    if (!askedForIt) {
      owner.drop("its session " + Long.toHexString(header.sessionId()) + " has ended");
    }
  }

  /** Notes what a txn does to sessions; null unless it opened one for a client here. */
  @Nullable Session applied(TxnHeader header, Txn txn, @Nullable ClientRequest request) {
    if (txn instanceof Txn.CreateSession create) {
      Client client = request == null ? null : request.client();
      Session session = opened(header.sessionId(), create.timeout(), client);
      return client == null ? null : session;
    }
    if (txn instanceof Txn.CloseSession) {
      closed(header, request);
    }
    return null;
  }
}
