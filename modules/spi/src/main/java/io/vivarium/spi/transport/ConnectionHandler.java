package io.vivarium.spi.transport;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The user of a connection. The transport calls it on the connection's I/O thread only, in this rhythm: all complete frames that
 * one read brought, each through {@link #frameLength} and {@link #onFrame}, then {@link #onReadDone} once. After
 * {@link Connection#close} only {@link #onClosed} follows. An exception from any method closes this connection, as
 * {@link Connection#close} does, and nothing else; it is then the cause in {@link #onClosed}.
 */
public interface ConnectionHandler {
  /**
   * Tells how long the next frame is.
   *
   * @param received the bytes at hand, from position to limit, at least one; neither is to be changed
   * @return length in bytes of the first frame with everything that belongs to it; 0 when more bytes are needed to know. The
   *     transport waits until that many bytes are there, without allocating more than twice what has arrived of them.
   * @throws MalformedFrameException when no legal frame starts like this: the connection is closed
   */
  int frameLength(ByteBuffer received);

  /** Takes one frame, exactly as long as {@link #frameLength} said. The buffer is valid during the call only. */
  void onFrame(ByteBuffer frame);

  /**
   * Everything that one read brought has been handed over, at least one frame: the moment to flush what was written. Not called
   * once the connection was closed meanwhile.
   */
  void onReadDone();

  /**
   * The output buffered in the transport went above its high mark (false) or fell below its low mark again (true). Never called
   * from within a call to the connection; the two alternate, beginning with false. A change is told also when it was undone before it
   * could be, and the high mark is at 1 MiB or below: whoever has seen more than that waiting may rely on being told that there is room.
   */
  void onWritable(boolean writable);

  /**
   * The peer has closed its sending side, or everything: no more frames come. Either way of closing looks the same from here; only
   * writing tells them apart.
   *
   * @return false when nothing more is to be sent: the transport sends what was written and closes; true when output is still to
   *     come: the handler closes the connection when it is done
   */
  default boolean onInputEnded() {
    return false;
  }

  /**
   * The connection is gone; the last call.
   *
   * @param cause null when either side closed it in good order and everything written was sent
   */
  void onClosed(@Nullable Throwable cause);
}
