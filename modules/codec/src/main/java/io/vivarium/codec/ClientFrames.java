package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;

/**
 * The framing of the client protocol, the same in both directions: a four-byte length that does not count itself, then that many
 * bytes.
 */
public final class ClientFrames {
  /** Bytes of the length in front of each frame. */
  public static final int LENGTH_BYTES = Integer.BYTES;

  /** Largest frame body in bytes that a server takes unless configured otherwise: the default of {@code jute.maxbuffer}. */
  public static final int DEFAULT_MAX_BUFFER = 0xfffff;

  private static final int MIN_EXTRA = 1024;

  private ClientFrames() {}

  /**
   * How long the first frame is.
   *
   * @param received bytes from position to limit; not changed
   * @param maxBuffer largest length of a frame body, in bytes
   * @return bytes of the frame with its length field; 0 when fewer than four bytes are there
   * @throws MalformedFrameException when the length is negative or above {@code maxBuffer}
   */
  public static int frameLength(ByteBuffer received, int maxBuffer) {
    if (received.remaining() < LENGTH_BYTES) {
      return 0;
    }
    return LENGTH_BYTES + checked(received.getInt(received.position()), maxBuffer);
  }

  /** The length of a frame body when it is legal; see {@link #frameLength} for when it is not. */
  public static int checked(int length, int maxBuffer) {
    if (length < 0 || length > maxBuffer) {
      throw new MalformedFrameException(
          "frame at offset 0 has length "
              + length
              + ", the limit (jute.maxbuffer) is "
              + maxBuffer);
    }
    return length;
  }

  /**
   * The limit for strings and buffers inside a frame, a log record or a snapshot: {@code maxBuffer} plus {@code extra}, which
   * counts as at least 1024. The limit is wider than a frame so that what a server writes for a largest request can be read
   * again.
   */
  public static int fieldLimit(int maxBuffer, int extra) {
    return (int) Math.min(Integer.MAX_VALUE, (long) maxBuffer + Math.max(MIN_EXTRA, extra));
  }
}
