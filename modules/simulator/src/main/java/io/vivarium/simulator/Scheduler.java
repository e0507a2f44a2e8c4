package io.vivarium.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and everything that is going to happen in it. An event belongs to a {@link Life}: it does not happen when that life
 * has ended, and waits while it is paused. Events at the same time happen in the order they were scheduled.
 */
final class Scheduler {
  /** Something that is going to happen. */
  static final class Event implements Comparable<Event> {
    private final long atNanos;
    private final long number;
    private final @Nullable Life life;
    private @Nullable Runnable action;

    private Event(long atNanos, long number, @Nullable Life life, Runnable action) {
      this.atNanos = atNanos;
      this.number = number;
      this.life = life;
      this.action = action;
    }

    /** It does not happen. */
    void cancel() {
      action = null;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private static final long MILLI = 1_000_000;
  private static final long LONGEST_PAUSE = 10_000 * MILLI;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom root;
  private long nowNanos = 1_000_000_000L;
  private long scheduled;
  private long happened;

  Scheduler(long seed) {
    root = new SplittableRandom(seed);
  }

  /** Chance for one purpose: what one part draws does not change what another does. */
  SplittableRandom chance() {
    return root.split();
  }

  /** Virtual time. */
  long nowNanos() {
    return nowNanos;
  }

  /** Events that have happened. */
  long happened() {
    return happened;
  }

  /** Schedules something of the world itself. */
  Event in(long delayNanos, Runnable action) {
    return schedule(delayNanos, null, action);
  }

  /** Schedules something that a process does. */
  Event in(long delayNanos, Life life, Runnable action) {
    return schedule(delayNanos, life, action);
  }

  private Event schedule(long delayNanos, @Nullable Life life, Runnable action) {
    long at = nowNanos + Math.max(0, delayNanos);
    Event event = new Event(at < nowNanos ? Long.MAX_VALUE : at, scheduled++, life, action);
    events.add(event);
    return event;
  }

  /** Has the next event happen, if it is due before the end. */
  boolean step(long endNanos) {
    Event next = events.peek();
    if (next == null || next.atNanos > endNanos) {
      nowNanos = Math.max(nowNanos, endNanos);
      return false;
    }
    events.remove();
    nowNanos = next.atNanos;
    Runnable action = next.action;
    if (action == null) {
      return true;
    }
    Life life = next.life;
    if (life == null) {
      happened++;
      action.run();
    } else if (life.paused()) {
      life.hold(action);
    } else if (!life.ended()) {
      happened++;
      life.run(action);
    }
    return true;
  }

  /**
   * Has everybody go on for a while in the middle of what one thread of a process does, as other threads do. Ends that thread when
   * the process ends meanwhile.
   */
  void meanwhile(Life life, long nanos) {
    long end = nowNanos + nanos;
    while (step(end)) {
      // One event after the other.
    }
    // Whoever is to wake it up may be waiting for this very event.
    long last = nowNanos + LONGEST_PAUSE;
    while (life.paused() && nowNanos < last) {
      step(nowNanos + MILLI);
    }
    if (life.ended()) {
      throw new Life.Crash();
    }
  }

  /** Has what a paused life missed happen now, in order. */
  void release(Life life, List<Runnable> held) {
    for (Runnable action : new ArrayList<>(held)) {
      in(0, life, action);
    }
  }
}
