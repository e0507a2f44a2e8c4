package io.vivarium.kernel.metrics;

/** What all threads together received and sent since the last reset, read in one pass. Immutable. */
public final class Traffic {
  private final Sum from;
  private final Spread readLatency;
  private final Spread updateLatency;
  private final Spread latency;

  private Traffic(Sum from) {
    this.from = from;
    this.readLatency = from.reads.done(TrafficRecorder.UNITS_PER_MS);
    this.updateLatency = from.updates.done(TrafficRecorder.UNITS_PER_MS);
    Spread.Sum both = new Spread.Sum();
    both.add(from.reads);
    both.add(from.updates);
    this.latency = both.done(TrafficRecorder.UNITS_PER_MS);
  }

  /** Frames received from clients. */
  public long packetsReceived() {
    return from.received;
  }

  /** Frames sent to clients. */
  public long packetsSent() {
    return from.sent;
  }

  /** Bytes of the frames received, without length prefixes. */
  public long bytesReceived() {
    return from.bytesReceived;
  }

  /** Bytes of replies, without length prefixes. */
  public long responseBytes() {
    return from.responseBytes;
  }

  /** Bytes of watch events, without length prefixes. */
  public long watchBytes() {
    return from.watchBytes;
  }

  /** Size of the last reply or event in bytes; −1 when there was none. */
  public long lastResponseSize() {
    return from.lastSize;
  }

  /** Size of the smallest reply or event in bytes; −1 when there was none. */
  public long minResponseSize() {
    return from.minSize == Long.MAX_VALUE ? -1 : from.minSize;
  }

  /** Size of the largest reply or event in bytes; −1 when there was none. */
  public long maxResponseSize() {
    return from.maxSize;
  }

  /** Open connections; a reset leaves them alone. */
  public long connections() {
    return Math.max(0, from.connections);
  }

  /** Requests in the pipeline; a reset leaves them alone. */
  public long outstanding() {
    return Math.max(0, from.outstanding);
  }

  /** Latency of all requests in ms; the average is exact to the microsecond. */
  public Spread latency() {
    return latency;
  }

  /** Latency in ms of requests that were no writes. */
  public Spread readLatency() {
    return readLatency;
  }

  /** Latency of writes in ms. */
  public Spread updateLatency() {
    return updateLatency;
  }

  /** Adds recorders up. One thread. */
  static final class Sum {
    private final Spread.Sum reads = new Spread.Sum();
    private final Spread.Sum updates = new Spread.Sum();
    private long received;
    private long sent;
    private long bytesReceived;
    private long responseBytes;
    private long watchBytes;
    private long lastSize = -1;
    private long lastSizeAt = Long.MIN_VALUE;
    private long minSize = Long.MAX_VALUE;
    private long maxSize = -1;
    private long connections;
    private long outstanding;

    Spread.Sum reads() {
      return reads;
    }

    Spread.Sum updates() {
      return updates;
    }

    void addPackets(long moreReceived, long moreSent) {
      received += moreReceived;
      sent += moreSent;
    }

    void addBytes(long moreReceived, long moreResponses, long moreWatches) {
      bytesReceived += moreReceived;
      responseBytes += moreResponses;
      watchBytes += moreWatches;
    }

    void addSizes(long last, long lastAt, long min, long max) {
      if (last >= 0 && lastAt >= lastSizeAt) {
        lastSize = last;
        lastSizeAt = lastAt;
      }
      minSize = Math.min(minSize, min);
      maxSize = Math.max(maxSize, max);
    }

    void addLevels(long moreConnections, long moreOutstanding) {
      connections += moreConnections;
      outstanding += moreOutstanding;
    }

    /** Adds everything of another sum: what the recorders of dead threads left. */
    void add(Sum other) {
      addPackets(other.received, other.sent);
      addBytes(other.bytesReceived, other.responseBytes, other.watchBytes);
      addSizes(other.lastSize, other.lastSizeAt, other.minSize, other.maxSize);
      addLevels(other.connections, other.outstanding);
      reads.add(other.reads);
      updates.add(other.updates);
    }

    /** What a reset leaves: the levels. */
    Sum levelsOnly() {
      Sum kept = new Sum();
      kept.addLevels(connections, outstanding);
      return kept;
    }

    /** Ends the adding up. */
    Traffic done() {
      return new Traffic(this);
    }
  }
}
