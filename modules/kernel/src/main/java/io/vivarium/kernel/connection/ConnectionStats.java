package io.vivarium.kernel.connection;

import io.vivarium.kernel.admin.ConnectionView;
import io.vivarium.model.OpCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one connection. Only the connection's I/O thread records; any thread reads or asks for a reset. Recording costs
 * plain stores. A reset is a request: the owner clears the figures when it next records, and readers see a cleared connection
 * from the moment of asking.
 *
 * <p>Fields and not an array of longs: there are tens of thousands of these, and many of the figures are no larger than an int.
 */
@SuppressWarnings("UnusedVariable") // read through their handles
abstract class ConnectionStats implements ConnectionView {
  private static final VarHandle RECEIVED = handle("received", long.class);
  private static final VarHandle SENT = handle("sent", long.class);
  private static final VarHandle LAST_ZXID = handle("lastZxid", long.class);
  private static final VarHandle LAST_RESPONSE_AT = handle("lastResponseAtMs", long.class);
  private static final VarHandle LATENCY_SUM = handle("latencySum", long.class);
  private static final VarHandle REPLIES = handle("replies", long.class);
  private static final VarHandle LAST_OP = handle("lastOp", int.class);
  private static final VarHandle LAST_CXID = handle("lastCxid", int.class);
  private static final VarHandle LAST_LATENCY = handle("lastLatency", int.class);
  private static final VarHandle MIN_LATENCY = handle("minLatency", int.class);
  private static final VarHandle MAX_LATENCY = handle("maxLatency", int.class);
  private static final VarHandle PERIOD = handle("period", int.class);

  /** Stands for "no request yet": no operation has this number. */
  private static final int NO_OP = Integer.MIN_VALUE;

  private static final int NONE_YET = -1;

  private long received;
  private long sent;
  private long lastZxid = NONE_YET;
  private long lastResponseAtMs;
  private long latencySum;
  private long replies;
  private int lastOp = NO_OP;
  private int lastCxid = NONE_YET;
  private int lastLatency;
  private int minLatency = Integer.MAX_VALUE;
  private int maxLatency;

  /** The reset that the figures have been counted since. */
  private int period;

  /** Counts the resets asked for; the owner compares it with {@link #period}. */
  private volatile int resets;

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(ConnectionStats.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // ---- I/O thread

  /** Frames came in. */
  final void received(int packets) {
    enterPeriod();
    RECEIVED.setOpaque(this, received + packets);
  }

  /** Frames went out that are no replies. */
  final void sent(int packets) {
    enterPeriod();
    SENT.setOpaque(this, sent + packets);
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
  final void replied(OpCode op, int cxid, long zxid, long nowMs) {
    enterPeriod();
    SENT.setOpaque(this, sent + 1);
    LAST_OP.setOpaque(this, op.code());
    if (cxid >= 0) {
      LAST_CXID.setOpaque(this, cxid);
    }
    LAST_ZXID.setOpaque(this, zxid);
    LAST_RESPONSE_AT.setOpaque(this, nowMs);
  }

  /** So many answered requests took this long each, from arrival to reply. */
  final void took(long latencyMs, int requests) {
    enterPeriod();
    int latency = Math.clamp(latencyMs, 0, Integer.MAX_VALUE);
    LAST_LATENCY.setOpaque(this, latency);
    MIN_LATENCY.setOpaque(this, Math.min(minLatency, latency));
    MAX_LATENCY.setOpaque(this, Math.max(maxLatency, latency));
    LATENCY_SUM.setOpaque(this, latencySum + (long) latency * requests);
    REPLIES.setOpaque(this, replies + requests);
  }

  private void enterPeriod() {
    int asked = resets;
    if (period != asked) {
      clear();
      PERIOD.setRelease(this, asked);
    }
  }

  private void clear() {
    RECEIVED.setOpaque(this, 0L);
    SENT.setOpaque(this, 0L);
    LAST_ZXID.setOpaque(this, (long) NONE_YET);
    LAST_RESPONSE_AT.setOpaque(this, 0L);
    LATENCY_SUM.setOpaque(this, 0L);
    REPLIES.setOpaque(this, 0L);
    LAST_OP.setOpaque(this, NO_OP);
    LAST_CXID.setOpaque(this, NONE_YET);
    LAST_LATENCY.setOpaque(this, 0);
    MIN_LATENCY.setOpaque(this, Integer.MAX_VALUE);
    MAX_LATENCY.setOpaque(this, 0);
  }

  // ---- any thread

  /** Asks for a fresh start. */
  final synchronized void reset() {
    resets++;
  }

  /** Whether the figures are not those of before a reset. */
  private boolean current() {
    return (int) PERIOD.getAcquire(this) == resets;
  }

  @Override
  public final long received() {
    return current() ? (long) RECEIVED.getOpaque(this) : 0;
  }

  @Override
  public final long sent() {
    return current() ? (long) SENT.getOpaque(this) : 0;
  }

  @Override
  public final @Nullable OpCode lastOp() {
    int code = current() ? (int) LAST_OP.getOpaque(this) : NO_OP;
    return code == NO_OP ? null : OpCode.of(code);
  }

  @Override
  public final long lastCxid() {
    return current() ? (int) LAST_CXID.getOpaque(this) : NONE_YET;
  }

  @Override
  public final long lastZxid() {
    return current() ? (long) LAST_ZXID.getOpaque(this) : NONE_YET;
  }

  @Override
  public final long lastResponseAtMs() {
    return current() ? (long) LAST_RESPONSE_AT.getOpaque(this) : 0;
  }

  @Override
  public final Latency latency() {
    long requests = current() ? (long) REPLIES.getOpaque(this) : 0;
    if (requests == 0) {
      return new Latency(0, 0, 0, 0);
    }
    int max = (int) MAX_LATENCY.getOpaque(this);
    // A clearing may fall between these reads, so the least may read as fresh.
    int min = Math.min((int) MIN_LATENCY.getOpaque(this), max);
    long sum = (long) LATENCY_SUM.getOpaque(this);
    return new Latency((int) LAST_LATENCY.getOpaque(this), min, sum / requests, max);
  }
}
