package io.vivarium.simulator;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of a process, from its start to its end: what belongs to it happens only while it lasts. It has clocks of its own, which
 * may be wrong.
 */
final class Life implements TimeSource, FatalErrors {
  private static final long WALL_BASE_MS = 1_700_000_000_000L;
  private static final long NANOS_PER_MS = 1_000_000L;
  private static final long MILLION = 1_000_000L;

  /** Longer waits than this would overflow, and are not worth being exact. */
  private static final long MOST_NANOS = Long.MAX_VALUE / (2 * MILLION);

  /** Told when a process ends by itself. */
  interface Death {
    /** The process has ended. */
    void because(Life life, FatalReason reason, String message, @Nullable Throwable cause);
  }

  /** A crash in the middle of an action: unwinds to the scheduler. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("simulated crash", null, false, false);
    }
  }

  private final String name;
  private final Scheduler scheduler;
  private final Death death;

  /** Parts per million by which the monotonic clock runs fast. */
  private final long driftPpm;

  private long wallOffsetMs;
  private boolean ended;
  private boolean paused;
  private final List<Runnable> held = new ArrayList<>();

  Life(String name, Scheduler scheduler, long driftPpm, long wallOffsetMs, Death death) {
    this.name = name;
    this.scheduler = scheduler;
    this.driftPpm = driftPpm;
    this.wallOffsetMs = wallOffsetMs;
    this.death = death;
  }

  String name() {
    return name;
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
    held.clear();
  }

  boolean paused() {
    return paused && !ended;
  }

  /** The process stands still: its timers too, while the world goes on. */
  void pause() {
    paused = true;
  }

  /** The process goes on with what it believed, and learns what it missed. */
  void resume() {
    if (!paused) {
      return;
    }
    paused = false;
    scheduler.release(this, held);
    held.clear();
  }

  void hold(Runnable action) {
    held.add(action);
  }

  /** Runs one action of the process; what escapes from it ends the process. */
  void run(Runnable action) {
    try {
      action.run();
    } catch (Crash crash) {
      if (!ended) {
        throw new IllegalStateException("a crash that ends nothing", crash);
      }
    }
  }

  /** The wall clock is set. */
  void jump(long byMs) {
    wallOffsetMs += byMs;
  }

  @Override
  public long monotonicNanos() {
    long now = scheduler.nowNanos();
    return now + now * driftPpm / MILLION;
  }

  /** How long from now until the monotonic clock of this process shows a time. */
  long untilNanos(long monotonicNanos) {
    long wait = monotonicNanos - monotonicNanos();
    // Rounded up, so that it is not woken before the time has come.
    return wait <= 0 ? 0 : scaled(wait);
  }

  private long scaled(long wait) {
    return wait > MOST_NANOS ? wait : wait * MILLION / (MILLION + driftPpm) + 2;
  }

  @Override
  public long wallMillis() {
    return WALL_BASE_MS + scheduler.nowNanos() / NANOS_PER_MS + wallOffsetMs;
  }

  @Override
  public void stop(FatalReason reason, String message, @Nullable Throwable cause) {
    if (!ended) {
      death.because(this, reason, Objects.toString(message), cause);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
