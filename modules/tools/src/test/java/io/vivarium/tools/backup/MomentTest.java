package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.tools.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From which times on a snapshot is restored from, when its last txn left no time in the tree: it was a delete. */
final class MomentTest {
  @TempDir private Path temporary;
  private Path data;
  private Path target;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    target = temporary.resolve("backups");
  }

  private Run backup() {
    Run run = Run.of("backup", "--data-dir", data, "--to", target);
    assertEquals(0, run.code(), run.err());
    return run;
  }

  /** Into another directory each time. */
  private Run restore(Object... more) {
    return Run.of(
        Stream.concat(
                Stream.of(
                    "restore",
                    "--from",
                    target,
                    "--data-dir",
                    temporary.resolve("restored" + List.of(more))),
                Stream.of(more))
            .toArray());
  }

  private Run restoreSecond(double second) {
    return restore("--to-time", LiveDirectory.BEGUN + (long) (1_000 * second));
  }

  private void assertTooEarly(double second) {
    Run run = restoreSecond(second);
    assertEquals(1, run.code(), run.out());
    assertTrue(run.err().contains("nothing that early can be restored"), run.err());
  }

  private void assertRestored(long zxid, double second) {
    Run run = restoreSecond(second);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("Restored zxid 0x" + Long.toHexString(zxid) + " "), run.out());
  }

  private Manifest last() throws Exception {
    try (Repository repository = Repository.toRead(target)) {
      return repository.list().getLast();
    }
  }

  /** Two znodes in the seconds 1 and 2, one deleted in second 3, with which the log ends; another in second 4. */
  private LiveDirectory live() throws Exception {
    LiveDirectory live = new LiveDirectory(data);
    live.create(2);
    live.apply(1, new Txn.Delete(OpCode.DELETE, "/n1"));
    live.snapshot();
    live.create(1);
    return live;
  }

  @Test
  void theStateBehindADeleteIsNotTheOneBefore() throws Exception {
    try (LiveDirectory live = live()) {
      backup();

      assertTooEarly(2.5);
      assertRestored(3, 3);
      assertRestored(3, 3.5);
      assertRestored(live.zxid(), 4);
    }
  }

  @Test
  void theStateBehindADeleteIsNotTheOneBeforeAlsoWhenTheFirstBackupsAreGone() throws Exception {
    try (LiveDirectory live = live()) {
      backup();
      live.create(1);
      backup();
      live.create(1);
      backup();
      Run pruned = Run.of("backup", "prune", "--to", target, "--keep", 1);
      assertEquals(0, pruned.code(), pruned.err());

      assertTooEarly(2.5);
      assertRestored(3, 3.5);
      assertRestored(live.zxid(), 6);
    }
  }

  /** When the last txn of the snapshot was prepared is then not known, only that it was not after the next. */
  @Test
  void withoutTheLogBeforeTheFirstTxnBehindCounts() throws Exception {
    live().close();
    Files.delete(data.resolve("version-2/log.1"));
    backup();

    assertTooEarly(2.5);
    assertTooEarly(3.5);
    assertRestored(4, 4);
  }

  /** Nor was it after the snapshot was written. */
  @Test
  void withoutAnyLogTheTimeOfTheFileCounts() throws Exception {
    live().close();
    Files.delete(data.resolve("version-2/log.1"));
    Files.delete(data.resolve("version-2/log.4"));
    long written = LiveDirectory.BEGUN + 60_000;
    Files.setLastModifiedTime(data.resolve("version-2/snapshot.3"), FileTime.fromMillis(written));
    backup();

    assertEquals(written, last().snapshot().time());
    assertEquals(LiveDirectory.BEGUN + 2_000, last().lastTime());
  }

  /** The log before is read for nothing else. */
  @Test
  void damageInTheLogBeforeTheSnapshotIsPassedOver() throws Exception {
    live().close();
    Run.damage(data.resolve("version-2/log.1"), 100);

    Run run = backup();

    assertTrue(run.err().contains("passed over"), run.err());
    assertEquals(List.of("log.4"), last().logs().stream().map(Manifest.Log::name).toList());
    assertNull(last().continues());
    assertTooEarly(3.5);
    assertRestored(4, 4);
  }

  /** Txns of which only some can be read are in no chain. */
  @Test
  void damageAtTheEndOfTheLogBeforeTheSnapshotEndsTheChain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      backup();
      live.snapshot();
      live.create(10);
      live.snapshot();
      live.create(1);
    }
    Path damaged = data.resolve("version-2/log.b");
    long last;
    try (LogFile log = LogFile.open(damaged, 1 << 20)) {
      while (log.next()) {
        // To the last one.
      }
      last = log.offset();
    }
    Run.damage(damaged, (int) last + 40);

    Run run = backup();

    assertTrue(run.err().contains("passed over"), run.err());
    assertEquals(20, last().snapshot().zxid());
    assertNull(last().continues());
    assertEquals(1, restore("--to-zxid", 15).code());
  }

  /** What a learner logged before it was given a whole state says nothing of that, and ends no row of backups behind it. */
  @Test
  void aHoleBeforeTheBackupBeforeEndsNothing() throws Exception {
    live().close();
    Path files = data.resolve("version-2");
    // Txns 1 to 3; the state of another server up to 10, and what followed it.
    Path other = temporary.resolve("other");
    try (LiveDirectory live = new LiveDirectory(other)) {
      live.create(10);
      live.snapshot();
      live.create(5);
      Files.delete(files.resolve("log.4"));
      Files.copy(other.resolve("version-2/snapshot.a"), files.resolve("snapshot.a"));
      Files.setLastModifiedTime(
          files.resolve("snapshot.a"), FileTime.fromMillis(LiveDirectory.BEGUN + 60_000));
      backup();
      String first = last().id();
      assertFalse(last().logs().isEmpty());

      Files.copy(other.resolve("version-2/log.b"), files.resolve("log.b"));
      backup();
      assertEquals(first, last().continues());
      String second = last().id();
      backup();
      assertEquals(second, last().continues());
      assertTooEarly(10.5);
      assertRestored(11, 11.5);
    }
  }
}
