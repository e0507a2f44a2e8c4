package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a backup does not continue the one before: txns are missing between them, or what that one ends with is no longer there. */
final class ContinuationTest {
  @TempDir private Path temporary;
  private Path data;
  private Path files;
  private Path target;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    files = data.resolve("version-2");
    target = temporary.resolve("backups");
  }

  private Manifest backup() throws IOException {
    Run run = Run.of("backup", "--data-dir", data, "--to", target);
    assertEquals(0, run.code(), run.err());
    try (Repository repository = Repository.toRead(target)) {
      return repository.list().getLast();
    }
  }

  private Run restore(Object... more) {
    return Run.of(
        Stream.concat(
                Stream.of("restore", "--from", target, "--data-dir", temporary.resolve("restored")),
                Stream.of(more))
            .toArray());
  }

  private void delete(String... names) throws IOException {
    for (String name : names) {
      Files.delete(files.resolve(name));
    }
  }

  /** Only a snapshot; then two more, and of the logs those from the txn after the first of them on. */
  private List<Manifest> withAHole() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      Manifest first = backup();
      live.create(4);
      live.snapshot();
      live.create(6);
      live.snapshot();
      live.create(10);
      delete("snapshot.0", "snapshot.4", "log.1");
      return List.of(first, backup());
    }
  }

  @Test
  void txnsThatAreMissingBehindASnapshotAloneEndTheChain() throws Exception {
    Manifest last = withAHole().getLast();

    assertEquals("snapshot.a", last.snapshot().name());
    assertNull(last.continues());
    Run run = restore("--to-zxid", 3);
    assertEquals(1, run.code(), run.out());
    assertTrue(run.err().contains("nothing that early can be restored"), run.err());
  }

  @Test
  void aSnapshotAloneIsContinued() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      Manifest first = backup();
      live.create(4);
      live.snapshot();
      live.create(6);

      assertEquals(first.id(), backup().continues());
      assertEquals(0, restore("--to-zxid", 3).code());
    }
  }

  /** As an earlier version wrote it. */
  @Test
  void nothingIsRestoredThatLiesInAHole() throws Exception {
    List<Manifest> both = withAHole();
    Manifest last = both.getLast();
    try (Repository repository = Repository.toWrite(target)) {
      repository.publish(
          new Manifest(
              last.id(),
              last.created(),
              last.source(),
              both.getFirst().id(),
              last.numbers(),
              last.snapshot(),
              last.logs(),
              last.lastZxid(),
              last.lastTime()));
    }

    Run zxid = restore("--to-zxid", 3);
    assertEquals(1, zxid.code(), zxid.out());
    assertTrue(zxid.err().contains("after zxid 0x0 comes 0x5: txns are missing"), zxid.err());
    Run time = restore("--to-time", LiveDirectory.BEGUN + 3_500);
    assertEquals(1, time.code(), time.out());
    assertTrue(time.err().contains("txns are missing"), time.err());
    assertEquals(3, restore("--to-zxid", 0).code(), "which is what the first backup has");
  }

  /** A learner was given a whole state, and has logged nothing since. */
  @Test
  void aSnapshotToWhichTheLogDoesNotLeadEndsTheChain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(4);
      backup();
    }
    Path other = temporary.resolve("other");
    try (LiveDirectory live = new LiveDirectory(other)) {
      live.create(10);
      live.snapshot();
    }
    Files.copy(other.resolve("version-2/snapshot.a"), files.resolve("snapshot.a"));

    assertNull(backup().continues());
    assertEquals(1, restore("--to-zxid", 7).code());
  }

  /** The log before is as it was; the one behind it was removed whole, and another leader's came. */
  @Test
  void txnsThatWereDiscardedWithTheirLogAreInNoChain() throws Exception {
    Path other = temporary.resolve("other");
    leaderOf(data, 1);
    Manifest first = backup();
    assertEquals(0x1_0000_0005L, first.lastZxid());
    leaderOf(other, 2);
    delete("log.100000001");
    for (String name : List.of("log.200000001", "snapshot.200000005")) {
      Files.copy(other.resolve("version-2").resolve(name), files.resolve(name));
    }

    Manifest last = backup();

    assertEquals("snapshot.200000005", last.snapshot().name());
    assertNull(last.continues());
  }

  /** Txns 1 to 5, and five of a leader in a log of their own. */
  private static void leaderOf(Path directory, int epoch) throws Exception {
    try (LiveDirectory live = new LiveDirectory(directory)) {
      live.create(5);
      live.snapshot();
      live.epoch(epoch);
      live.create(5);
      if (epoch == 2) {
        live.snapshot();
      }
    }
  }
}
