package io.vivarium.kernel.execution;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent with a thread of its own.
 *
 * <p><b>Waiting.</b> The work waits for several things at once, such as a ring, a counter and timers. So the thread marks itself
 * parked, looks once more whether there is anything to do, and parks; whoever brings something unparks it when the mark is set. A
 * wake-up cannot be missed: the bringer publishes before it reads the mark, the thread sets the mark before it looks.
 */
final class AgentThread implements Agent {
  private static final long GIVE_WAY_NANOS = 20_000;

  private final String name;
  private final Work work;
  private final TimeSource time;
  private final FatalErrors fatal;
  private final Thread thread;
  private final CountDownLatch firstTurn = new CountDownLatch(1);

  private static final VarHandle TURNS = turnsHandle();

  /** Turns begun; written by the agent without a fence, as nobody needs the exact number. */
  private long turns;

  private volatile boolean parked;
  private volatile boolean running = true;
  private volatile boolean ended;

  AgentThread(String name, Work work, TimeSource time, ThreadFactory threads, FatalErrors fatal) {
    this.name = name;
    this.work = work;
    this.time = time;
    this.fatal = fatal;
    this.thread = threads.newThread(this::run);
    thread.setName(name);
  }

  @Override
  public void start() throws InterruptedException {
    thread.start();
    firstTurn.await();
  }

  @Override
  public void wake() {
    // What was brought may have been published with a release only; without the fence the mark
    // could be read before it is visible.
    VarHandle.fullFence();
    if (parked) {
      parked = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void giveWay() {
    LockSupport.parkNanos(this, GIVE_WAY_NANOS);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void stop() throws InterruptedException {
    running = false;
    LockSupport.unpark(thread);
    thread.join();
  }

  /** How far it has come. Any thread. */
  OwnThreads.Progress progress() {
    return new OwnThreads.Progress(thread, (long) TURNS.getOpaque(this), parked || ended);
  }

  private static VarHandle turnsHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(AgentThread.class, "turns", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private void run() {
    try {
      while (running || !work.idle()) {
        TURNS.setOpaque(this, turns + 1);
        long due = work.turn();
        firstTurn.countDown();
        if (due != Work.AGAIN) {
          park(due);
        }
      }
    } catch (Throwable failure) {
      fatal.stop(
          FatalReason.UNEXPECTED,
          "The " + name + " met a failure that it cannot go on from: " + failure,
          failure);
    } finally {
      ended = true;
      firstTurn.countDown();
    }
  }

  private void park(long dueNanos) {
    parked = true;
    long wait = dueNanos == Long.MAX_VALUE ? Long.MAX_VALUE : dueNanos - time.monotonicNanos();
    if (work.idle() && running && wait > 0) {
      LockSupport.parkNanos(this, wait);
    }
    parked = false;
  }
}
