package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;

/** What a session does again and again. One for each session, on its event loop. */
@FunctionalInterface
interface Operation {
  /** Writes the first request of an operation that was due at this time. */
  void begin(BenchSession session, long dueNanos);

  /**
   * A request of an operation was answered with success; the next request may be written.
   *
   * @return whether the operation is complete
   */
  default boolean replied(BenchSession session, long dueNanos, ByteBuf body) {
    return true;
  }
}
