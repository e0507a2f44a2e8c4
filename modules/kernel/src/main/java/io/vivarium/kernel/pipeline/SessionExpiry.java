package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.Request;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions that have been silent for too long, by a txn through the one door, on the primary. Pipeline's thread. */
final class SessionExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(SessionExpiry.class);

  /** Sessions that are ended in one turn: after a change of the primary all may be due at once, and others are served in between. */
  static final int MOST_AT_ONCE = 512;

  private final SessionTracker tracker;
  private final BooleanSupplier primary;
  private final Consumer<PipelineInput> door;
  private final long tickNanos;
  private long lastLookNanos;
  private long notBeforeNanos;

  /** Those that were found silent and whose turn is still to come. */
  private final Set<Session> silent = new LinkedHashSet<>();

  /**
   * Expiry of the tracker's sessions.
   *
   * @param primary whether this server decides about sessions
   * @param tickNanos how often this is looked at when all is well
   * @param nowNanos the monotonic clock now
   */
  SessionExpiry(
      SessionTracker tracker,
      BooleanSupplier primary,
      Consumer<PipelineInput> door,
      long tickNanos,
      long nowNanos) {
    this.tracker = tracker;
    this.primary = primary;
    this.door = door;
    this.tickNanos = tickNanos;
    this.lastLookNanos = nowNanos;
    this.notBeforeNanos = nowNanos;
  }

  /** Does what is due; returns when to be called again. */
  long poll(long nowNanos) {
    long pause = nowNanos - lastLookNanos;
    lastLookNanos = nowNanos;
    if (!primary.getAsBoolean()) {
      silent.clear();
      // Not to end any, but to forget those that have ended: their buckets hold them until looked
      // at.
      tracker.expire(nowNanos, session -> elsewhere(session, nowNanos));
      return Math.min(tracker.nextDueNanos(), nowNanos + tickNanos);
    }
    if (pause > 3 * tickNanos) {
      // The server itself stood still (stopped, or short of memory or CPU): what its clients sent
      // meanwhile is still to be read.
      LOG.warn(
          "The server stood still for about {} ms; no session expires for a tick",
          TimeUnit.NANOSECONDS.toMillis(pause));
      notBeforeNanos = nowNanos + tickNanos;
    }
    if (nowNanos - notBeforeNanos < 0) {
      return notBeforeNanos;
    }
    tracker.expire(nowNanos, silent::add);
    closeSome(nowNanos);
    // Also when no session is due: only regular looks tell a pause.
    return silent.isEmpty() ? Math.min(tracker.nextDueNanos(), nowNanos + tickNanos) : nowNanos;
  }

  private void closeSome(long nowNanos) {
    Iterator<Session> next = silent.iterator();
    for (int closed = 0; closed < MOST_AT_ONCE && next.hasNext(); ) {
      Session session = next.next();
      next.remove();
      if (isOver(session, nowNanos)) {
        close(session, nowNanos);
        closed++;
      }
    }
  }

  /** Whether it is still there, not ended already, and silent to this moment. */
  private boolean isOver(Session session, long nowNanos) {
    long silence = nowNanos - session.lastHeardNanos();
    return tracker.find(session.id()) == session
        && !session.closing()
        && silence >= TimeUnit.MILLISECONDS.toNanos(session.timeoutMs());
  }

  /** A session whose client is at another server is not heard of here: it is looked at again after its timeout only. */
  private static void elsewhere(Session session, long nowNanos) {
    if (!(session.owner() instanceof Client)) {
      session.touch(nowNanos);
    }
  }

  private void close(Session session, long nowNanos) {
    LOG.info(
        "Session 0x{} expires: nothing was heard of it for {} ms",
        Long.toHexString(session.id()),
        session.timeoutMs());
    door.accept(
        new ClientRequest(
            null, session, session.id(), 0, new Request.CloseSession(), List.of(), nowNanos));
  }
}
