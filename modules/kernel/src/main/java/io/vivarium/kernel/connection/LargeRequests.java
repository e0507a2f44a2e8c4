package io.vivarium.kernel.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that large requests on their way through the pipeline take: each connection may have some, all together not more
 * than the server has allotted. Small requests are bounded by number alone and cost nothing here.
 *
 * <p>A connection gives its bytes back when nothing of it is in the pipeline any more; until then it is not read when it or the
 * server is above the limit.
 */
public final class LargeRequests {
  /** Requests from this size on are counted unless another size is configured, bytes. */
  public static final int LARGE = 4 * 1024;

  private final AtomicLong total = new AtomicLong();
  private final int large;
  private final long limit;
  private final long perConnection;

  /**
   * Limits in bytes.
   *
   * @param large least size of a request that is counted
   * @param perConnection at least the largest request
   */
  public LargeRequests(int large, long limit, long perConnection) {
    this.large = large;
    this.limit = limit;
    this.perConnection = perConnection;
  }

  /** What one connection holds. I/O thread. */
  final class Share {
    private long held;

    void add(int bytes) {
      if (bytes >= large) {
        held += bytes;
        total.addAndGet(bytes);
      }
    }

    /** Whether the connection must not be read until it is {@link #release released}. */
    boolean full() {
      return held > 0 && (held >= perConnection || total.get() >= limit);
    }

    void release() {
      if (held > 0) {
        total.addAndGet(-held);
        held = 0;
      }
    }
  }

  Share share() {
    return new Share();
  }

  /** Bytes held now. Any thread. */
  public long bytes() {
    return total.get();
  }
}
