package io.vivarium.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a snapshot comes from. It is never asked for bytes beyond a seal before that seal was verified. */
public interface SnapshotInput {
  /**
   * Reads up to {@code buffer.remaining()} bytes.
   *
   * @return bytes read, at least 1; −1 at the end
   */
  int read(ByteBuffer buffer) throws IOException;

  /** Reads what stands for a seal here and fails when it does not match what was read before it. */
  void verifySeal() throws IOException;
}
