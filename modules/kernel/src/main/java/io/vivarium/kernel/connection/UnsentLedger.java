package io.vivarium.kernel.connection;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one I/O thread that have output waiting, those first whose output has waited longest. Connections of other threads
 * are not touched: each thread makes room among its own when it adds to what is too much, or when it is asked to look. Used by its
 * thread alone, but for {@link Share#bytes}.
 */
final class UnsentLedger {
  private final UnsentOutput all;
  private final Set<Share> waiting = new LinkedHashSet<>();

  UnsentLedger(UnsentOutput all) {
    this.all = all;
  }

  /** A connection as it is seen from here. I/O thread. */
  interface Holder {
    /** Bytes that were written for it and not taken by the system. */
    long unsentBytes();

    /** Bytes of requests that are held. */
    long heldBytes();

    /** Bytes that were ever written for it. */
    long writtenBytes();

    /** The clock. */
    long nowNanos();

    /** How long its output may wait while there is little room. */
    long patienceNanos();

    /** Closes it at once and frees what waits. */
    void giveUp(String reason);
  }

  /** What one connection has waiting. */
  final class Share {
    private final Holder holder;

    /** What had been written at {@link #sinceNanos}; when all that is sent, another mark is set. */
    private long mark;

    /** Some of what waits was written then or before. */
    private long sinceNanos;

    private volatile long bytes;
    private boolean ended;

    private Share(Holder holder) {
      this.holder = holder;
      mark(holder.nowNanos());
    }

    private void mark(long nowNanos) {
      mark = holder.writtenBytes();
      sinceNanos = nowNanos;
    }

    /** Bytes that are counted. Any thread. */
    long bytes() {
      return bytes;
    }

    /** Counts what waits now; to be called after each flush. Closes this connection or others when it is too much. */
    void look() {
      if (ended || !counted()) {
        return;
      }
      long now = holder.nowNanos();
      count(now);
      if (all.scarce() && now - sinceNanos > holder.patienceNanos()) {
        giveUp(now, "half of ");
      }
      if (all.exceeded()) {
        makeRoom(now);
      }
    }

    private boolean counted() {
      return bytes > 0 || holder.unsentBytes() + holder.heldBytes() > UnsentOutput.FREE;
    }

    private void count(long nowNanos) {
      long unsent = holder.unsentBytes();
      if (holder.writtenBytes() - unsent >= mark) {
        mark(nowNanos);
        waiting.remove(this); // to the end
      }
      long sum = unsent + holder.heldBytes();
      set(sum > UnsentOutput.FREE ? sum : 0);
    }

    private void set(long now) {
      all.changed(now - bytes);
      bytes = now;
      if (now > 0) {
        waiting.add(this);
      } else {
        waiting.remove(this);
      }
    }

    private void makeRoom(long nowNanos) {
      if (bytes > all.mostOfOne()) {
        giveUp(nowNanos, "");
      }
      UnsentLedger.this.makeRoom(nowNanos);
    }

    private void giveUp(long nowNanos, String share) {
      long had = bytes;
      end();
      all.closedOne();
      holder.giveUp(
          "it has not taken what was sent to it "
              + TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos)
              + " ms ago: "
              + had
              + " bytes wait for it, and for all clients more than "
              + share
              + all.limit()
              + " (maxUnsentBytes)");
    }

    /** The connection has ended: gives everything back, once. */
    void end() {
      ended = true;
      set(0);
    }
  }

  /** For a connection of this thread that has something waiting for the first time. */
  Share share(Holder holder) {
    return new Share(holder);
  }

  /**
   * Closes those whose output has waited longest until no more waits than may; the last of them stays, as it may be other threads whose
   * connections have too much. Who has taken something meanwhile goes to the end first.
   */
  private void makeRoom(long nowNanos) {
    for (int looks = 2 * waiting.size();
        looks > 0 && waiting.size() > 1 && all.exceeded();
        looks--) {
      Share oldest = waiting.iterator().next();
      long since = oldest.sinceNanos;
      oldest.count(nowNanos);
      if (oldest.bytes > 0 && oldest.sinceNanos == since) {
        oldest.giveUp(nowNanos, "");
      }
    }
  }

  /** Connections that have something waiting. */
  int size() {
    return waiting.size();
  }
}
