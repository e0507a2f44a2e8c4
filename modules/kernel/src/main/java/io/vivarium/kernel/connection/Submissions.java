package io.vivarium.kernel.connection;

import io.vivarium.spi.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the pipeline for the requests that the connections of one I/O thread have published: once per round of that thread, as waking
 * it costs more than most requests, or when so much has gathered that the pipeline should work beside the thread. One per I/O thread,
 * used by it alone.
 */
final class Submissions {
  /** Requests that are worth a wake-up of their own. */
  private static final int MANY = 32;

  private final Runnable wake = this::wake;
  private int waiting;

  /** Held only while something waits: a thread may outlive the server whose pipeline it is. */
  private @Nullable Runnable pipeline;

  /**
   * A connection has published requests.
   *
   * @param wakePipeline has the pipeline look for requests; not called for nothing
   */
  void published(int requests, Connection connection, Runnable wakePipeline) {
    boolean first = waiting == 0;
    pipeline = wakePipeline;
    waiting += requests;
    if (waiting >= MANY) {
      wake();
    } else if (first) {
      connection.atEndOfRound(wake);
    }
  }

  private void wake() {
    Runnable wakePipeline = pipeline;
    if (wakePipeline != null) {
      waiting = 0;
      pipeline = null;
      wakePipeline.run();
    }
  }
}
