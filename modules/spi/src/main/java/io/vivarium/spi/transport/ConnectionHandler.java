package io.vivarium.spi.transport;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The user of a connection. The transport calls it on the connection's I/O thread only, in this rhythm: all complete frames that
 * one read brought, each through {@link #frameLength} and {@link #onFrame}, then {@link #onReadDone} once. An exception from any
 * method closes the connection and nothing else.
 */
public interface ConnectionHandler {
  /**
   * Tells how long the next frame is.
   *
   * @param received the bytes at hand, from position to limit, at least one; neither is to be changed
   * @return length in bytes of the first frame with everything that belongs to it; 0 when more bytes are needed to know. The
   *     transport waits until that many bytes are there, without allocating more than has arrived times two.
   * @throws MalformedFrameException when no legal frame starts like this: the connection is closed
   */
  int frameLength(ByteBuffer received);

  /** Takes one frame, exactly as long as {@link #frameLength} said. The buffer is valid during the call only. */
  void onFrame(ByteBuffer frame);

  /** Everything that one read brought has been handed over: the moment to flush what was written. */
  void onReadDone();

  /** The output buffered in the transport went above its high mark (false) or fell below its low mark again (true). */
  void onWritable(boolean writable);

  /**
   * The connection is gone; the last call.
   *
   * @param cause null when either side closed it in good order
   */
  void onClosed(@Nullable Throwable cause);
}
