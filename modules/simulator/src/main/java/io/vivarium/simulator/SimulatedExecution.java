package io.vivarium.simulator;

import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.spi.FatalReason;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Agents and tasks of one process as events. A turn happens some time after the wake-up, as a thread begins some time after it was
 * woken; a turn of the log takes place when the disk is done.
 */
final class SimulatedExecution implements Execution {
  private static final String LOG = "log";
  private static final int MICRO = 1_000;
  private static final int MILLI = 1_000_000;

  /** One wake-up in so many meets a machine that is busy with something else. */
  private static final int BUSY_ONE_IN = 400;

  /** A task that writes lets others go on after one piece in so many. */
  private static final int PAUSE_ONE_IN = 2;

  private final Life life;
  private final Scheduler scheduler;
  private final SplittableRandom chance;
  private final LongSupplier diskNanos;

  /** Whether a task is in the middle of writing. */
  private boolean writing;

  /**
   * What one process runs on.
   *
   * @param diskNanos how long the disk takes for the next force
   */
  SimulatedExecution(Life life, Scheduler scheduler, LongSupplier diskNanos) {
    this.life = life;
    this.scheduler = scheduler;
    this.chance = scheduler.chance();
    this.diskNanos = diskNanos;
  }

  @Override
  public Agent agent(String name, Agent.Work work) {
    return new EventAgent(name, work, name.equals(LOG) ? diskNanos : this::wakeNanos);
  }

  @Override
  public ExecutorService tasks(String name) {
    return new Tasks();
  }

  @Override
  public Executor blocking() {
    return this::block;
  }

  /** A task that writes lets others go on anyhow. */
  @Override
  public void pause(long nanos) {}

  private void block(Runnable task) {
    scheduler.in(
        chance.nextLong(50L * MICRO, 20L * MILLI),
        life,
        () -> {
          if (writing) {
            block(task);
          } else {
            task.run();
          }
        });
  }

  /**
   * Lets the world go on in the middle of a task that writes a state. Other tasks wait meanwhile: as everything here is one thread, the
   * lock that such a task holds would not keep them out. Agents take their turns.
   */
  void meanwhile() {
    if (writing || chance.nextInt(PAUSE_ONE_IN) != 0) {
      return;
    }
    writing = true;
    try {
      scheduler.meanwhile(life, chance.nextLong(20L * MICRO, 30L * MILLI));
    } finally {
      writing = false;
    }
  }

  /** How long a thread takes to run after it was woken. */
  private long wakeNanos() {
    return chance.nextInt(BUSY_ONE_IN) == 0
        ? chance.nextLong(30L * MILLI)
        : chance.nextLong(2 * MICRO, 40L * MICRO);
  }

  private final class EventAgent implements Agent {
    private final String name;
    private final Work work;
    private final LongSupplier delayNanos;
    private Scheduler.@Nullable Event turn;
    private Scheduler.@Nullable Event timer;
    private boolean inTurn;
    private boolean ended;

    EventAgent(String name, Work work, LongSupplier delayNanos) {
      this.name = name;
      this.work = work;
      this.delayNanos = delayNanos;
    }

    @Override
    public void start() {
      take();
    }

    @Override
    public void wake() {
      if (turn == null && !ended) {
        turn = scheduler.in(delayNanos.getAsLong(), life, this::take);
      }
    }

    @Override
    public void giveWay() {
      if (inTurn) {
        throw new IllegalStateException(name + " waits for itself");
      }
      take();
    }

    @Override
    public boolean ended() {
      return ended || life.ended();
    }

    @Override
    public void stop() {
      while (!ended() && !work.idle()) {
        take();
      }
      ended = true;
      cancel();
    }

    private void cancel() {
      if (turn != null) {
        turn.cancel();
        turn = null;
      }
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
    }

    private void take() {
      if (ended()) {
        return;
      }
      cancel();
      inTurn = true;
      long due = Long.MAX_VALUE;
      try {
        due = work.turn();
      } catch (Life.Crash crash) {
        ended = true;
        throw crash;
      } catch (Throwable failure) {
        ended = true;
        life.stop(FatalReason.UNEXPECTED, "The " + name + " cannot go on: " + failure, failure);
        return;
      } finally {
        inTurn = false;
      }
      if (due == Work.AGAIN || !work.idle()) {
        wake();
      } else if (due != Long.MAX_VALUE) {
        timer = scheduler.in(life.untilNanos(due), life, this::take);
      }
    }
  }

  /** Tasks one after the other, each some time after the one before. */
  private final class Tasks extends AbstractExecutorService {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean scheduledNext;
    private boolean running;
    private boolean shut;

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
      schedule();
    }

    private void schedule() {
      if (!scheduledNext && !running && !waiting.isEmpty()) {
        scheduledNext = true;
        scheduler.in(chance.nextLong(50L * MICRO, 20L * MILLI), life, this::next);
      }
    }

    private void next() {
      scheduledNext = false;
      Runnable task = writing ? null : waiting.poll();
      if (task != null) {
        running = true;
        try {
          task.run();
        } finally {
          running = false;
        }
      }
      schedule();
    }

    @Override
    public void shutdown() {
      shut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shut = true;
      List<Runnable> never = List.copyOf(waiting);
      waiting.clear();
      return never;
    }

    @Override
    public boolean isShutdown() {
      return shut;
    }

    @Override
    public boolean isTerminated() {
      return shut && waiting.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      while (!waiting.isEmpty()) {
        next();
      }
      return true;
    }
  }
}
