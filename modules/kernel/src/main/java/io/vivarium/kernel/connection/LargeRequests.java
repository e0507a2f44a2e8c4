package io.vivarium.kernel.connection;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory that large requests on their way through the pipeline take: each connection may have some, all together not more
 * than the server has allotted. Small requests are bounded by number alone and cost nothing here.
 *
 * <p>A connection gives its bytes back when nothing of it is in the pipeline any more, or when it ends; until then it is not read
 * when it or the server is above the limit. What an ended one has left in the pipeline is no longer counted: it is no more than a
 * connection may have, for each session that was open, as sessions pass through the same pipeline.
 */
final class LargeRequests {
  private final AtomicLong total = new AtomicLong();
  private final ConnectionRules.Large limits;

  LargeRequests(ConnectionRules.Large limits) {
    this.limits = limits;
  }

  /** What one connection holds. I/O thread. */
  final class Share {
    private long held;

    private void add(int bytes) {
      held += bytes;
      total.addAndGet(bytes);
    }

    /** Whether the connection must not be read until it is {@link #release released}. */
    boolean full() {
      return held > 0 && (held >= limits.perConnection() || total.get() >= limits.total());
    }

    void release() {
      if (held > 0) {
        total.addAndGet(-held);
        held = 0;
      }
    }
  }

  /**
   * Counts a request if it is large.
   *
   * @param share of its connection; null while that has had none
   * @return its share from now on
   */
  @Nullable Share add(int bytes, @Nullable Share share) {
    if (bytes < limits.size()) {
      return share;
    }
    Share own = share == null ? share() : share;
    own.add(bytes);
    return own;
  }

  Share share() {
    return new Share();
  }

  /** Bytes held now. Any thread. */
  long bytes() {
    return total.get();
  }
}
