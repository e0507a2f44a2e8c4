package io.vivarium.transport.tls;

import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes handshakes, on threads that exist only while there are some, and never on more than a share of the processors: whoever begins
 * handshakes by the thousand leaves the rest to the connections that are open. There is one task at most for each handshake, and of
 * one whose connection is gone nothing but an empty place, so that what waits here is bounded by the number of open ones.
 *
 * <p>Where certificates are looked up there are more threads, most of which wait for somebody else to answer: they take turns at computing,
 * and pass theirs on while they wait. So an authority that is slow does not keep those waiting who need another, or none.
 */
final class HandshakeThreads implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeThreads.class);

  /** Processors that compute, however many there are. */
  private static final int MOST = 8;

  /** Threads where certificates are looked up. */
  private static final int MOST_LOOKING_UP = 32;

  /** As short as a sleep can be: Linux adds 50 µs to whatever is asked for. */
  private static final long REST_NANOS = 1;

  private static final int IDLE_SECONDS = 5;
  private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Semaphore turns;
  private final ThreadPoolExecutor pool;
  private final Set<Thread> alive = ConcurrentHashMap.newKeySet();

  /** What waits for an answer from elsewhere. */
  @FunctionalInterface
  interface LookUp {
    /** Asks and waits. */
    void run() throws CertificateException;
  }

  /**
   * None yet.
   *
   * @param share of the processors that compute at a time: one of so many
   * @param lookUps whether certificates are looked up
   */
  HandshakeThreads(ThreadFactory threads, int share, boolean lookUps) {
    int processors = count(Runtime.getRuntime().availableProcessors(), share);
    int count = lookUps ? MOST_LOOKING_UP : processors;
    turns = new Semaphore(processors, true);
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

  /** How many of so many processors compute handshakes. */
  static int count(int processors, int share) {
    return Math.clamp(processors / share, 1, MOST);
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
    pool.execute(() -> inTurn(task));
  }

  private void inTurn(Runnable task) {
    turns.acquireUninterruptibly();
    try {
      task.run();
    } finally {
      turns.release();
    }
  }

  /** Asks somebody else while another handshake is computed. For a task of these threads; any other just asks. */
  void lookUp(LookUp question) throws CertificateException {
    if (!alive.contains(Thread.currentThread())) {
      question.run();
      return;
    }
    turns.release();
    try {
      question.run();
    } finally {
      turns.acquireUninterruptibly();
    }
  }

  /**
   * Sleeps for a moment, between two long computations of a handshake. Whoever shall run where this thread computes waits until it has had its
   * share of time, which is longer than a handshake, though another processor may be idle; a sleep ends that wait, and whoever wakes up is
   * put where there is room. A yield does neither. For a task of these threads, which keeps its turn; any other goes on at once, and so does
   * one that others wait for here: a crowd of honest clients shall be done soon.
   *
   * @return whether it slept
   */
  boolean rest() {
    if (crowded() || !alive.contains(Thread.currentThread())) {
      return false;
    }
    LockSupport.parkNanos(REST_NANOS);
    return true;
  }

  /** Whether a handshake waits for a thread, or on one for its turn. */
  boolean crowded() {
    return !pool.getQueue().isEmpty() || turns.hasQueuedThreads();
  }

  /** Ends the threads; what is being computed is given up. */
  void close() {
    Set<Thread> last = Set.copyOf(alive);
    pool.shutdownNow();
    long deadline = System.nanoTime() + STOP_NANOS;
    int left = 0;
    try {
      for (Thread thread : last) {
        // The pool tells of its end a moment before theirs.
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        if (thread.isAlive()) {
          left++;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (left > 0) {
      LOG.warn("Handshakes that are still being computed are given up: {}", left);
    }
  }
}
