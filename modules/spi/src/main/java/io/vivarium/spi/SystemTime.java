package io.vivarium.spi;

/** The clocks of this machine. */
enum SystemTime implements TimeSource {
  INSTANCE;

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }
}
