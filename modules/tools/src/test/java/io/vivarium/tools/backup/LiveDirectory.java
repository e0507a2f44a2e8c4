package io.vivarium.tools.backup;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.Storage;
import io.vivarium.storage.filelog.Compression;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A data directory as a running server has it, without the server: it is locked, and txns are logged and applied. One thread. */
final class LiveDirectory implements AutoCloseable {
  /** The time of the first txn; each later one comes a second after the one before. */
  static final long BEGUN = 1_800_000_000_000L;

  private final Storage storage;
  private final DataTree tree = new DataTree(new TreeOptions(true, false, true, 0));
  private final Map<Long, Long> digests = new TreeMap<>();
  private final JuteWriter bytes = new JuteWriter();
  private long zxid;
  private int created;

  LiveDirectory(Path dataDir) throws Exception {
    storage = DataFiles.storage(dataDir, dataDir, Compression.NONE, 1 << 20);
    storage.start();
    snapshot();
  }

  /** Logs and applies a txn, forced. */
  void apply(long session, Txn txn) throws Exception {
    zxid++;
    TxnHeader header = new TxnHeader(session, 0, zxid, BEGUN + 1_000 * (zxid & 0xffff));
    tree.apply(header, txn, ChangeListener.NONE);
    bytes.clear();
    TxnCodec.encode(header, txn, new TxnDigest(TxnDigest.VERSION, tree.digest()), bytes);
    storage.log().append(zxid, bytes.view());
    storage.log().force();
    digests.put(zxid, tree.digest());
  }

  /** Creates so many znodes. */
  void create(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      created++;
      apply(
          1,
          new Txn.Create(OpCode.CREATE, "/n" + created, new byte[50], Acl.OPEN, false, created, 0));
    }
  }

  /** Opens a session with an ephemeral. */
  void session(long id) throws Exception {
    apply(id, new Txn.CreateSession(10_000));
    created++;
    apply(id, new Txn.Create(OpCode.CREATE, "/e" + id, null, Acl.OPEN, true, created, 0));
  }

  /** A new leader begins an epoch. */
  void epoch(long epoch) throws Exception {
    zxid = epoch << 32;
    storage.number("acceptedEpoch").write(epoch);
    storage.number("currentEpoch").write(epoch);
  }

  /** Writes a number beside the snapshots. */
  void number(String name, long value) throws Exception {
    storage.number(name).write(value);
  }

  /** Takes a snapshot and begins another log, as a server does. */
  void snapshot() throws Exception {
    storage.log().roll();
    new TreeSnapshots(tree, storage.snapshots(), true, TimeSource.system()).writeSettled();
  }

  /** Removes what no recovery needs, as autopurge does. */
  void purge(int keep) throws Exception {
    storage.snapshots().retain(keep);
  }

  /** Forgets txns that were never committed, as a follower is told to. */
  void truncate(long to) throws Exception {
    storage.log().truncate(to);
    zxid = to;
  }

  /** The digest of the tree after a txn. */
  long digest(long at) {
    return digests.get(at);
  }

  long zxid() {
    return zxid;
  }

  DataTree tree() {
    return tree;
  }

  @Override
  public void close() {
    storage.close();
  }
}
