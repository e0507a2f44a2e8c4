package io.vivarium.spi;

/** Clocks as an argument. Any thread. */
public interface TimeSource {
  /** Nanoseconds of a clock that never goes back; only differences mean something. */
  long monotonicNanos();

  /** Milliseconds since 1970 by the wall clock, which may jump. Never used for a decision that safety depends on. */
  long wallMillis();

  /** The clocks of this machine. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
