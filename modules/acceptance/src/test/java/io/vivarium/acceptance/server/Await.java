package io.vivarium.acceptance.server;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, never for a time: the limit is only where a test gives up. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Await() {}

  /** Returns once the condition holds; fails after 30 seconds, saying what did not happen. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    until(what, LIMIT, condition);
  }

  /** As {@link #until(String, Callable)} with a limit of its own. */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen within " + limit + ": " + what);
      }
      Thread.sleep(PAUSE);
    }
  }
}
