package io.vivarium.kernel.session;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this server's tree and when they expire. Expiry goes by buckets one tick wide: a session lives at least its
 * timeout after the last sign of life and at most one tick longer. Touching a session does not move it between buckets; when its
 * bucket falls due it is looked at, and moved on if it was heard of meanwhile, so that an idle session costs one look per timeout.
 *
 * <p>Changed by the pipeline's thread; read by any.
 */
public final class SessionTracker {
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
  private final Map<Long, ArrayDeque<Session>> buckets = new HashMap<>();
  private final TouchedSessions touches = new TouchedSessions();
  private final long tickNanos;
  private final long originNanos;

  /** The next bucket that has not been looked at. */
  private long nextBucket;

  /**
   * An empty tracker.
   *
   * @param tickMs width of a bucket in ms
   * @param nowNanos the monotonic clock now
   */
  public SessionTracker(int tickMs, long nowNanos) {
    this.tickNanos = TimeUnit.MILLISECONDS.toNanos(tickMs);
    this.originNanos = nowNanos;
  }

  /** Begins to follow a session; its full timeout counts from the last sign of life it carries. */
  public void add(Session session) {
    session.noteTouches(touches);
    sessions.put(session.id(), session);
    enqueue(session, nextBucket + 1);
  }

  /** The session's timeout has changed: a shorter one takes effect at once. */
  public void retimed(Session session) {
    if (sessions.get(session.id()) == session && bucketOf(session) < session.bucket) {
      enqueue(session, nextBucket + 1);
    }
  }

  /** The session, or null when there is none. Any thread. */
  public @Nullable Session find(long id) {
    return sessions.get(id);
  }

  /** Stops following a session; returns it, or null when there was none. */
  public @Nullable Session remove(long id) {
    // Its bucket forgets it when it falls due.
    return sessions.remove(id);
  }

  /**
   * Hands over the sessions that were touched since the last call, some of which may have ended; the first call hands over all that
   * there are. Costs as much as there are touched ones.
   */
  public void drainTouched(Consumer<Session> to) {
    if (touches.noting()) {
      touches.drain(to);
    } else {
      // What is touched from here on is noted, what was touched before is told.
      touches.begin();
      sessions.values().forEach(to);
    }
  }

  /** Nobody asks for touched sessions for a while: they are not remembered for that long. */
  public void forgetTouched() {
    touches.end();
  }

  /** Forgets all sessions. */
  public void clear() {
    touches.end();
    sessions.clear();
    buckets.clear();
  }

  /** All sessions, unordered. Any thread. */
  public Collection<Session> all() {
    return Collections.unmodifiableCollection(sessions.values());
  }

  /** When the session's bucket falls due, on the monotonic clock. Any thread; approximate. */
  public long dueNanos(Session session) {
    return originNanos + bucketOf(session) * tickNanos;
  }

  /**
   * Hands over the sessions that have been silent for longer than their timeout. They stay known until removed; each is handed over
   * once more per tick until then, but only once by each call, however many ticks have passed since the last.
   */
  public void expire(long nowNanos, Consumer<Session> expired) {
    long current = Math.floorDiv(nowNanos - originNanos, tickNanos);
    for (; nextBucket <= current; nextBucket++) {
      ArrayDeque<Session> due = buckets.remove(nextBucket);
      if (due != null) {
        for (Session session : due) {
          // Not when it is in an earlier bucket since its timeout was shortened.
          if (session.bucket == nextBucket) {
            look(session, nowNanos, current, expired);
          }
        }
      }
    }
  }

  /** Width of a bucket in ns. */
  public long tickNanos() {
    return tickNanos;
  }

  /** When {@link #expire} is worth calling next, on the monotonic clock. */
  public long nextDueNanos() {
    return originNanos + nextBucket * tickNanos;
  }

  private void look(Session session, long nowNanos, long current, Consumer<Session> expired) {
    if (sessions.get(session.id()) != session) {
      return;
    }
    long silence = nowNanos - session.lastHeardNanos();
    if (silence >= TimeUnit.MILLISECONDS.toNanos(session.timeoutMs())) {
      expired.accept(session);
    }
    enqueue(session, current + 1);
  }

  private void enqueue(Session session, long earliest) {
    session.bucket = Math.max(bucketOf(session), earliest);
    buckets.computeIfAbsent(session.bucket, _ -> new ArrayDeque<>()).add(session);
  }

  /** Rounded up, plus one: never early. */
  private long bucketOf(Session session) {
    long deadline =
        session.lastHeardNanos() - originNanos + TimeUnit.MILLISECONDS.toNanos(session.timeoutMs());
    return Math.floorDiv(deadline, tickNanos) + 1;
  }
}
