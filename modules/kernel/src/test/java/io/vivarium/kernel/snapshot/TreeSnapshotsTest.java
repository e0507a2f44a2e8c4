package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.ManualTime;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot that is given up because the server stops. */
class TreeSnapshotsTest {
  private static final int NODES = 2_000;

  private final HandMadeStorage storage = new HandMadeStorage();
  private final DataTree tree = new DataTree(new TreeOptions(true, false, true, 7));
  private final TreeSnapshots snapshots =
      new TreeSnapshots(tree, storage.snapshots(), true, TimeSource.system());

  /** Far more than the few parts after which the snapshots here are stopped. */
  @BeforeEach
  void fill() {
    for (int i = 0; i < NODES; i++) {
      TxnHeader header = new TxnHeader(1, i, i + 1, 1000);
      Txn create =
          new Txn.Create(
              OpCode.CREATE,
              "/n" + i,
              new byte[1000],
              Acl.OPEN,
              false,
              tree.find("/").creationCounter() + 1,
              0);
      tree.apply(header, create, ChangeListener.NONE);
    }
  }

  /** Stops the snapshots when this part of one was written; returns the count of parts. */
  private AtomicInteger stopAtPart(int number) {
    AtomicInteger parts = new AtomicInteger();
    storage.duringWrites(
        () -> {
          if (parts.incrementAndGet() == number) {
            snapshots.stop();
          }
        });
    return parts;
  }

  @Test
  void oneThatIsBeingWrittenIsGivenUpAtTheNextZnodeAndNothingOfItIsKept() throws Exception {
    AtomicInteger all = stopAtPart(Integer.MAX_VALUE);
    assertEquals(NODES, snapshots.write());
    assertTrue(all.get() > 10, "written in parts: " + all);
    storage.snapshots().truncate(0);
    AtomicInteger parts = stopAtPart(2);

    assertThrows(TreeSnapshots.StoppedException.class, snapshots::write);

    assertTrue(parts.get() <= 3, () -> parts + " parts were written");
    assertEquals(List.of(), storage.snapshots().list());
  }

  @Test
  void oneThatIsBeingWrittenWhenARoleEndsIsNotKept() throws Exception {
    AtomicInteger parts = new AtomicInteger();
    storage.duringWrites(
        () -> {
          if (parts.incrementAndGet() == 2) {
            snapshots.pause();
          }
        });

    assertEquals(TreeSnapshots.NONE, snapshots.write());

    assertEquals(List.of(), storage.snapshots().list());
  }

  @Test
  void betweenTwoRolesOnlyWhatIsAskedForIsWritten() throws Exception {
    snapshots.pause();
    assertEquals(TreeSnapshots.NONE, snapshots.write());
    assertEquals(NODES, snapshots.writeSettled());
    storage.snapshots().truncate(0);
    snapshots.resume();
    assertEquals(NODES, snapshots.write());
  }

  @Test
  void aStreamToALearnerIsGivenUpToo() {
    AtomicInteger parts = new AtomicInteger();
    SnapshotWriter learner =
        new SnapshotWriter() {
          @Override
          public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            if (parts.incrementAndGet() == 2) {
              snapshots.stop();
            }
          }

          @Override
          public void seal() {
            throw new AssertionError("the stream is not whole");
          }

          @Override
          public void commit() {
            throw new AssertionError("the stream is not whole");
          }

          @Override
          public void close() {}
        };

    assertThrows(TreeSnapshots.StoppedException.class, () -> snapshots.export(learner));

    assertTrue(parts.get() <= 3, () -> parts + " parts were sent");
  }

  @Test
  void afterAStopNoneIsBegun() throws StorageException {
    snapshots.stop();
    assertThrows(TreeSnapshots.StoppedException.class, snapshots::write);
    assertEquals(List.of(), storage.snapshots().list());
  }

  @Test
  void theSchedulerTakesAStopForNoFailureAndIsFreeAgain() {
    stopAtPart(2);
    AtomicInteger asked = new AtomicInteger();
    SnapshotScheduler scheduler =
        new SnapshotScheduler(
            new SnapshotScheduler.Settings(10, 0, 3, 0),
            () -> {
              asked.incrementAndGet();
              return snapshots.write();
            },
            storage.snapshots(),
            Runnable::run,
            new Random(1),
            new ManualTime(5));
    scheduler.snapshot();
    scheduler.snapshot();
    assertEquals(2, asked.get());
    assertFalse(scheduler.applied(1));
  }
}
