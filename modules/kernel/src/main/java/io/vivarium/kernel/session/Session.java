package io.vivarium.kernel.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A session as this server follows it. The connection's I/O thread touches it; everything else belongs to the pipeline's thread.
 *
 * <p>A touch is a store and a look at a mark: no lock, no wake-up. {@link SessionTracker} looks at the time of the last touch only when
 * the session's bucket falls due; the first touch after {@link SessionTracker#drainTouched} also links the session to the others.
 */
public final class Session {
  private static final VarHandle LAST_HEARD;
  private static final VarHandle NOTED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LAST_HEARD = lookup.findVarHandle(Session.class, "lastHeardNanos", long.class);
      NOTED = lookup.findVarHandle(Session.class, "noted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id;
  private volatile int timeoutMs;

  @SuppressWarnings("UnusedVariable") // through LAST_HEARD
  private long lastHeardNanos;

  /** Where touches are noted; null while no tracker follows it. */
  private volatile @Nullable TouchedSessions touches;

  /** Whether it is in there. */
  private volatile boolean noted;

  /** The one that was noted before it. */
  @Nullable Session below;

  /** The connection layer it is attached through; compared by identity only. Null when none is. */
  private volatile @Nullable Object owner;

  /** Set once closeSession was prepared; from then on nothing new of the session is accepted. Pipeline's thread. */
  private boolean closing;

  /** The session's latest write or sync in flight, on which later requests of it are parked. Pipeline's thread. */
  private @Nullable Object lastInFlight;

  /** Known to this server only. Pipeline's thread. */
  private boolean local;

  /** A txn that makes a local session known to everybody is under way. Pipeline's thread. */
  private boolean upgrading;

  /** Due time of the bucket it is in, on the tracker's clock in ticks. Pipeline's thread. */
  long bucket;

  /** A session that was heard of at {@code nowNanos}. */
  public Session(long id, int timeoutMs, long nowNanos) {
    this.id = id;
    this.timeoutMs = timeoutMs;
    this.lastHeardNanos = nowNanos;
  }

  /** The session's id. */
  public long id() {
    return id;
  }

  /** The negotiated timeout in ms. */
  public int timeoutMs() {
    return timeoutMs;
  }

  /** Changes the timeout, when a client resumes with another one. */
  public void timeoutMs(int timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  /** Notes a sign of life. Any thread. */
  public void touch(long nowNanos) {
    LAST_HEARD.setOpaque(this, nowNanos);
    TouchedSessions to = touches;
    if (to != null && !noted) {
      to.touched(this);
    }
  }

  /** Has touches noted there. Pipeline's thread. */
  void noteTouches(TouchedSessions where) {
    touches = where;
  }

  /** Marks it as noted; false when it was. Any thread. */
  boolean note() {
    return NOTED.compareAndSet(this, false, true);
  }

  /** Takes the mark away. */
  void forget() {
    noted = false;
  }

  /** When the last sign of life came, on the monotonic clock. Any thread. */
  public long lastHeardNanos() {
    return (long) LAST_HEARD.getOpaque(this);
  }

  /** Who the session is attached through. Any thread. */
  public @Nullable Object owner() {
    return owner;
  }

  /** Whether it is attached through exactly this connection. Any thread. */
  @SuppressWarnings("ReferenceEquality") // identity is what is meant
  public boolean attachedTo(Object connection) {
    return owner == connection;
  }

  /** Attaches the session to another connection, or to none. Pipeline's thread. */
  public void owner(@Nullable Object owner) {
    this.owner = owner;
  }

  /** Whether only this server knows it. Pipeline's thread. */
  public boolean local() {
    return local;
  }

  /** Makes it known to this server only, or to everybody. Pipeline's thread. */
  public void local(boolean only) {
    local = only;
    upgrading = false;
  }

  /** Whether it is about to be known to everybody. Pipeline's thread. */
  public boolean upgrading() {
    return upgrading;
  }

  /** Marks it as about to be known to everybody. Pipeline's thread. */
  public void markUpgrading() {
    upgrading = true;
  }

  /**
   * Forgets what was under way in a role that has ended: nothing is in flight, no end was prepared, nobody is attached. The full
   * timeout counts from now on. Pipeline's thread.
   */
  public void startAfresh(long nowNanos) {
    owner = null;
    closing = false;
    upgrading = false;
    lastInFlight = null;
    touch(nowNanos);
  }

  /** Whether its end was prepared. Pipeline's thread. */
  public boolean closing() {
    return closing;
  }

  /** Marks its end as prepared. Pipeline's thread. */
  public void markClosing() {
    closing = true;
  }

  /** The latest write or sync in flight, null when there is none. Pipeline's thread. */
  public @Nullable Object lastInFlight() {
    return lastInFlight;
  }

  /** Sets the latest write or sync in flight. Pipeline's thread. */
  public void lastInFlight(@Nullable Object entry) {
    lastInFlight = entry;
  }
}
