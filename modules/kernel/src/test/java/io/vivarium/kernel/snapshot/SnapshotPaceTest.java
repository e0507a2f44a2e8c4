package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.ManualTime;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A snapshot that nobody waits for leaves the machine to others most of the time. */
class SnapshotPaceTest {
  private static final int NODES = 300;

  private final ManualTime time = new ManualTime(5);
  private final List<Long> pauses = new ArrayList<>();
  private final HandMadeStorage storage = new HandMadeStorage();
  private final DataTree tree = new DataTree(new TreeOptions(true, false, true, 7));
  private final TreeSnapshots snapshots =
      new TreeSnapshots(tree, storage.snapshots(), true, time, this::pause);

  private Runnable duringPauses = () -> {};

  private void pause(long nanos) {
    pauses.add(nanos);
    duringPauses.run();
    time.pass(1_000_000);
  }

  /** Each part takes three milliseconds. */
  private void fill() {
    for (int i = 0; i < NODES; i++) {
      int version = tree.find("/").creationCounter() + 1;
      tree.apply(
          new TxnHeader(1, i, i + 1, 1000),
          new Txn.Create(OpCode.CREATE, "/n" + i, new byte[1000], Acl.OPEN, false, version, 0),
          ChangeListener.NONE);
    }
    storage.duringWrites(() -> time.pass(3));
  }

  @Test
  void afterEachPartComesAPauseOfSeveralTimesItsLength() throws Exception {
    fill();
    snapshots.write();
    assertTrue(pauses.size() > 5, () -> "pauses: " + pauses);
    long expected = TimeUnit.MILLISECONDS.toNanos(3) * SnapshotPace.PAUSES;
    assertEquals(List.of(expected), pauses.stream().distinct().toList());
  }

  @Test
  void aPartThatTookVeryLongIsNotPaidForForEver() {
    SnapshotPace pace = new SnapshotPace(time, pauses::add, () -> false);
    time.pass(60_000);
    pace.wrote();
    assertEquals(List.of(TimeUnit.MILLISECONDS.toNanos(100)), pauses);
  }

  @Test
  void aSnapshotThatSomebodyWaitsForIsWrittenWithoutPauses() throws Exception {
    fill();
    assertEquals(NODES, snapshots.writeNow());
    assertEquals(NODES, snapshots.writeSettled());
    assertEquals(List.of(), pauses);
  }

  @Test
  void oneThatIsBeingWrittenGoesOnWithoutPausesWhenSomebodyWaits() throws Exception {
    fill();
    CompletableFuture<Long> asked = new CompletableFuture<>();
    Thread operator = new Thread(() -> ask(asked));
    duringPauses =
        () -> {
          if (operator.getState() == Thread.State.NEW) {
            operator.start();
          }
          while (operator.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait(); // until it waits for the end of this one
          }
        };
    snapshots.write();
    assertEquals(1, pauses.size());
    assertEquals(NODES, asked.get());
  }

  private void ask(CompletableFuture<Long> answer) {
    try {
      answer.complete(snapshots.writeNow());
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
  }

  /** A clock that has not moved on has seen no work. */
  @Test
  void noTimeNoPause() {
    new SnapshotPace(time, pauses::add, () -> false).wrote();
    assertEquals(List.of(), pauses);
  }
}
