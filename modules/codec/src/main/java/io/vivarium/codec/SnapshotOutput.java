package io.vivarium.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a snapshot goes. Files put checksums at the seals; the stream from a leader to a learner has none. */
public interface SnapshotOutput {
  /** Takes the remaining bytes before it returns; the buffer is used again. */
  void write(ByteBuffer bytes) throws IOException;

  /** A section ends here. */
  void seal() throws IOException;
}
