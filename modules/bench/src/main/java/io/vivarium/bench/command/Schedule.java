package io.vivarium.bench.command;

import java.util.List;

/** How long what is left will take, from estimates that are corrected by what they were worth so far. One thread. */
final class Schedule {
  private final double total;
  private final long beganNanos;
  private double done;

  /** Trials that are all to be done by so many servers, so many times. */
  Schedule(List<Trial> trials, int servers, int alternations, long nowNanos) {
    this.total = trials.stream().mapToDouble(Trial::estimate).sum() * servers * alternations;
    this.beganNanos = nowNanos;
  }

  /** One server has done it once. */
  void done(Trial trial) {
    done += trial.estimate();
  }

  /** For people. */
  String left(long nowNanos) {
    double elapsed = (nowNanos - beganNanos) / 1e9;
    double pace = done == 0 ? 1 : elapsed / done;
    long seconds = Math.round(Math.max(0, total - done) * pace);
    return seconds < 90 ? seconds + " s left" : (seconds + 30) / 60 + " min left";
  }
}
