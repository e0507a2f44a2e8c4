package io.vivarium.bench.load;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Has event loops do something at a beat shorter than a millisecond. Their own timers count in milliseconds, and a loop that waits for
 * less looks at the clock without a pause: it would keep a core from the servers that are measured on the same machine. The thread of
 * a metronome sleeps between two beats.
 */
final class Metronome {
  /** Sleeping for less is not worth it: it takes as long to fall asleep and to wake up. */
  private static final long SHORTEST_NANOS = 100_000;

  private final List<Listener> listeners = new ArrayList<>();
  private final long periodNanos;
  private final Thread thread = Thread.ofPlatform().daemon().name("metronome").unstarted(this::run);
  private volatile boolean ended;

  /** One that beats so many times a second, and ten thousand times at most; it does not yet. */
  Metronome(double perSecond) {
    periodNanos = Math.max(SHORTEST_NANOS, (long) (1e9 / perSecond));
  }

  /**
   * Adds work to be done on a loop at every beat; a beat that the loop is too late for is left out. Before {@link #start}.
   *
   * @param work given the time, ns of {@link System#nanoTime}
   */
  void add(EventLoop loop, LongConsumer work) {
    listeners.add(new Listener(loop, work));
  }

  /** Begins to beat. */
  void start() {
    thread.start();
  }

  private void run() {
    long next = System.nanoTime();
    while (!ended) {
      for (Listener listener : listeners) {
        listener.beat();
      }
      long now = System.nanoTime();
      // Beats that were slept through are not made up for: whatever was due then is done at the
      // next.
      next = Math.max(next + periodNanos, now);
      LockSupport.parkNanos(next - now);
    }
  }

  /** Ends it: when this returns no loop is told any more, though the last beat may still be on its way to one. */
  void stop() throws InterruptedException {
    ended = true;
    if (thread.isAlive()) {
      LockSupport.unpark(thread);
      thread.join();
    }
  }

  /** A loop, told once however often it is late. */
  private static final class Listener implements Runnable {
    private final EventLoop loop;
    private final LongConsumer work;
    private final AtomicBoolean told = new AtomicBoolean();

    Listener(EventLoop loop, LongConsumer work) {
      this.loop = loop;
      this.work = work;
    }

    void beat() {
      if (told.compareAndSet(false, true)) {
        loop.execute(this);
      }
    }

    @Override
    public void run() {
      told.set(false);
      work.accept(System.nanoTime());
    }
  }
}
