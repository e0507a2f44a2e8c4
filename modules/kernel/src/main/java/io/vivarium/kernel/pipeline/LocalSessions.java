package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.spi.TimeSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that only this server knows: no txn begins or ends them, and it expires them itself. With {@code localSessionsEnabled} every session
 * begins so; without a quorum those of read-only clients do, and end when the server has a role again. Pipeline's thread.
 */
final class LocalSessions {
  private final SessionTracker tracker;
  private final SessionIds ids;
  private final LongSupplier lastZxid;
  private final TimeSource time;

  /** Those opened while this server served reads only. */
  private final Set<Long> readOnly = new HashSet<>();

  private long lastLookNanos;

  /** Whether {@link #lastLookNanos} is that of a look at sessions; without any there is no regular one. */
  private boolean looked;

  LocalSessions(SessionTracker tracker, SessionIds ids, LongSupplier lastZxid, TimeSource time) {
    this.tracker = tracker;
    this.ids = ids;
    this.lastZxid = lastZxid;
    this.time = time;
  }

  /** Begins a session and welcomes its client. */
  void open(Opening opening, boolean forReading) {
    Session session = new Session(ids.next(), opening.timeoutMs(), time.monotonicNanos());
    session.local(true);
    session.owner(opening.client());
    tracker.add(session);
    if (forReading) {
      readOnly.add(session.id());
    }
    opening.client().put(new Outgoing.Welcome(session, lastZxid.getAsLong(), forReading));
  }

  @Nullable Session find(long id) {
    return tracker.find(id);
  }

  /** Whether the session began while this server served reads only. */
  boolean forReading(long id) {
    return readOnly.contains(id);
  }

  /** A session has ended, or is known to everybody now; null when there was none. */
  @Nullable Session remove(long id) {
    readOnly.remove(id);
    return tracker.remove(id);
  }

  /** Ends the sessions that began while this server served reads only. */
  void endReadOnly() {
    readOnly.forEach(tracker::remove);
    readOnly.clear();
  }

  /** A role has ended: what was on its way to make a session known to all is lost, and every timeout starts afresh. */
  void startAfresh() {
    long now = time.monotonicNanos();
    tracker.all().forEach(session -> session.startAfresh(now));
  }

  /** Expires what was silent for too long; returns when to be called again. */
  long poll(long nowNanos) {
    boolean stoodStill = nowNanos - lastLookNanos > 3 * tracker.tickNanos();
    lastLookNanos = nowNanos;
    if (tracker.all().isEmpty()) {
      looked = false;
      return Long.MAX_VALUE;
    }
    if (stoodStill && looked) {
      // What clients have sent meanwhile is still to be read.
      return nowNanos + tracker.tickNanos();
    }
    looked = true;
    tracker.expire(nowNanos, this::expire);
    return Math.min(tracker.nextDueNanos(), nowNanos + tracker.tickNanos());
  }

  private void expire(Session session) {
    if (session.upgrading()) {
      return; // about to be the primary's business
    }
    remove(session.id());
    if (session.owner() instanceof Client client) {
      client.drop("its local session has expired");
    }
  }
}
