package io.vivarium.spi.auth;

import io.vivarium.spi.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Failed attempts to prove something, by address: after the first few, each failure makes its address wait twice as long as the one
 * before, from 200 ms on. What is remembered is bounded: an address that has been quiet for five minutes is forgotten, and the oldest of
 * ten thousand makes room for the newest. Any thread.
 */
public final class FailedAttempts {
  /** Addresses that are remembered. */
  static final int MOST_ADDRESSES = 10_000;

  private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Quiet time after which an address begins anew. */
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final TimeSource time;
  private final int free;
  private final int doublings;

  /** By the time of the last failure, the oldest first. */
  private final Map<String, Failures> byAddress = new LinkedHashMap<>();

  private record Failures(int count, long lastNanos) {}

  /**
   * Nothing remembered.
   *
   * @param free failures of an address before it has to wait, at least 1
   * @param doublings how often its wait doubles at most: 8 makes 51 seconds
   */
  public FailedAttempts(TimeSource time, int free, int doublings) {
    this.time = time;
    this.free = free;
    this.doublings = doublings;
  }

  /** Milliseconds that the address has to wait before its next attempt; 0 when it may try. */
  public synchronized long waitMs(String address) {
    Failures known = byAddress.get(address);
    if (known == null || known.count() < free) {
      return 0;
    }
    long waitNanos = FIRST_WAIT_NANOS << Math.min(known.count() - free, doublings);
    long left = waitNanos - (time.monotonicNanos() - known.lastNanos());
    return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
  }

  /** An attempt of the address has failed. */
  public synchronized void failed(String address) {
    long now = time.monotonicNanos();
    Failures known = byAddress.remove(address);
    int before = known == null || now - known.lastNanos() > FORGOTTEN_NANOS ? 0 : known.count();
    byAddress.put(address, new Failures(Math.min(before + 1, free + doublings), now));
    if (byAddress.size() > MOST_ADDRESSES) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
  }

  synchronized int remembered() {
    return byAddress.size();
  }
}
