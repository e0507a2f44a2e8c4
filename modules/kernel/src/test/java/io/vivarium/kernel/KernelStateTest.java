package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.pipeline.PipelineParts;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.kernel.snapshot.HandMadeStorage;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** State handed over between servers: afterwards memory is what a restart would make of the disk. */
class KernelStateTest {
  private static final TreeOptions OPTIONS = new TreeOptions(true, false, true, 7);

  /** A server's tree, its disk and its hand-over. */
  private static final class Host {
    final HandMadeStorage storage = new HandMadeStorage();
    final ManualTime time = new ManualTime(0);
    final Recovery recovery =
        new Recovery(storage, OPTIONS, new Recovery.Settings(1 << 20, true, false));
    final DataTree tree = new DataTree(OPTIONS);
    final SessionTracker sessions = new SessionTracker(1000, 0);
    final TreeSnapshots snapshots = new TreeSnapshots(tree, storage.snapshots(), false, time);
    final QuietLog log = new QuietLog();
    int installed;
    final KernelState state =
        new KernelState(
            new RecoveredState(tree, sessions, -1, 0, 0, true, true, time),
            storage,
            recovery,
            snapshots,
            log,
            () -> installed++);

    Host() throws IOException {
      snapshots.write();
    }

    /** A txn that is logged and applied. */
    void txn(long zxid, Txn txn) throws StorageException {
      TxnHeader header = new TxnHeader(5, 1, zxid, zxid);
      storage.log(header, txn, null);
      tree.apply(header, txn, ChangeListener.NONE);
    }

    void create(long zxid, String path) throws StorageException {
      txn(zxid, new Txn.Create(OpCode.CREATE, path, new byte[10], Acl.OPEN, false, 1, 0));
    }

    byte[] exported() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      state.export(new Into(bytes));
      return bytes.toByteArray();
    }

    DataTree afterRestart() throws StorageException {
      return recovery.run().tree();
    }
  }

  private static final class QuietLog implements PipelineParts.DiskLog {
    int restarts;

    @Override
    public void awaitQuiet() {}

    @Override
    public void restart() {
      restarts++;
    }
  }

  private record Into(ByteArrayOutputStream bytes) implements SnapshotWriter {
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

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }

  private static StagedState received(Host host, long zxid, byte[] stream) {
    IncomingState incoming = host.state.receive(zxid);
    ByteBuffer in = ByteBuffer.wrap(stream);
    while (in.hasRemaining()) {
      int length = incoming.pieceLength(in);
      StagedState state = incoming.accept(in.slice(in.position(), length));
      in.position(in.position() + length);
      if (state != null) {
        assertFalse(in.hasRemaining(), "the stream ends where it ends");
        return state;
      }
    }
    throw new AssertionError("the stream has no end");
  }

  @Test
  void aRewoundHistoryEndsExactlyWhereItShould() throws IOException {
    Host host = new Host();
    host.txn(1, new Txn.CreateSession(4000));
    host.create(2, "/a");
    host.create(3, "/b");
    host.create(4, "/c");
    StagedState rewound = rewind(host, 3);
    assertEquals(3, rewound.zxid());
    assertEquals(4, host.tree.lastZxid(), "nothing is replaced yet");

    host.state.install(rewound);
    assertEquals(3, host.tree.lastZxid());
    assertNotNull(host.tree.find("/b"));
    assertNull(host.tree.find("/c"));
    assertNotNull(host.sessions.find(5));
    assertEquals(1, host.log.restarts);
    assertEquals(3, host.afterRestart().lastZxid());
  }

  @Test
  void snapshotsOfWhatIsForgottenGoToo() throws IOException {
    Host host = new Host();
    host.create(1, "/a");
    host.create(2, "/b");
    host.snapshots.write();
    host.state.install(rewind(host, 1));
    assertEquals(List.of(0L), host.storage.snapshots().list());
    assertNull(host.afterRestart().find("/b"));
  }

  @Test
  void aHistoryThatNeverHadTheTxnIsLeftAsItIs() throws IOException {
    Host host = new Host();
    host.create(1, "/a");
    host.create(2, "/b");
    assertNull(host.state.rewind(0x1_0000_0001L));
    assertEquals(2, host.afterRestart().lastZxid());
    host.create(3, "/c");
    assertEquals(3, host.snapshots.write(), "snapshots go on");
  }

  /** A server that was given a state knows nothing before it, even where its log still has the txn. */
  @Test
  void aHistoryThatBeginsWithAReceivedStateIsNotCutBelowIt() throws IOException {
    Host host = hostWithReceivedState();
    host.storage.snapshots().retain(1);

    assertNull(host.state.rewind(2));

    assertEquals(0x2_0000_0002L, host.afterRestart().lastZxid());
    assertNotNull(host.afterRestart().find("/theirs"));
    host.create(0x2_0000_0003L, "/later");
    assertEquals(0x2_0000_0003L, host.snapshots.write(), "snapshots go on");
  }

  /** Txns 1 and 2 of its own, and on top the state of another server as of txn 2 of epoch 2. */
  private static Host hostWithReceivedState() throws IOException {
    Host from = new Host();
    from.create(0x2_0000_0001L, "/a");
    from.create(0x2_0000_0002L, "/theirs");
    Host host = new Host();
    host.create(1, "/a");
    host.create(2, "/b");
    host.state.install(received(host, 0x2_0000_0002L, from.exported()));
    host.state.secure();
    return host;
  }

  /** An older state takes the place of a newer one that was received: until it is on disk, that one is all there is. */
  @Test
  void aCrashWhileAStateIsSecuredLeavesOneOfTheTwo() throws IOException {
    Host host = hostWithReceivedState();
    host.storage.snapshots().retain(1);
    Host older = new Host();
    older.create(1, "/a");
    host.state.install(received(host, 1, older.exported()));
    List<Long> found = new ArrayList<>();
    host.storage.duringWrites(() -> found.add(zxidAfterRestart(host)));

    host.state.secure();

    assertTrue(found.stream().allMatch(zxid -> zxid == 0x2_0000_0002L), found::toString);
    assertFalse(found.isEmpty());
    assertEquals(1, host.afterRestart().lastZxid());
  }

  private static long zxidAfterRestart(Host host) {
    try {
      return host.afterRestart().lastZxid();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  /** The sender went on while it sent: the tree is ahead of its zxid, and digests of the txns that follow say nothing. */
  @Test
  void aRestartBeforeAReceivedStateHasBecomeExactReportsNoMismatch() throws IOException {
    Host host = hostWithReceivedState();
    host.storage.log(
        new TxnHeader(5, 1, 0x2_0000_0003L, 3),
        new Txn.SetData("/theirs", new byte[1], 1),
        new TxnDigest(TxnDigest.VERSION, 4711));
    Recovery.Recovered again = host.recovery.run();
    assertFalse(again.exact());
    assertEquals(0, again.digestMismatches());

    host.tree.become(again.tree());
    host.snapshots.write();
    host.storage.log(
        new TxnHeader(5, 2, 0x2_0000_0004L, 3),
        new Txn.SetData("/theirs", new byte[1], 2),
        new TxnDigest(TxnDigest.VERSION, 4711));
    assertTrue(host.recovery.run().exact());
    assertEquals(1, host.recovery.run().digestMismatches());
  }

  /** Nothing in the log shows what only the state had: the next epoch begins right behind the old txns. */
  @Test
  void anOlderSnapshotDoesNotStandInForAReceivedState() throws IOException {
    Host host = hostWithReceivedState();
    host.create(0x3_0000_0001L, "/later");
    host.storage.damage(0x2_0000_0002L);

    StorageException refused = assertThrows(StorageException.class, host.recovery::run);

    assertTrue(refused.getMessage().contains("to zxid 0x200000002"), refused::getMessage);
  }

  /** As the build before left it, which noted a state before it wrote it. */
  @Test
  void aReceivedStateThatACrashKeptFromTheDiskIsInNobodysWay() throws IOException {
    Host host = new Host();
    host.create(1, "/a");
    host.recovery.noteReceived(3);
    assertEquals(1, host.afterRestart().lastZxid());
    for (long zxid = 2; zxid <= 4; zxid++) {
      host.create(zxid, "/" + zxid);
    }
    assertEquals(4, host.afterRestart().lastZxid());
  }

  /** The log leads past the state, as it was sent to a server that lacked nothing: what was never written is not missing. */
  @Test
  void aStateBelowTheEndOfTheLogThatACrashKeptFromTheDiskIsInNobodysWay() throws IOException {
    Host host = hostWithFourTxns();
    host.recovery.noteReceiving(3);
    assertEquals(4, host.afterRestart().lastZxid());

    host = hostWithFourTxns();
    host.recovery.noteReceiving(3);
    host.storage.log().truncate(3);
    assertEquals(3, host.afterRestart().lastZxid());
    // A later snapshot at that zxid is this server's own.
    host.tree.become(host.afterRestart());
    host.snapshots.write();
    assertTrue(host.recovery.run().exact());
  }

  /** A state of txn 3 on top of txns 1 to 4: wherever the power fails, a start finds a history that has all that the state has. */
  @Test
  void aCrashAtAnyPointOfTakingOverAStateLeavesAServerThatStarts() throws IOException {
    List<Long> ends = new ArrayList<>();
    for (int changes = 0; ; changes++) {
      Host from = new Host();
      for (long zxid = 1; zxid <= 3; zxid++) {
        from.create(zxid, "/" + zxid);
      }
      Host host = hostWithFourTxns();
      host.state.install(received(host, 3, from.exported()));
      if (!crashed(host, changes)) {
        break;
      }
      Recovery.Recovered recovered = host.recovery.run();
      assertNotNull(recovered.tree().find("/3"), "after " + changes + " changes");
      assertEquals(recovered.snapshotZxid() != 3, recovered.exact(), "after " + changes);
      assertEquals(recovered.exact(), host.recovery.run().exact(), "at the start after that");
      ends.add(recovered.tree().lastZxid());
    }
    assertEquals(List.of(4L, 4L, 3L, 3L, 3L, 3L), ends);
  }

  /** Until the snapshots after the state are gone, a newer one that came from elsewhere is what a start goes on from. */
  @Test
  void aCrashWhileAnOlderStateIsTakenOverDoesNotMakeTheNewerOneThisServersOwn() throws IOException {
    int changes = 0;
    while (true) {
      Host host = hostWithReceivedState();
      Host older = new Host();
      older.create(1, "/a");
      host.state.install(received(host, 1, older.exported()));
      if (!crashed(host, changes)) {
        break;
      }
      Recovery.Recovered recovered = host.recovery.run();
      assertTrue(recovered.snapshotZxid() > 0);
      assertFalse(recovered.exact(), "after " + changes + " changes");
      assertFalse(host.recovery.run().exact(), "at the start after that");
      changes++;
    }
    assertEquals(6, changes);
  }

  /** A state whose snapshot was written is a fact, whether or not a crash kept that from being noted. */
  @Test
  void anOlderSnapshotDoesNotStandInForAStateThatWasNotNotedYet() throws IOException {
    Host host = hostWithFourTxns();
    Host from = new Host();
    from.create(3, "/theirs");
    host.state.install(received(host, 3, from.exported()));
    assertTrue(crashed(host, 4), "between the snapshot and the note");
    assertEquals(3, host.recovery.examine(Long.MAX_VALUE).snapshotZxid());
    host.storage.damage(3);

    assertThrows(StorageException.class, () -> host.recovery.examine(Long.MAX_VALUE));
    assertThrows(StorageException.class, host.recovery::run);
  }

  /** Txns 1 to 4, and a snapshot of the first. */
  private static Host hostWithFourTxns() throws IOException {
    Host host = new Host();
    host.create(1, "/1");
    host.snapshots.write();
    host.storage.snapshots().retain(1);
    for (long zxid = 2; zxid <= 4; zxid++) {
      host.create(zxid, "/" + zxid);
    }
    return host;
  }

  /** Whether securing the state needed more changes on disk than so many, after which the power failed. */
  private static boolean crashed(Host host, int changes) throws IOException {
    int[] left = {changes};
    host.storage.beforeChanges(
        () -> {
          if (left[0]-- == 0) {
            throw new PowerFailure();
          }
        });
    try {
      host.state.secure();
      return false;
    } catch (PowerFailure e) {
      return true;
    } finally {
      host.storage.beforeChanges(() -> {});
    }
  }

  private static final class PowerFailure extends StorageException {
    private static final long serialVersionUID = 1;

    PowerFailure() {
      super(FatalReason.STORAGE_WRITE, "the power failed", null);
    }
  }

  /** The leader is asked for its state then, as by a server that never had the txn. */
  @Test
  void aHistoryThatCannotBeReadAnyMoreIsLeftAsItIs() throws IOException {
    Host host = hostWithAnOldSnapshotAndANewOne();
    host.storage.damage(5);

    assertNull(host.state.rewind(8));

    assertEquals(List.of(10L, 5L), host.storage.snapshots().list());
    try (TxnCursor cursor = Recovery.replay(host.storage, 10)) {
      assertTrue(cursor.next(), "the log is not cut");
    }
    assertEquals(10, host.afterRestart().lastZxid());
    host.create(11, "/11");
    assertEquals(11, host.snapshots.write(), "snapshots go on");
  }

  /** How much is gone by then only the next start tells. */
  @Test
  void aHistoryThatCannotBeCutIsAFailure() throws IOException {
    Host host = hostWithAnOldSnapshotAndANewOne();
    host.storage.beforeChanges(
        () -> {
          throw new PowerFailure();
        });
    assertThrows(PowerFailure.class, () -> host.state.rewind(8));
  }

  private static Host hostWithAnOldSnapshotAndANewOne() throws IOException {
    Host host = new Host();
    for (long zxid = 1; zxid <= 10; zxid++) {
      host.create(zxid, "/" + zxid);
      if (zxid % 5 == 0) {
        host.snapshots.write();
      }
    }
    host.storage.snapshots().retain(2);
    return host;
  }

  @Test
  void aReceivedStateThatWasRewoundIsForgotten() throws IOException {
    Host host = hostWithReceivedState();
    host.state.install(rewind(host, 1));
    host.create(0x3_0000_0001L, "/later");
    assertEquals(0x3_0000_0001L, host.afterRestart().lastZxid());
  }

  @Test
  void onlyAStateThatMayBeAheadIsTold() throws IOException {
    Host host = hostWithReceivedState();
    assertEquals(1, host.installed);
    host.create(0x2_0000_0003L, "/c");
    host.create(0x2_0000_0004L, "/d");
    host.snapshots.write();
    host.create(0x2_0000_0005L, "/e");
    host.state.install(rewind(host, 0x2_0000_0004L));
    assertEquals(1, host.installed);
  }

  @Test
  void noSnapshotOfTheOldTreeIsWrittenBetweenRewindAndInstall() throws IOException {
    Host host = new Host();
    host.create(1, "/a");
    host.create(2, "/b");
    StagedState rewound = rewind(host, 1);
    assertEquals(TreeSnapshots.NONE, host.snapshots.write());
    assertEquals(List.of(0L), host.storage.snapshots().list());
    host.state.install(rewound);
    assertEquals(1, host.snapshots.write());
  }

  @Test
  void aSnapshotThatIsUnderWayIsWaitedForAndThenForgotten() throws Exception {
    Host host = new Host();
    host.create(1, "/a");
    host.create(2, "/b");
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    host.storage.duringWrites(
        () -> {
          writing.countDown();
          await(goOn);
        });
    Thread snapshot = new Thread(() -> write(host));
    snapshot.start();
    await(writing);
    StagedState[] rewound = new StagedState[1];
    Thread rewinding = new Thread(() -> rewound[0] = rewind(host, 1));
    rewinding.start();
    Thread.State state = rewinding.getState();
    while (state != Thread.State.BLOCKED && state != Thread.State.TERMINATED) {
      Thread.onSpinWait();
      state = rewinding.getState();
    }
    goOn.countDown();
    snapshot.join();
    rewinding.join();
    host.state.install(rewound[0]);
    assertEquals(List.of(0L), host.storage.snapshots().list());
    assertEquals(1, host.afterRestart().lastZxid());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Host host) {
    try {
      host.snapshots.write();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static StagedState rewind(Host host, long zxid) {
    try {
      return Objects.requireNonNull(host.state.rewind(zxid));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSnapshotThatATreeWasReplacedUnderDoesNotCount() throws IOException {
    Host from = new Host();
    from.create(7, "/other");
    byte[] stream = from.exported();
    Host host = new Host();
    host.create(1, "/a");
    StagedState staged = received(host, 7, stream);
    host.storage.duringWrites(() -> host.state.install(staged));
    assertEquals(TreeSnapshots.NONE, host.snapshots.write());
    assertEquals(List.of(0L), host.storage.snapshots().list());
  }

  @Test
  void aReceivedStateIsInstalledAndSecured() throws IOException {
    Host from = new Host();
    from.txn(0x2_0000_0001L, new Txn.CreateSession(4000));
    from.create(0x2_0000_0002L, "/theirs");
    Host host = new Host();
    host.create(1, "/ours");
    host.create(0x3_0000_0001L, "/never-committed");

    StagedState staged = received(host, 0x2_0000_0002L, from.exported());
    assertEquals(0x2_0000_0002L, staged.zxid());
    host.state.install(staged);
    assertNotNull(host.tree.find("/theirs"));
    assertNull(host.tree.find("/ours"));
    assertNotNull(host.sessions.find(5));

    host.state.secure();
    DataTree again = host.afterRestart();
    assertEquals(0x2_0000_0002L, again.lastZxid());
    assertNotNull(again.find("/theirs"));
    assertNull(again.find("/never-committed"));
  }

  @Test
  void aStreamThatIsDamagedBringsNothing() throws IOException {
    Host from = new Host();
    from.create(1, "/theirs");
    byte[] stream = from.exported();
    stream[stream.length - 3] ^= 1;
    Host host = new Host();
    assertThrows(MalformedFrameException.class, () -> received(host, 1, stream));
    assertNull(host.tree.find("/theirs"));
  }

  @Test
  void aStateThatWasNotStagedHereIsRefused() throws IOException {
    Host host = new Host();
    StagedState foreign = new Numbered(3);
    assertThrows(IllegalArgumentException.class, () -> host.state.install(foreign));
  }

  /** On a replica txns are applied when they are committed, which may be before its own log has them. */
  @Test
  void aSnapshotMayBeAheadOfTheLog() throws IOException {
    Host host = new Host();
    host.create(1, "/a");
    host.tree.apply(
        new TxnHeader(5, 2, 2, 2),
        new Txn.Create(OpCode.CREATE, "/b", new byte[1], Acl.OPEN, false, 2, 0),
        ChangeListener.NONE);
    host.snapshots.write();
    // Crash here: txn 2 is in no log of this server.
    DataTree again = host.afterRestart();
    assertEquals(2, again.lastZxid());
    assertNotNull(again.find("/b"));
    host.create(3, "/c");
    assertEquals(3, host.afterRestart().lastZxid());
  }

  /** A state that is a number. */
  private record Numbered(long zxid) implements StagedState {
    @Override
    public Numbered as(long other) {
      return new Numbered(other);
    }
  }
}
