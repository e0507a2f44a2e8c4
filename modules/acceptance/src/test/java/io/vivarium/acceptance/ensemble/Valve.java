package io.vivarium.acceptance.ensemble;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One direction between two servers. While it is shut nothing gets through, neither bytes nor the news that a connection
 * has ended, and nothing is lost either: as on a network that drops packets, where TCP sends them again.
 */
final class Valve {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean shut;
  private long delayNanos;

  void shut() {
    set(true, delayNanos);
  }

  void open() {
    set(false, 0);
  }

  /** Bytes arrive this much later than they were sent. */
  void delay(Duration delay) {
    set(shut, delay.toNanos());
  }

  private void set(boolean shutNow, long delayNanosNow) {
    lock.lock();
    try {
      shut = shutNow;
      delayNanos = delayNanosNow;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has those that wait look again whether their connection still exists. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when what was sent at {@code sentNanos} may arrive, or when the connection is gone. */
  void pass(long sentNanos, BooleanSupplier gone) throws InterruptedException {
    lock.lock();
    try {
      while (!gone.getAsBoolean()) {
        long early = sentNanos + delayNanos - System.nanoTime();
        if (shut) {
          changed.await();
        } else if (delayNanos > 0 && early > 0) {
          changed.await(early, TimeUnit.NANOSECONDS);
        } else {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
