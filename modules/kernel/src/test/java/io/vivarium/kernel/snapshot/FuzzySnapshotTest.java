package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.Znode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot that is written while txns go on, and the log, give back the same tree. */
class FuzzySnapshotTest {
  private static final TreeOptions OPTIONS = new TreeOptions(true, false, true, 7);

  private final HandMadeStorage storage = new HandMadeStorage();
  private final DataTree tree = new DataTree(OPTIONS);
  private final List<String> paths = new ArrayList<>(List.of("/"));
  private long zxid;

  private void apply(long session, Txn txn) {
    TxnHeader header = new TxnHeader(session, 1, ++zxid, 1000 + zxid);
    tree.apply(header, txn, ChangeListener.NONE);
    try {
      storage.log(header, txn, new TxnDigest(TxnDigest.VERSION, tree.digest()));
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  /** One txn as prep would have decided it. */
  private void step(Random random) {
    long session = 1L + random.nextInt(4);
    String path = paths.get(random.nextInt(paths.size()));
    Znode node = tree.find(path);
    if (node == null) {
      paths.remove(path);
      return;
    }
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> create(random, session, path, node);
      case 3, 4 ->
          apply(session, new Txn.SetData(path, new byte[random.nextInt(3000)], node.version() + 1));
      case 5 ->
          apply(
              session,
              new Txn.SetAcl(
                  path,
                  List.of(new Acl(31, "world", "anyone"), new Acl(1, "digest", "u" + zxid % 9)),
                  node.aversion() + 1));
      case 6 -> {
        if (node.numChildren() == 0 && !path.equals("/")) {
          apply(session, new Txn.Delete(OpCode.DELETE, path));
        }
      }
      default -> {
        if (random.nextInt(20) == 0) {
          apply(session, new Txn.CloseSession(tree.ephemerals(session)));
          apply(session, new Txn.CreateSession(5000));
        } else if (!path.equals("/") && node.kind() != EphemeralOwner.Kind.EPHEMERAL) {
          multi(session, path, node);
        }
      }
    }
  }

  private void create(Random random, long session, String parent, Znode node) {
    if (node.kind() == EphemeralOwner.Kind.EPHEMERAL) {
      return;
    }
    String path = (parent.equals("/") ? "" : parent) + "/n" + random.nextInt(50);
    if (tree.find(path) != null) {
      return;
    }
    boolean ephemeral = random.nextInt(4) == 0;
    int counter = node.creationCounter() + 1;
    byte[] data = new byte[random.nextInt(2000)];
    apply(
        session,
        random.nextInt(6) == 0
            ? new Txn.Create(OpCode.CREATE_CONTAINER, path, data, Acl.OPEN, false, counter, 0)
            : new Txn.Create(OpCode.CREATE2, path, data, Acl.OPEN, ephemeral, counter, 0));
    paths.add(path);
  }

  private void multi(long session, String parent, Znode node) {
    String path = parent + "/m" + zxid;
    apply(
        session,
        new Txn.Multi(
            List.of(
                new Txn.Create(
                    OpCode.CREATE, path, null, Acl.OPEN, false, node.creationCounter() + 1, 0),
                new Txn.SetData(path, new byte[10], 1),
                new Txn.SetData(parent, new byte[20], node.version() + 1))));
    paths.add(path);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recoveryGivesBackTheTreeThatWas(long seed) throws Exception {
    Random random = new Random(seed);
    for (long session = 1; session <= 4; session++) {
      apply(session, new Txn.CreateSession(5000));
    }
    TreeSnapshots snapshots =
        new TreeSnapshots(tree, storage.snapshots(), seed % 2 == 0, TimeSource.system());
    for (int i = 0; i < 600; i++) {
      step(random);
    }
    long[] duringWrite = {0};
    storage.duringWrites(
        () -> {
          duringWrite[0]++;
          for (int i = 0; i < 40; i++) {
            step(random);
          }
        });
    for (int round = 0; round < 3; round++) {
      long name = snapshots.write();
      assertTrue(zxid > name + 40, "nothing happened while the snapshot was written");
      for (int i = 0; i < 50; i++) {
        step(random);
      }
      Recovery.Recovered recovered =
          new Recovery(storage, OPTIONS, new Recovery.Settings(1 << 20, false, false)).run();
      assertEquals(name, recovered.snapshotZxid());
      assertEquals(0, recovered.digestMismatches());
      assertEquals(tree.version(), recovered.tree().version());
      assertEquals(tree.nodeCount(), recovered.tree().nodeCount());
      assertEquals(tree.sessions(), recovered.tree().sessions());
      for (String path : paths) {
        same(path, tree.find(path), recovered.tree().find(path));
      }
    }
    assertTrue(duringWrite[0] > 3, "the snapshots were written in one piece each");
  }

  @Test
  void whatIsExportedToALearnerIsReceivedAsTheSameTree() throws Exception {
    Random random = new Random(3);
    for (long session = 1; session <= 4; session++) {
      apply(session, new Txn.CreateSession(5000));
    }
    for (int i = 0; i < 600; i++) {
      step(random);
    }
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    long exported =
        new TreeSnapshots(tree, storage.snapshots(), false, TimeSource.system())
            .export(new Collector(sent));
    assertEquals(zxid, exported);
    DataTree received = receive(exported, ByteBuffer.wrap(sent.toByteArray()));
    assertEquals(tree.version(), received.version());
    assertEquals(tree.sessions(), received.sessions());
    for (String path : paths) {
      same(path, tree.find(path), received.find(path));
    }
  }

  private DataTree receive(long exported, ByteBuffer stream) {
    IncomingState incoming =
        new Recovery(storage, OPTIONS, new Recovery.Settings(1 << 20, false, false))
            .receive(exported);
    StagedState state = null;
    while (stream.hasRemaining()) {
      assertNull(state, "the state was complete before the stream ended");
      int length = incoming.pieceLength(stream);
      assertTrue(length > 0 && length <= stream.remaining(), "the stream ends too early");
      state = incoming.accept(stream.slice(stream.position(), length));
      stream.position(stream.position() + length);
    }
    return ((StagedTree) state).tree();
  }

  /** Keeps what is written. */
  private record Collector(ByteArrayOutputStream bytes) implements SnapshotWriter {
    @Override
    public void write(ByteBuffer from) {
      byte[] copy = new byte[from.remaining()];
      from.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void seal() {}

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }

  private static void same(String path, Znode expected, Znode actual) {
    if (expected == null || actual == null) {
      assertEquals(expected, actual, path);
      return;
    }
    assertEquals(expected.acl(), actual.acl(), path);
    assertEquals(expected.numChildren(), actual.numChildren(), path);
    assertEquals(expected.aversion(), actual.aversion(), path);
    assertEquals(expected.storedOwner(), actual.storedOwner(), path);
    assertEquals(expected.pzxid(), actual.pzxid(), path);
  }
}
