package io.vivarium.kernel.snapshot;

import io.vivarium.spi.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Leaves processor and disk to others while a snapshot is written that nobody waits for: after each part comes a pause of {@link
 * #PAUSES} times as long as the part took, however fast the machine is. What waits for a core, or to have the log forced, waits for
 * one part at most. One thread.
 */
final class SnapshotPace {
  /** So many times as long as the work are the pauses. */
  static final int PAUSES = 2;

  /** A part that took very long, on a disk that hangs, says nothing about the next one. */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final TimeSource time;
  private final LongConsumer sleeper;
  private final BooleanSupplier hurry;
  private long resumedAtNanos;

  /**
   * A pace for one snapshot.
   *
   * @param sleeper waits for so many nanoseconds, or less
   * @param hurry whether somebody waits for the end by now
   */
  SnapshotPace(TimeSource time, LongConsumer sleeper, BooleanSupplier hurry) {
    this.time = time;
    this.sleeper = sleeper;
    this.hurry = hurry;
    this.resumedAtNanos = time.monotonicNanos();
  }

  /** For a snapshot that somebody waits for. */
  static SnapshotPace none() {
    return new SnapshotPace(TimeSource.system(), nanos -> {}, () -> true);
  }

  /** A part was written. */
  void wrote() {
    if (hurry.getAsBoolean()) {
      return;
    }
    long worked = time.monotonicNanos() - resumedAtNanos;
    if (worked > 0) {
      sleeper.accept(Math.min(worked * PAUSES, LONGEST_NANOS));
    }
    resumedAtNanos = time.monotonicNanos();
  }
}
