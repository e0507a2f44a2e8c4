package io.vivarium.spi.consensus;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A state that arrives piece by piece from another server. The stream has no length in front and other packets behind it, so this
 * also tells where it ends. One thread at a time.
 */
public interface IncomingState {
  /**
   * Tells how long the next piece is; as {@link io.vivarium.spi.transport.ConnectionHandler#frameLength}.
   *
   * @param received the bytes at hand, at least one; neither position nor limit is to be changed
   * @return length of the next piece in bytes; 0 when more are needed to know
   * @throws MalformedFrameException when this is no such stream, or a part of it is longer than allowed
   */
  int pieceLength(ByteBuffer received);

  /**
   * Takes a piece, exactly as long as {@link #pieceLength} said.
   *
   * @return the state when this was the last piece, null before
   * @throws MalformedFrameException when it does not fit what came before, or the stream is not signed at its end
   */
  @Nullable StagedState accept(ByteBuffer piece);
}
