package io.vivarium.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that completes futures and calls listeners, in the order that it is told of them. */
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "vivarium-client-callbacks");
            thread.setDaemon(true);
            return thread;
          });

  /** Does this behind all that was told before. What the application throws is logged and harms nobody else. */
  void execute(Runnable callback) {
    try {
      executor.execute(() -> run(callback));
    } catch (RejectedExecutionException e) {
      // All is over: what comes now is a request that was too late, and waits for its refusal.
      run(callback);
    }
  }

  /** Does this now, on the thread that calls. What the application throws is logged. */
  static void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.warn("A callback of the application failed", e);
    }
  }

  /** What was told is done, then the thread ends. */
  void shutdown() {
    executor.shutdown();
  }
}
