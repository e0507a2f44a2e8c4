package io.vivarium.kernel.plugin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of a plugin on a thread of its own, so that the host goes on when the code does not come back. The thread has the plugin's
 * class loader as its own, which many libraries expect.
 */
final class BoundedCall {
  private BoundedCall() {}

  /**
   * What came of a call.
   *
   * @param <R> what the code returns
   */
  sealed interface Outcome<R> {
    /** It returned. */
    record Returned<R>(@Nullable R value) implements Outcome<R> {}

    /** It threw. */
    record Threw<R>(Throwable failure) implements Outcome<R> {}

    /**
     * It did not come back in time. Its thread was interrupted and left behind.
     *
     * @param where it was then, innermost first; empty when that cannot be told
     */
    record Overdue<R>(List<StackTraceElement> where) implements Outcome<R> {}
  }

  /** Code of a plugin. */
  @FunctionalInterface
  interface Code<R> {
    @Nullable R run() throws Exception;
  }

  /**
   * Runs the code and waits for it.
   *
   * @param name of the thread
   * @param loader the thread's context class loader
   * @param patience how to wait
   * @throws InterruptedException when the caller is interrupted while it waits; the code is interrupted too
   */
  static <R> Outcome<R> run(
      String name,
      @Nullable ClassLoader loader,
      Duration atMost,
      Bounds.Patience patience,
      Code<R> code)
      throws InterruptedException {
    AtomicReference<@Nullable Outcome<R>> outcome = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform().daemon().name(name).unstarted(() -> outcome.set(attempt(code)));
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      patience.await(thread, atMost);
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    }
    Outcome<R> come = outcome.get();
    if (come != null) {
      return come;
    }
    List<StackTraceElement> where = List.of(thread.getStackTrace());
    thread.interrupt();
    return new Outcome.Overdue<>(where);
  }

  private static <R> Outcome<R> attempt(Code<R> code) {
    try {
      return new Outcome.Returned<>(code.run());
    } catch (Throwable e) {
      return new Outcome.Threw<>(e);
    }
  }
}
