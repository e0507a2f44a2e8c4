package io.vivarium.kernel.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts what one thread receives and sends. Get it from {@link ServerStats#recorder()} on the thread that will use it, keep it,
 * and never hand it to another: it has one writer, which is why each call costs a few plain stores. Readers see each number whole
 * and soon.
 *
 * <p>Cells are of two kinds. Those of a period start at zero when {@link ServerStats#reset()} begins a new one: the owner notices
 * with its next call and clears them itself, and until then readers take them as zero. Levels (connections, requests under way)
 * outlive periods; one thread's level may be negative, as work may end on another thread than it began, and only the sum over
 * all threads means something.
 */
public final class TrafficRecorder {
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle PERIOD;

  static {
    try {
      PERIOD = MethodHandles.lookup().findVarHandle(TrafficRecorder.class, "period", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The cells start and end a cache line away from whatever lies beside them in memory. */
  private static final int PADDING = 8;

  private static final int RECEIVED = PADDING;
  private static final int SENT = PADDING + 1;
  private static final int BYTES_RECEIVED = PADDING + 2;
  private static final int RESPONSE_BYTES = PADDING + 3;
  private static final int WATCH_BYTES = PADDING + 4;
  private static final int LAST_SIZE = PADDING + 5;
  private static final int LAST_SIZE_AT = PADDING + 6;
  private static final int MIN_SIZE = PADDING + 7;
  private static final int MAX_SIZE = PADDING + 8;

  // Levels, which a new period leaves alone.
  private static final int CONNECTIONS = PADDING + 9;
  private static final int OUTSTANDING = PADDING + 10;

  /** Latencies are recorded in microseconds. */
  static final int UNITS_PER_MS = 1_000;

  private static final long NANOS_PER_UNIT = 1_000;

  private final ServerStats stats;
  private final Thread owner;
  private final Distribution readLatency = new Distribution();
  private final Distribution updateLatency = new Distribution();

  private final long[] cells = new long[OUTSTANDING + 1 + PADDING];

  /** The period that the cells belong to; written by the owner after it cleared them. */
  private long period;

  TrafficRecorder(ServerStats stats, Thread owner) {
    this.stats = stats;
    this.owner = owner;
    clear();
    PERIOD.setRelease(this, stats.period());
  }

  /** Frames came in: how many, and their bytes without length prefixes. One call per batch is enough. */
  public void received(long packets, long bytes) {
    enterPeriod();
    add(RECEIVED, packets);
    add(BYTES_RECEIVED, bytes);
  }

  /**
   * A request was answered; how long it took is told by {@link #took}.
   *
   * @param bytes of the reply without the length prefix
   * @param nowMs any millisecond clock that is the same for all threads; tells which reply was the last
   */
  public void answered(int bytes, long nowMs) {
    enterPeriod();
    add(SENT, 1);
    add(RESPONSE_BYTES, bytes);
    size(bytes, nowMs);
  }

  /**
   * Answered requests took this long, each of them.
   *
   * @param update whether they were writes, whose latency is kept apart from that of reads
   * @param latencyNanos from arrival to reply; most take less than the millisecond in which latencies are shown, and only their
   *     average tells
   * @param requests how many
   */
  public void took(boolean update, long latencyNanos, long requests) {
    enterPeriod();
    (update ? updateLatency : readLatency).record(latencyNanos / NANOS_PER_UNIT, requests);
  }

  /** A watch event went out; arguments as in {@link #answered}. */
  public void eventSent(int bytes, long nowMs) {
    enterPeriod();
    add(SENT, 1);
    add(WATCH_BYTES, bytes);
    size(bytes, nowMs);
  }

  /** Frames went out that answer no request: replies to handshakes and four-letter words. */
  public void sent(long packets) {
    enterPeriod();
    add(SENT, packets);
  }

  /** A connection was opened. */
  public void connectionOpened() {
    add(CONNECTIONS, 1);
  }

  /** A connection was closed. */
  public void connectionClosed() {
    add(CONNECTIONS, -1);
  }

  /** Requests went into the pipeline (positive) or are done (negative), replied or dropped. */
  public void outstanding(long change) {
    add(OUTSTANDING, change);
  }

  boolean isAbandoned() {
    return !owner.isAlive();
  }

  /** Adds what is here to a reading of the given period. */
  void addTo(Traffic.Sum sum, long wanted) {
    boolean current = (long) PERIOD.getAcquire(this) == wanted;
    sum.addLevels(at(CONNECTIONS), at(OUTSTANDING));
    if (current) {
      sum.addPackets(at(RECEIVED), at(SENT));
      sum.addBytes(at(BYTES_RECEIVED), at(RESPONSE_BYTES), at(WATCH_BYTES));
      sum.addSizes(at(LAST_SIZE), at(LAST_SIZE_AT), at(MIN_SIZE), at(MAX_SIZE));
      readLatency.addTo(sum.reads());
      updateLatency.addTo(sum.updates());
    }
  }

  private void size(int bytes, long nowMs) {
    set(LAST_SIZE, bytes);
    set(LAST_SIZE_AT, nowMs);
    if (bytes < own(MIN_SIZE)) {
      set(MIN_SIZE, bytes);
    }
    if (bytes > own(MAX_SIZE)) {
      set(MAX_SIZE, bytes);
    }
  }

  private void enterPeriod() {
    long current = stats.period();
    if (period != current) {
      clear();
      PERIOD.setRelease(this, current);
    }
  }

  private void clear() {
    for (int cell = RECEIVED; cell < CONNECTIONS; cell++) {
      set(cell, 0);
    }
    set(MIN_SIZE, Long.MAX_VALUE);
    set(MAX_SIZE, -1);
    set(LAST_SIZE, -1);
    set(LAST_SIZE_AT, Long.MIN_VALUE);
    readLatency.clear();
    updateLatency.clear();
  }

  private void add(int cell, long amount) {
    set(cell, own(cell) + amount);
  }

  private void set(int cell, long value) {
    CELLS.setOpaque(cells, cell, value);
  }

  /** For the owner, who sees its own stores. */
  private long own(int cell) {
    return cells[cell];
  }

  private long at(int cell) {
    return (long) CELLS.getOpaque(cells, cell);
  }
}
