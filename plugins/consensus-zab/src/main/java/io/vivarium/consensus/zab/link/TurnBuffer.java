package io.vivarium.consensus.zab.link;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.wire.QuorumCodec;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of everything that is sent in one turn of the engine. A message that goes to several links is encoded once: the core hands
 * over the same object for each of them, one after the other. Engine's thread, until {@link #finish} gives the bytes away.
 */
final class TurnBuffer {
  private static final int SMALLEST = 512;

  private JuteWriter writer = new JuteWriter(SMALLEST);
  private @Nullable QuorumMessage last;
  private Range lastRange = new Range(0, 0);

  /** A part of the turn's bytes. */
  record Range(int start, int end) {
    int length() {
      return end - start;
    }
  }

  /** Encodes a message, unless it was the last one. */
  @SuppressWarnings(
      "ReferenceEquality") // the same object: comparing the bytes would cost as much as encoding
  // them
  Range encode(QuorumMessage message) {
    if (message != last) {
      int start = writer.position();
      QuorumCodec.encode(message, writer);
      last = message;
      lastRange = new Range(start, writer.position());
    }
    return lastRange;
  }

  /** The bytes of the turn that ends; they are not written to any more. */
  ByteBuffer finish() {
    ByteBuffer bytes = writer.view().asReadOnlyBuffer();
    // The next turn is likely to be much like this one.
    writer = new JuteWriter(Math.clamp(bytes.limit(), SMALLEST, JuteWriter.RETAINED));
    last = null;
    return bytes;
  }
}
