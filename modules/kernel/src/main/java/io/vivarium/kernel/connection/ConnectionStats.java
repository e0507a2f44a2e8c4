package io.vivarium.kernel.connection;

import io.vivarium.kernel.admin.ConnectionView;
import io.vivarium.model.OpCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one connection. Only the connection's I/O thread records; any thread reads or asks for a reset. Recording costs
 * plain stores. A reset is a request: the owner clears the figures when it next records, and readers see a cleared connection
 * from the moment of asking.
 */
final class ConnectionStats {
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int RECEIVED = 0;
  private static final int SENT = 1;
  private static final int LAST_OP = 2;
  private static final int LAST_CXID = 3;
  private static final int LAST_ZXID = 4;
  private static final int LAST_RESPONSE_AT = 5;
  private static final int LAST_LATENCY = 6;
  private static final int MIN_LATENCY = 7;
  private static final int MAX_LATENCY = 8;
  private static final int LATENCY_SUM = 9;
  private static final int REPLIES = 10;
  private static final int PERIOD = 11;

  /** Stands for "no request yet": no operation has this number. */
  private static final long NO_OP = Long.MIN_VALUE;

  private static final long[] FRESH = new long[PERIOD + 1];

  static {
    FRESH[LAST_OP] = NO_OP;
    FRESH[LAST_CXID] = -1;
    FRESH[LAST_ZXID] = -1;
    FRESH[MIN_LATENCY] = Long.MAX_VALUE;
  }

  private final long[] cells = FRESH.clone();

  /** Counts the resets asked for; the owner compares it with its cell {@code PERIOD}. */
  private volatile int resets;

  /** Frames came in. */
  void received(long packets) {
    enterPeriod();
    set(RECEIVED, cells[RECEIVED] + packets);
  }

  /** Frames went out that are no replies. */
  void sent(long packets) {
    enterPeriod();
    set(SENT, cells[SENT] + packets);
  }

  /**
   * A request was answered. What {@code cons} calls the last request is the last one answered. How long it took is told by {@link
   * #took}.
   *
   * @param op the operation
   * @param cxid the request's number; kept only when it is no special one, that is not negative
   * @param zxid the zxid of the reply
   * @param nowMs monotonic clock
   */
  void replied(OpCode op, long cxid, long zxid, long nowMs) {
    enterPeriod();
    set(SENT, cells[SENT] + 1);
    set(LAST_OP, op.code());
    if (cxid >= 0) {
      set(LAST_CXID, cxid);
    }
    set(LAST_ZXID, zxid);
    set(LAST_RESPONSE_AT, nowMs);
  }

  /** So many answered requests took this long each, from arrival to reply. */
  void took(long latencyMs, long requests) {
    enterPeriod();
    long latency = Math.max(latencyMs, 0);
    set(LAST_LATENCY, latency);
    set(MIN_LATENCY, Math.min(cells[MIN_LATENCY], latency));
    set(MAX_LATENCY, Math.max(cells[MAX_LATENCY], latency));
    set(LATENCY_SUM, cells[LATENCY_SUM] + latency * requests);
    set(REPLIES, cells[REPLIES] + requests);
  }

  /** Asks for a fresh start. Any thread. */
  synchronized void reset() {
    resets++;
  }

  /** See {@link ConnectionView#received}. */
  long received() {
    return at(RECEIVED);
  }

  /** See {@link ConnectionView#sent}. */
  long sent() {
    return at(SENT);
  }

  /** See {@link ConnectionView#lastOp}. */
  @Nullable OpCode lastOp() {
    long code = at(LAST_OP);
    return code == NO_OP ? null : OpCode.of((int) code);
  }

  /** See {@link ConnectionView#lastCxid}. */
  long lastCxid() {
    return at(LAST_CXID);
  }

  /** See {@link ConnectionView#lastZxid}. */
  long lastZxid() {
    return at(LAST_ZXID);
  }

  /** See {@link ConnectionView#lastResponseAtMs}. */
  long lastResponseAtMs() {
    return at(LAST_RESPONSE_AT);
  }

  /** See {@link ConnectionView#latency}. */
  ConnectionView.Latency latency() {
    long replies = at(REPLIES);
    if (replies == 0) {
      return new ConnectionView.Latency(0, 0, 0, 0);
    }
    long max = at(MAX_LATENCY);
    // A reset may fall between these reads, so the least may read as fresh.
    long min = Math.min(at(MIN_LATENCY), max);
    return new ConnectionView.Latency(at(LAST_LATENCY), min, at(LATENCY_SUM) / replies, max);
  }

  private void enterPeriod() {
    int asked = resets;
    if (cells[PERIOD] != asked) {
      for (int i = 0; i < PERIOD; i++) {
        set(i, FRESH[i]);
      }
      CELLS.setRelease(cells, PERIOD, (long) asked);
    }
  }

  private void set(int cell, long value) {
    CELLS.setOpaque(cells, cell, value);
  }

  private long at(int cell) {
    boolean current = (long) CELLS.getAcquire(cells, PERIOD) == resets;
    return current ? (long) CELLS.getOpaque(cells, cell) : FRESH[cell];
  }
}
