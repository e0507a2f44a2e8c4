package io.vivarium.kernel.plugin;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the calls that an instance of a plugin is in, so that it is closed only when the last one has returned after another took its
 * place. Nobody but the thread that exchanges the two waits, and threads do not share the place where they are counted as a rule: some
 * calls are on the path of every request. Any thread.
 */
final class CallsInside {
  /** Longer than a call may take by default before it is interrupted. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Places to be counted at; a power of two. */
  private static final int PLACES = 16;

  /** Integers between two places, which are to be in cache lines of their own. */
  private static final int APART = 32;

  /** Per place the threads that are inside, and one more while calls may begin; never grows again from 0. */
  private final AtomicIntegerArray users = new AtomicIntegerArray(PLACES * APART);

  /** Places where nobody is, nor will be. */
  private final CountDownLatch left = new CountDownLatch(PLACES);

  CallsInside() {
    for (int place = 0; place < PLACES; place++) {
      users.set(place * APART, 1);
    }
  }

  /**
   * A call is about to begin. Returns false when none may any more, as another instance has taken the place; otherwise to be followed by
   * {@link #leave} of the same thread.
   */
  boolean enter() {
    int place = place();
    int now = users.get(place);
    while (now > 0 && !users.compareAndSet(place, now, now + 1)) {
      now = users.get(place);
    }
    return now > 0;
  }

  /** The call has returned. */
  void leave() {
    leave(place());
  }

  private void leave(int place) {
    if (users.decrementAndGet(place) == 0) {
      left.countDown();
    }
  }

  private static int place() {
    return ((int) Thread.currentThread().threadId() & (PLACES - 1)) * APART;
  }

  /**
   * Another instance has taken the place: waits until the calls in this one have returned. Once only. An interrupt does not end the
   * waiting.
   *
   * @param faults told when some have not
   * @param patience how long they are waited for
   */
  void end(PluginFaults faults, Duration patience) {
    for (int place = 0; place < PLACES; place++) {
      leave(place * APART);
    }
    if (!awaitLeft(patience)) {
      faults.did(
          "is still in a call %d ms after another took its place".formatted(patience.toMillis()));
    }
  }

  private boolean awaitLeft(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return left.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
