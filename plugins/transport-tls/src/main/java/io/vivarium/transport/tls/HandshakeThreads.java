package io.vivarium.transport.tls;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes handshakes, on threads that exist only while there are some, and never on more than half of the processors: whoever begins
 * handshakes by the thousand leaves the other half to the connections that are open. There is one task at most for each handshake, and of
 * one whose connection is gone nothing but an empty place, so that what waits here is bounded by the number of open ones.
 */
final class HandshakeThreads implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeThreads.class);
  private static final int MOST = 8;
  private static final int IDLE_SECONDS = 5;
  private static final int STOP_MILLIS = 1_000;

  private final ThreadPoolExecutor pool;
  private final Set<Thread> alive = ConcurrentHashMap.newKeySet();

  HandshakeThreads(ThreadFactory threads) {
    int count = count(Runtime.getRuntime().availableProcessors());
    pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> tracked(task, threads));
    pool.allowCoreThreadTimeOut(true);
  }

  /** How many threads compute handshakes on so many processors. */
  static int count(int processors) {
    return Math.clamp(processors / 2, 1, MOST);
  }

  private Thread tracked(Runnable task, ThreadFactory threads) {
    Thread made =
        threads.newThread(
            () -> {
              try {
                task.run();
              } finally {
                alive.remove(Thread.currentThread());
              }
            });
    alive.add(made);
    return made;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Ends the threads; what is being computed is given up. */
  void close() {
    Set<Thread> last = Set.copyOf(alive);
    pool.shutdownNow();
    try {
      for (Thread thread : last) {
        thread.join(STOP_MILLIS); // the pool tells of its end a moment before theirs
        if (thread.isAlive()) {
          LOG.warn("A handshake is still being computed, and given up");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
