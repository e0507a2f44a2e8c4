package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.spi.storage.Storage;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tools.Run;
import io.vivarium.tools.output.CommonOptions;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.jute.OutputArchive;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RestoreTest {
  @TempDir private Path temporary;
  private Path data;
  private Path target;
  private Path restored;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    target = temporary.resolve("backups");
    restored = temporary.resolve("restored");
  }

  private void backup() {
    Run run = Run.of("backup", "--data-dir", data, "--to", target);
    assertEquals(0, run.code(), run.err());
  }

  private Run restore(Object... more) {
    return Run.of(
        Stream.concat(
                Stream.of("restore", "--from", target, "--data-dir", restored), Stream.of(more))
            .toArray());
  }

  private Run restored(Object... more) {
    Run run = restore(more);
    assertEquals(0, run.code(), run.err());
    return run;
  }

  /** The tree as ZooKeeper's own classes read it. */
  private static ZKDatabase inZooKeeper(Path directory) throws Exception {
    File file = directory.toFile();
    ZKDatabase database = new ZKDatabase(new FileTxnSnapLog(file, file));
    database.loadDataBase();
    return database;
  }

  private void assertState(long zxid, long digest) throws Exception {
    ZKDatabase database = inZooKeeper(restored);
    assertEquals(zxid, database.getDataTreeLastProcessedZxid());
    assertEquals(digest, database.getDataTree().getTreeDigest());
    database.close();
  }

  @Test
  void theLastStateIsRestored() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(30);
      backup();

      Run run = restored();

      assertTrue(run.out().contains("Restored zxid 0x1e of backup "), run.out());
      assertTrue(
          run.out().contains("Verified: the digest is " + Long.toUnsignedString(live.digest(30))),
          run.out());
      assertState(30, live.digest(30));
      assertFalse(Files.exists(restored.resolve("restore-in-progress")));
    }
  }

  /** ZooKeeper writes its ACLs before its nodes: one that comes meanwhile has an ACL that only the log holds. */
  @Test
  void aSnapshotOfZooKeepersThatWasWrittenWhileAZnodeCameIsRestored() throws Exception {
    Id me = new Id("digest", "me:x");
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(3);
      saveWhileOneComes(new ACL(31, me));
      List<Acl> acl = List.of(new Acl(31, "digest", "me:x"));
      live.apply(1, new Txn.Create(OpCode.CREATE, "/late", new byte[50], acl, false, 4, 0));
      backup();

      restored();

      assertState(4, live.digest(4));
      ZKDatabase database = inZooKeeper(restored);
      assertEquals(List.of(new ACL(31, me)), database.getDataTree().getACL("/late", new Stat()));
      database.close();
    }
  }

  /** Has ZooKeeper read what is there and write a snapshot of it; when the ACLs are written {@code /late} is created, as txn 4. */
  private void saveWhileOneComes(ACL acl) throws Exception {
    DataTree tree =
        new DataTree() {
          @Override
          public void serializeNodes(OutputArchive archive) throws IOException {
            long time = LiveDirectory.BEGUN + 4_000;
            processTxn(
                new TxnHeader(1, 0, 4, time, ZooDefs.OpCode.create),
                new CreateTxn("/late", new byte[50], List.of(acl), false, 4));
            super.serializeNodes(archive);
          }
        };
    File file = data.toFile();
    FileTxnSnapLog files = new FileTxnSnapLog(file, file);
    Map<Long, Integer> sessions = new ConcurrentHashMap<>();
    files.restore(tree, sessions, (header, txn, digest) -> {});
    files.save(tree, new ConcurrentHashMap<>(sessions), true);
    files.close();
    assertTrue(Files.exists(data.resolve("version-2/snapshot.3")));
  }

  @Test
  void everyTxnSinceTheFirstBackupIsRestored() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
      live.create(5);
      live.snapshot();
      live.create(5);
      live.snapshot();
      live.create(5);
      backup();

      for (long zxid : new long[] {1, 5, 6, 10, 11, 17, 20}) {
        restored = temporary.resolve("restored-" + zxid);
        Run run = restored("--to-zxid", zxid);
        assertTrue(run.out().contains("Verified"), run.out());
        assertState(zxid, live.digest(zxid));
      }
    }
  }

  @Test
  void aTimeMeansTheLastTxnUpToIt() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
      live.create(5);
      live.snapshot();
      live.create(5);
      backup();

      Run run = restored("--to-time", LiveDirectory.BEGUN + 7_999);
      assertTrue(run.out().contains("Restored zxid 0x7 "), run.out());
      assertState(7, live.digest(7));

      restored = temporary.resolve("other");
      restored("--to-time", LiveDirectory.BEGUN + 12_000);
      assertState(12, live.digest(12));

      Run late = restore("--to-time", LiveDirectory.BEGUN + 16_000, "--force");
      assertEquals(1, late.code());
      assertTrue(late.err().contains("ends at zxid 0xf"), late.err());
    }
  }

  @Test
  void whatTheBackupsDoNotReachIsRefused() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      live.snapshot();
      live.create(2);
      backup();
    }

    Run early = restore("--to-zxid", 9);
    assertEquals(1, early.code());
    assertTrue(early.err().contains("nothing that early can be restored"), early.err());
    Run late = restore("--to-zxid", 13);
    assertEquals(1, late.code());
    assertTrue(late.err().contains("ends at zxid 0xc"), late.err());
    assertFalse(Files.exists(restored.resolve("version-2")));
  }

  @Test
  void aBackupCanBeNamed() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
      live.create(5);
      backup();
      String first;
      try (Repository repository = Repository.toRead(target)) {
        first = repository.list().getFirst().id();
      }

      restored("--backup", first);
      assertState(5, live.digest(5));

      Run unknown = restore("--backup", "20200101T000000000Z", "--force");
      assertEquals(1, unknown.code());
      assertTrue(unknown.err().contains("there is no backup 20200101T000000000Z"), unknown.err());
    }
  }

  @Test
  void aDirectoryWithDataIsNotTouched() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
    }
    restored();

    Run again = restore();
    assertEquals(1, again.code());
    assertTrue(again.err().contains("is not empty"), again.err());

    restored("--force", "--to-zxid", 3);
    List<String> names = names(restored);
    assertEquals(2, names.size(), names.toString());
    assertTrue(names.get(1).startsWith("version-2.before-restore-"), names.toString());
    assertEquals(3, inZooKeeper(restored).getDataTreeLastProcessedZxid());
  }

  @Test
  void aDirectoryInUseIsRefusedEvenWithForce() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();

      Run run = Run.of("restore", "--from", target, "--data-dir", data, "--force");

      assertEquals(1, run.code());
      assertTrue(run.err().contains("is in use by"), run.err());
    }
  }

  @Test
  void aRestoreThatFailsLeavesWhatWasThere() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
    }
    restored();
    CommandLine full = new CommandLine(new RestoreCommand(RestoreTest::withoutRoomToWrite));
    StringWriter err = new StringWriter();
    full.setErr(new PrintWriter(err, true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(CommonOptions::report);

    int code =
        full.execute(
            "--from",
            target.toString(),
            "--data-dir",
            restored.toString(),
            "--force",
            "--to-zxid=3");

    assertEquals(1, code);
    assertTrue(err.toString().contains("No space left on device"), err.toString());
    assertEquals(List.of("version-2"), names(restored));
    assertEquals(5, inZooKeeper(restored).getDataTreeLastProcessedZxid());
  }

  /** A storage on a disk that has room for what a restore unpacks, and not for what it writes. */
  private static Storage withoutRoomToWrite(Path data, Path log) {
    Storage storage = Restoration.FILES.of(data, log);
    if (!data.endsWith("written")) {
      return storage;
    }
    return (Storage)
        Proxy.newProxyInstance(
            RestoreTest.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (_, method, arguments) -> {
              if (method.getName().equals("number")) {
                throw new IOException("No space left on device");
              }
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void nobodyTakesTheDirectoryWhileItIsRestored() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
    }
    restored();
    AtomicReference<String> refusal = new AtomicReference<>("nobody asked");
    Restoration.Storages watched =
        (data, log) -> {
          try {
            DataFiles.possess(restored.resolve("version-2")).close();
            refusal.set("nobody has it");
          } catch (IOException e) {
            refusal.set(e.getMessage());
          }
          return Restoration.FILES.of(data, log);
        };
    CommandLine command = new CommandLine(new RestoreCommand(watched));
    StringWriter err = new StringWriter();
    command.setErr(new PrintWriter(err, true)).setCaseInsensitiveEnumValuesAllowed(true);

    int code =
        command.execute("--from", target.toString(), "--data-dir", restored.toString(), "--force");

    assertEquals(0, code, err.toString());
    assertTrue(refusal.get().contains("is in use by"), refusal.get());
    String aside = names(restored).getLast();
    assertTrue(
        err.toString()
            .contains("moved " + restored.resolve("version-2") + " to " + restored.resolve(aside)),
        err.toString());
  }

  @Test
  void anEmptyDirectoryIsFilledAndStaysWhatItIs() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
      Path elsewhere = Files.createDirectories(temporary.resolve("disk"));
      Files.createSymbolicLink(Files.createDirectories(restored).resolve("version-2"), elsewhere);

      restored("--data-log-dir", temporary.resolve("logs"));

      assertTrue(Files.isSymbolicLink(restored.resolve("version-2")));
      assertTrue(Files.exists(elsewhere.resolve("snapshot.5")));
      assertTrue(Files.isDirectory(temporary.resolve("logs/version-2")));
      assertState(5, live.digest(5));
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void sessionsAndTheirEphemeralsAreRestored() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.session(77);
      live.create(3);
      backup();

      Run run = restored();

      assertTrue(run.out().contains("1 sessions, 1 ephemerals"), run.out());
      Run shown = Run.of("snapshot", "show", restored.resolve("version-2/snapshot.5"));
      assertTrue(shown.out().contains(" ephemeral of 0x4d"), shown.out());
      ZKDatabase database = inZooKeeper(restored);
      assertEquals(10_000, database.getSessionWithTimeOuts().get(77L));
      assertEquals(77, database.getNode("/e77").stat.getEphemeralOwner());
      database.close();
    }
  }

  @Test
  void sessionsEndWhenEphemeralsAreDropped() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.session(77);
      live.session(78);
      live.create(3);
      backup();

      Run run = restored("--drop-ephemerals");

      assertTrue(run.out().contains("0 sessions, 0 ephemerals"), run.out());
      assertTrue(run.out().contains("Counts on in epoch 1, from zxid 0x100000002"), run.out());
      ZKDatabase database = inZooKeeper(restored);
      assertNull(database.getNode("/e77"));
      assertTrue(database.getSessionWithTimeOuts().isEmpty());
      assertEquals(0x100000002L, database.getDataTreeLastProcessedZxid());
      database.close();
    }
  }

  @Test
  void aNewEpochIsLaterThanAllThatIsKnown() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(3);
      live.epoch(6);
      live.create(3);
      backup();

      Run run = restored("--to-zxid", 2, "--new-epoch");

      assertTrue(run.out().contains("Restored zxid 0x2 "), run.out());
      assertState(7L << 32, live.digest(2));
      assertEquals("7", Files.readString(restored.resolve("version-2/currentEpoch")));
      assertEquals("7", Files.readString(restored.resolve("version-2/acceptedEpoch")));

      restored = temporary.resolve("named");
      restored("--new-epoch", 40, "--output", "json");
      assertEquals(40L << 32, inZooKeeper(restored).getDataTreeLastProcessedZxid());
      assertEquals(2, restore("--new-epoch", 6, "--force").code());
    }
  }

  @Test
  void withoutANewEpochThePromisesAreKept() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(3);
      live.epoch(6);
      live.create(3);
      backup();

      Run run = restored("--to-zxid", 2);

      assertTrue(run.out().contains("--new-epoch avoids that"), run.out());
      assertEquals("0", Files.readString(restored.resolve("version-2/currentEpoch")));
      assertEquals("6", Files.readString(restored.resolve("version-2/acceptedEpoch")));
    }
  }

  @Test
  void directoriesOfZooKeeperAreRestored() throws Exception {
    data = Run.fixture("datadir-3.9.5");
    backup();

    Run run = restored();

    assertTrue(run.out().contains("Verified: the digest is 91985445127"), run.out());
    System.setProperty("zookeeper.extendedTypesEnabled", "true");
    assertState(0xfb, 91985445127L);
  }

  @Test
  void theFuzzyPartOfASnapshotCannotBeRestored() throws Exception {
    data = Run.copy("datadir-3.9.5", temporary.resolve("zk"));
    for (String name : List.of("snapshot.86", "snapshot.cd")) {
      Files.delete(data.resolve("version-2").resolve(name));
    }
    backup();

    Run early = restore("--to-zxid", "0x45");
    assertEquals(1, early.code());
    assertTrue(early.err().contains("effects of txns up to 0x46"), early.err());
    assertTrue(restored("--to-zxid", "0x46").out().contains("Verified"));
  }

  @Test
  void withoutDigestsNothingIsVerified() {
    data = Run.fixture("datadir-other/no-digest");
    backup();

    Run run = restore();

    assertEquals(3, run.code(), run.err());
    assertTrue(run.out().contains("NOT verified"), run.out());
  }

  @Test
  void aStateThatIsNotAsLoggedIsNotRestored() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      live.snapshot();
      live.create(5);
    }
    // Another server's snapshot under the name of this one's.
    Path other = temporary.resolve("other");
    try (LiveDirectory stranger = new LiveDirectory(other)) {
      stranger.session(9);
      stranger.create(3);
      stranger.snapshot();
    }
    Files.copy(
        other.resolve("version-2/snapshot.5"),
        data.resolve("version-2/snapshot.5"),
        StandardCopyOption.REPLACE_EXISTING);
    backup();

    Run run = restore();

    assertEquals(1, run.code());
    assertTrue(run.err().contains("should have"), run.err());
    assertFalse(Files.exists(restored.resolve("version-2/snapshot.a")));
    assertEquals(1, Run.of("backup", "verify", "--to", target, "--replay").code());
  }

  @Test
  void wrongWordsAreExitCode2() {
    assertEquals(2, restore("--to-zxid", 1, "--to-time", "2026-11-29T05:00:00Z").code());
    assertEquals(2, Run.of("restore", "--data-dir", restored).code());
    assertEquals(2, Run.of("restore", "--from", target).code());
  }

  @Test
  void aCrashOfARestoreIsCleanedUpByTheNext() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(5);
      backup();
      Path left = Files.createDirectories(restored.resolve("restore-in-progress/version-2"));
      Files.writeString(left.resolve("log.1"), "half");

      restored();

      assertState(5, live.digest(5));
    }
  }
}
