package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.metrics.Counter;

/** Signs of life of sessions as consensus carries them between servers. Pipeline's thread. */
final class Liveness implements SessionLiveness {
  private final SessionTracker tracker;
  private final Intake intake;
  private final Counter revalidations;
  private final TimeSource time;

  /** Counts the sessions that other servers ask about. */
  Liveness(SessionTracker tracker, Intake intake, Counter revalidations, TimeSource time) {
    this.revalidations = revalidations;
    this.tracker = tracker;
    this.intake = intake;
    this.time = time;
  }

  @Override
  public void drainTouched(TouchedSession to) {
    tracker.drainTouched(
        session -> {
          if (session.owner() instanceof Client) {
            to.touched(session.id(), session.timeoutMs());
          }
        });
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
    revalidations.increment();
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
