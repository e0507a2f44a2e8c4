package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import org.jspecify.annotations.Nullable;

/** Keeps the tracker in step with the session txns that are applied. Pipeline's thread. */
final class SessionLedger {
  private final SessionTracker tracker;
  private final TimeSource time;

  SessionLedger(SessionTracker tracker, TimeSource time) {
    this.tracker = tracker;
    this.time = time;
  }

  /**
   * A session began.
   *
   * @param client who opened it here; null when it was opened elsewhere
   */
  Session opened(long sessionId, int timeoutMs, @Nullable Client client) {
    Session session = new Session(sessionId, timeoutMs, time.monotonicNanos());
    session.owner(client);
    tracker.add(session);
    return session;
  }

  /** A session ended: whoever is attached to it and did not ask for the end loses the connection. */
  void closed(TxnHeader header, @Nullable ClientRequest request) {
    Session session = tracker.remove(header.sessionId());
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

  /** Notes what a txn does to sessions; null unless it opened one. */
  @Nullable Session applied(TxnHeader header, Txn txn, @Nullable ClientRequest request) {
    if (txn instanceof Txn.CreateSession create) {
      return opened(
          header.sessionId(), create.timeout(), request == null ? null : request.client());
    }
    if (txn instanceof Txn.CloseSession) {
      closed(header, request);
    }
    return null;
  }
}
