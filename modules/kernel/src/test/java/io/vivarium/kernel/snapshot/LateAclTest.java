package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotEncoder;
import io.vivarium.codec.SnapshotOutput;
import io.vivarium.kernel.LogLines;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.TreeScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Snapshots as ZooKeeper writes them while txns go on: the ACLs as they were at the beginning, and nodes that came later, or were given
 * another ACL later, with numbers that are not among those.
 */
class LateAclTest {
  private static final TreeOptions OPTIONS = new TreeOptions(true, false, true, 7);
  private static final List<Acl> MINE = List.of(new Acl(31, "digest", "me:x"));
  private static final List<Acl> NOTHING = List.of(new Acl(0, "world", "anyone"));

  private final HandMadeStorage storage = new HandMadeStorage();
  private final DataTree tree = new DataTree(OPTIONS);
  private final List<Runnable> logged = new ArrayList<>();

  private Recovery recovery() {
    return new Recovery(storage, OPTIONS, new Recovery.Settings(1 << 20, false, false));
  }

  private DataTree recover() throws StorageException {
    Recovery.Recovered recovered = recovery().run();
    assertEquals(0, recovered.digestMismatches());
    assertEquals(0, recovered.tree().unknownAcls());
    assertNull(recovered.tree().nodeOfUnknownAcl());
    return recovered.tree();
  }

  private static Txn create(String path, List<Acl> acl) {
    return new Txn.Create(OpCode.CREATE, path, new byte[] {1}, acl, false, -1, 0);
  }

  /** Applies a txn to the tree; {@link #log} puts it into the log. */
  private void apply(long zxid, Txn txn) {
    TxnHeader header = new TxnHeader(1, 1, zxid, 1000 + zxid);
    tree.apply(header, txn, ChangeListener.NONE);
    TxnDigest digest = new TxnDigest(TxnDigest.VERSION, tree.digest());
    logged.add(
        () -> {
          try {
            storage.log(header, txn, digest);
          } catch (StorageException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Logs what was applied and is not logged yet. */
  private void log() {
    logged.forEach(Runnable::run);
    logged.clear();
  }

  private Map<Long, List<Acl>> acls() {
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      return scan.acls();
    }
  }

  /** Writes a snapshot of this name with the nodes as they are now. */
  private void snapshot(long zxid, Map<Long, List<Acl>> acls) throws Exception {
    try (SnapshotWriter writer = storage.snapshots().create(zxid)) {
      SnapshotEncoder encoder =
          SnapshotCodec.encoder(SnapshotStreams.to(writer, SnapshotPace.none()));
      nodes(encoder, acls);
      encoder.endNodes();
      encoder.digest(tree.lastZxid(), TxnDigest.VERSION, tree.digest());
      encoder.lastProcessedZxid(tree.lastZxid());
      writer.commit();
    }
  }

  private void nodes(SnapshotEncoder encoder, Map<Long, List<Acl>> acls) throws Exception {
    encoder.sessions(0);
    encoder.acls(acls.size());
    for (Map.Entry<Long, List<Acl>> acl : acls.entrySet()) {
      encoder.acl(acl.getKey(), acl.getValue());
    }
    ScannedNode shown = new ScannedNode();
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      while (scan.next() == TreeScan.Step.NODE) {
        encoder.node(shown.at(scan.path(), scan.node()));
      }
    }
  }

  private String refusal() {
    return String.valueOf(assertThrows(StorageException.class, this::recover).getMessage());
  }

  /** Snapshot 1 of the tree as it is after this txn 2, which is not logged yet. */
  private void snapshotWhichMisses(Txn txn) throws Exception {
    apply(1, create("/old", Acl.OPEN));
    log();
    Map<Long, List<Acl>> acls = acls();
    apply(2, txn);
    snapshot(1, acls);
  }

  @Test
  void aNodeThatWasCreatedMeanwhileHasTheAclOfItsTxn() throws Exception {
    snapshotWhichMisses(create("/x", MINE));
    log();

    DataTree recovered = recover();

    assertEquals(MINE, recovered.find("/x").acl());
    assertEquals(tree.version(), recovered.version());
  }

  @Test
  void aNodeWhoseAclWasSetMeanwhileHasThatOne() throws Exception {
    snapshotWhichMisses(new Txn.SetAcl("/old", MINE, 1));
    log();

    DataTree recovered = recover();

    assertEquals(MINE, recovered.find("/old").acl());
    assertEquals(1, recovered.find("/old").aversion());
  }

  @Test
  void theRootIsNoException() throws Exception {
    snapshotWhichMisses(new Txn.SetAcl("/", MINE, 1));
    assertTrue(refusal().contains("for example /,"), refusal());
    log();
    assertEquals(MINE, recover().find("/").acl());
  }

  /** What stands in for an unknown list reads like this one, and is still another. */
  @Test
  void aListThatGrantsNothingIsAListToo() throws Exception {
    snapshotWhichMisses(create("/x", NOTHING));
    log();
    assertEquals(NOTHING, recover().find("/x").acl());
  }

  @Test
  void aNodeThatIsDeletedAfterwardsNeedsNoAcl() throws Exception {
    snapshotWhichMisses(create("/x", MINE));
    apply(3, new Txn.Delete(OpCode.DELETE, "/x"));
    log();
    assertNull(recover().find("/x"));
  }

  @Test
  void aNodeThatTheLogHasNoAclForIsRefusedByName() throws Exception {
    snapshotWhichMisses(create("/x\n", MINE));

    assertTrue(refusal().contains("for example /x\\u000a,"), refusal());
    assertTrue(refusal().contains("snapshot 0x1"), refusal());
    assertThrows(StorageException.class, () -> recovery().upTo(1));
  }

  /** As one that cannot be read. */
  @Test
  void theSnapshotBeforeStandsInWhenTheLogLeadsFromThere() throws Exception {
    new TreeSnapshots(tree, storage.snapshots(), true, TimeSource.system()).write();
    snapshotWhichMisses(create("/x", MINE));
    List<String> lines = new CopyOnWriteArrayList<>();

    try (LogLines log = LogLines.of(Recovery.class, lines)) {
      assertNotNull(log);
      DataTree recovered = recover();
      assertEquals(1, recovered.lastZxid());
      assertNotNull(recovered.find("/old"));
      assertNull(recovered.find("/x"));
    }

    assertTrue(lines.get(0).contains("for example /x,"), lines::toString);
    assertTrue(lines.get(0).contains("the one before it is tried"), lines::toString);
  }

  /** Nothing follows what an operator brings. */
  @Test
  void aSnapshotThatIsBroughtWithoutItsLogHasToBeWhole() throws Exception {
    snapshotWhichMisses(new Txn.SetAcl("/old", MINE, 1));
    IOException refused =
        assertThrows(IOException.class, () -> recovery().brought(new Brought(storage, 1)));
    assertTrue(refused.getMessage().contains("for example /old,"), refused::getMessage);
  }

  /** The txns follow from the leader, and a crash may come before them: what is known then is no reason not to start. */
  @Test
  void aStateFromALeaderIsTakenAndMadeWholeByTheTxnsThatFollow() throws Exception {
    apply(1, create("/old", Acl.OPEN));
    Map<Long, List<Acl>> acls = acls();
    logged.clear();
    apply(2, new Txn.SetAcl("/old", MINE, 1));
    apply(3, create("/x", MINE));

    DataTree received = received(1, acls);
    assertEquals(NOTHING, received.find("/old").acl());
    assertEquals(NOTHING, received.find("/x").acl());
    assertEquals(2, received.unknownAcls());
    new TreeSnapshots(received, storage.snapshots(), true, TimeSource.system()).writeSettled();
    recovery().noteReceived(1);

    DataTree again = recovery().run().tree();
    assertEquals(NOTHING, again.find("/old").acl());
    assertEquals("/old", again.nodeOfUnknownAcl());
    log();
    DataTree whole = recover();
    assertEquals(MINE, whole.find("/old").acl());
    assertEquals(MINE, whole.find("/x").acl());
    assertEquals(tree.version(), whole.version());
  }

  /** Sends the nodes as they are now to a server that takes them in. */
  private DataTree received(long zxid, Map<Long, List<Acl>> acls) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SnapshotEncoder encoder = SnapshotCodec.encoder(new Stream(bytes));
    nodes(encoder, acls);
    encoder.endStream();
    IncomingState incoming = recovery().receive(zxid);
    ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
    StagedState state = null;
    while (state == null) {
      int length = incoming.pieceLength(in);
      state = incoming.accept(in.slice(in.position(), length));
      in.position(in.position() + length);
    }
    return ((StagedTree) state).tree();
  }

  private record Stream(ByteArrayOutputStream bytes) implements SnapshotOutput {
    @Override
    public void write(ByteBuffer part) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void seal() {
      throw new AssertionError("streams have no seals");
    }
  }

  private record Brought(Storage storage, long zxid) implements SnapshotImport {
    @Override
    public SnapshotReader open() throws StorageException {
      return storage.snapshots().open(zxid);
    }

    @Override
    public void close() {}
  }
}
