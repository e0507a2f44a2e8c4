package io.vivarium.kernel.snapshot;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.codec.SnapshotVisitor;
import io.vivarium.model.Acl;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeLoader;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.util.List;

/** Reads one snapshot into a fresh tree; of a bad one nothing remains. One use. */
final class SnapshotLoad implements SnapshotVisitor {
  private final TreeLoader loader;

  /**
   * What a snapshot held.
   *
   * @param lacksAcls whether nodes refer to ACLs that are not in it, which the txns after it have to supply
   */
  record Loaded(DataTree tree, SnapshotTrailer trailer, boolean lacksAcls) {}

  SnapshotLoad(TreeOptions options) {
    this.loader = new TreeLoader(options);
  }

  /**
   * Reads a snapshot.
   *
   * @param zxid from its name
   * @param digest whether a digest is expected behind the nodes
   * @param fieldLimit largest string or data in bytes
   */
  static Loaded read(
      SnapshotReader reader, long zxid, TreeOptions options, boolean digest, int fieldLimit)
      throws IOException {
    SnapshotLoad load = new SnapshotLoad(options);
    SnapshotTrailer trailer =
        SnapshotCodec.decoder(SnapshotStreams.from(reader), fieldLimit).readFile(load, digest);
    return new Loaded(load.finish(zxid), trailer, load.loader.lacksAcls());
  }

  /**
   * Reads a snapshot without a name: of which txn it is stands behind its nodes. No txns will follow.
   *
   * @throws IOException also when it does not stand there
   */
  static Loaded readNameless(
      SnapshotReader reader, TreeOptions options, boolean digest, int fieldLimit)
      throws IOException {
    SnapshotLoad load = new SnapshotLoad(options);
    SnapshotTrailer trailer =
        SnapshotCodec.decoder(SnapshotStreams.from(reader), fieldLimit).readFile(load, digest);
    long zxid = trailer.lastProcessedZxid();
    if (zxid == SnapshotTrailer.UNKNOWN_ZXID) {
      throw new IOException(
          "the snapshot does not tell of which txn it is; it was written with"
              + " serializeLastProcessedZxid.enabled=false, or by a ZooKeeper before 3.9");
    }
    return new Loaded(load.finish(zxid), trailer, load.loader.lacksAcls());
  }

  /** The tree of everything that was visited, as of {@code zxid}. */
  DataTree finish(long zxid) {
    return loader.finish(zxid);
  }

  @Override
  public void session(long sessionId, int timeout) {
    loader.session(sessionId, timeout);
  }

  @Override
  public void acl(long id, List<Acl> acl) {
    loader.acl(id, acl);
  }

  @Override
  public void node(SnapshotNode node) {
    byte[] data = node.dataArray();
    loader.node(
        new TreeLoader.Part(node.pathArray(), node.pathOffset(), node.pathLength()),
        data == null ? null : new TreeLoader.Part(data, node.dataOffset(), node.dataLength()),
        node.aclId(),
        node);
  }
}
