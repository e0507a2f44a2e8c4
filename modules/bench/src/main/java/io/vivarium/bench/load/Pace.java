package io.vivarium.bench.load;

import java.util.List;

/** Begins operations at a fixed rate, in turn over the sessions of one event loop, whatever the server does. */
final class Pace {
  private final List<SessionLoad> sessions;
  private final double intervalNanos;
  private final long startNanos;
  private long begun;

  /** So many operations a second from now on. */
  Pace(List<SessionLoad> sessions, double perSecond, long nowNanos) {
    this.sessions = sessions;
    this.intervalNanos = 1e9 / perSecond;
    this.startNanos = nowNanos;
  }

  /** Begins what has become due since the last tick, each with the time that it was due. */
  void tick(long nowNanos, boolean ended) {
    if (ended || sessions.isEmpty()) {
      return;
    }
    for (long due; (due = startNanos + (long) (begun * intervalNanos)) <= nowNanos; begun++) {
      sessions.get((int) (begun % sessions.size())).due(due);
    }
    sessions.forEach(SessionLoad::flush);
  }
}
