package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.SessionLiveness;

/** Signs of life of sessions as consensus carries them between servers. Pipeline's thread. */
final class Liveness implements SessionLiveness {
  private final SessionTracker tracker;
  private final Intake intake;
  private final TimeSource time;

  /** When it was drained last, and the time before that. */
  private long drainedNanos;

  private long drainedBeforeNanos;

  Liveness(SessionTracker tracker, Intake intake, TimeSource time) {
    this.tracker = tracker;
    this.intake = intake;
    this.time = time;
    this.drainedNanos = time.monotonicNanos();
    this.drainedBeforeNanos = drainedNanos;
  }

  @Override
  public void drainTouched(TouchedSession to) {
    // A connection notes the time at which its batch began, which may be before the last drain by
    // the
    // time it does: so from the one before that. Told twice does no harm.
    long since = drainedBeforeNanos;
    drainedBeforeNanos = drainedNanos;
    drainedNanos = time.monotonicNanos();
    for (Session session : tracker.all()) {
      if (session.owner() instanceof Client && session.lastHeardNanos() - since >= 0) {
        to.touched(session.id(), session.timeoutMs());
      }
    }
  }

  @Override
  public boolean touch(long sessionId, int timeout) {
    Session session = tracker.find(sessionId);
    if (session == null || session.closing()) {
      return false;
    }
    session.touch(time.monotonicNanos());
    return true;
  }

  @Override
  public boolean reattach(long sessionId, int timeout, long origin) {
    Session session = tracker.find(sessionId);
    if (session == null || session.closing()) {
      return false;
    }
    if (session.owner() instanceof Client owner) {
      owner.drop("its session has moved to another server");
    }
    session.owner(origin);
    session.timeoutMs(timeout);
    session.touch(time.monotonicNanos());
    tracker.retimed(session);
    return true;
  }

  @Override
  public void revalidated(long sessionId, boolean valid) {
    intake.revalidated(sessionId, valid);
  }
}
