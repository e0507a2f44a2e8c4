package io.vivarium.consensus.zab.link;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A state that is a number of bytes: the stream is that number, then as many bytes, each piece 1000 of them at most. */
final class StoredState implements StateTransfer {
  private static final int PIECE = 1000;

  private final int size;
  private final Consumer<Integer> atByte;

  /** What was received. */
  record Staged(long zxid, int size) implements StagedState {
    @Override
    public Staged as(long other) {
      return new Staged(other, size);
    }
  }

  /**
   * A state.
   *
   * @param atByte called while it is exported, with the bytes written so far; may throw
   */
  StoredState(int size, Consumer<Integer> atByte) {
    this.size = size;
    this.atByte = atByte;
  }

  StoredState(int size) {
    this(size, written -> {});
  }

  @Override
  public long appliedZxid() {
    return 9;
  }

  @Override
  public Storage storage() {
    throw new AssertionError("links have no use for the storage");
  }

  @Override
  public long export(SnapshotWriter to) throws IOException {
    to.write(ByteBuffer.allocate(Integer.BYTES).putInt(size).flip());
    for (int written = 0; written < size; ) {
      atByte.accept(written);
      int count = Math.min(PIECE, size - written);
      to.write(ByteBuffer.allocate(count));
      written += count;
    }
    to.seal();
    return 9;
  }

  @Override
  public IncomingState receive(long zxid) {
    return new IncomingState() {
      private int announced = -1;
      private int received;

      @Override
      public int pieceLength(ByteBuffer bytes) {
        return announced < 0
            ? bytes.remaining() < Integer.BYTES ? 0 : Integer.BYTES
            : Math.min(PIECE, announced - received);
      }

      @Override
      public StagedState accept(ByteBuffer piece) {
        if (announced >= 0) {
          received += piece.remaining();
        } else {
          announced = piece.getInt();
          if (announced < 0) {
            throw new MalformedFrameException("a state of " + announced + " bytes");
          }
        }
        return received == announced ? new Staged(zxid, received) : null;
      }
    };
  }

  @Override
  public StagedState rewind(long zxid) {
    throw new AssertionError("links rewind nothing");
  }

  @Override
  public void install(StagedState state) {
    throw new AssertionError("links install nothing");
  }

  @Override
  public void secure() {
    throw new AssertionError("links secure nothing");
  }
}
