package io.vivarium.kernel.snapshot;

import io.vivarium.codec.SnapshotAssembler;
import io.vivarium.codec.SnapshotCodec;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Builds a tree of the stream that another server sends of its own. One use. */
final class ReceivedTree implements IncomingState {
  private final SnapshotLoad load;
  private final SnapshotAssembler assembler;
  private final long zxid;
  private final Acceptance acceptance;

  /** Has the last word about a tree. */
  @FunctionalInterface
  interface Acceptance {
    /** Fails when the tree must not be served with this configuration. */
    void check(DataTree tree) throws StorageException;
  }

  ReceivedTree(long zxid, TreeOptions options, int fieldLimit, Acceptance acceptance) {
    this.load = new SnapshotLoad(options);
    this.assembler = SnapshotCodec.assembler(load, fieldLimit);
    this.zxid = zxid;
    this.acceptance = acceptance;
  }

  @Override
  public int pieceLength(ByteBuffer received) {
    return assembler.pieceLength(received);
  }

  @Override
  public @Nullable StagedState accept(ByteBuffer piece) {
    try {
      if (!assembler.accept(piece)) {
        return null;
      }
      DataTree tree = load.finish(zxid);
      acceptance.check(tree);
      return new StagedTree(tree, false);
    } catch (IOException e) {
      // Nothing is read here; what fails is the tree that the stream describes.
      throw new MalformedFrameException(String.valueOf(e.getMessage()));
    }
  }
}
