package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BackupTest {
  @TempDir private Path temporary;
  private Path data;
  private Path target;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    target = temporary.resolve("backups");
  }

  private Run backup(Object... more) {
    Run run =
        Run.of(
            Stream.concat(Stream.of("backup", "--data-dir", data, "--to", target), Stream.of(more))
                .toArray());
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private List<Manifest> manifests() throws Exception {
    try (Repository repository = Repository.toRead(target)) {
      List<Manifest> all = repository.list();
      assertEquals(List.of(), repository.damaged());
      return all;
    }
  }

  private long objects() throws Exception {
    try (Stream<Path> walk = Files.walk(target.resolve("objects"))) {
      return walk.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aBackupHasTheNewestSnapshotAndTheLogsBeforeAndBehindIt() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      live.snapshot();
      live.create(5);

      Run run = backup("--verify");

      assertTrue(run.out().contains("zxid 0xa to 0xf, "), run.out());
      Manifest manifest = manifests().getFirst();
      assertEquals("snapshot.a", manifest.snapshot().name());
      assertEquals(10, manifest.snapshot().from());
      assertEquals(15, manifest.lastZxid());
      assertEquals(LiveDirectory.BEGUN + 15_000, manifest.lastTime());
      assertEquals(
          List.of("log.1", "log.b"),
          manifest.logs().stream().map(Manifest.Log::name).toList(),
          "that which tells the time of the snapshot, and those behind it");
    }
  }

  @Test
  void ofWhatIsThereAlreadyNothingIsWrittenAgain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(100);
      backup();
      long before = objects();

      backup();
      assertEquals(before, objects());

      live.create(1);
      backup();
      assertEquals(before + 1, objects(), "one piece with the new txn");
      List<Manifest> all = manifests();
      assertEquals(2, all.getLast().logs().getFirst().pieces().size());
      assertTrue(all.getLast().logs().getFirst().pieces().getLast().length() < 300);
      assertEquals(all.get(1).id(), all.get(2).continues());
    }
  }

  @Test
  void aBackupContinuesTheOneBeforeOverSnapshots() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      backup();
      live.create(10);
      live.snapshot();
      live.create(10);
      live.snapshot();
      live.create(10);

      Run run = backup();

      assertTrue(run.out().contains("Continues " + manifests().getFirst().id()), run.out());
      assertEquals(30, manifests().getLast().snapshot().zxid());
      assertEquals(
          List.of("log.1", "log.15", "log.1f"),
          manifests().getLast().logs().stream().map(Manifest.Log::name).toList());
    }
  }

  @Test
  void aBackupContinuesTheOneBeforeAlsoWhenAnotherLogWasBegunJustThen() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      backup();
      live.snapshot();
      live.create(3);

      backup();

      assertEquals(manifests().getFirst().id(), manifests().getLast().continues());
      assertEquals(10, manifests().getLast().snapshot().zxid());
    }
  }

  @Test
  void whatWasPurgedInBetweenEndsTheChain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      backup();
      for (int i = 0; i < 4; i++) {
        live.create(10);
        live.snapshot();
      }
      live.purge(2);

      Run run = backup();

      assertFalse(run.out().contains("Continues"), run.out());
      assertNull(manifests().getLast().continues());
      assertEquals(50, manifests().getLast().lastZxid());
    }
  }

  @Test
  void anotherHistoryDoesNotContinueTheOneThatWasBackedUp() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      backup();
      live.truncate(5);
      live.create(20);

      backup();

      assertNull(manifests().getLast().continues());
      assertEquals(1, manifests().getLast().logs().getFirst().pieces().size());
    }
  }

  @Test
  void aDamagedNewestSnapshotIsPassedOver() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      live.snapshot();
      live.create(5);
    }
    Run.damage(data.resolve("version-2/snapshot.a"), 400);

    Run run = backup();

    assertTrue(run.err().contains("passed over"), run.err());
    assertEquals("snapshot.0", manifests().getFirst().snapshot().name());
    assertEquals(15, manifests().getFirst().lastZxid());
  }

  @Test
  void damageInTheLogIsNoBackup() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
    }
    Run.damage(data.resolve("version-2/log.1"), 100);

    Run run = Run.of("backup", "--data-dir", data, "--to", target);

    assertEquals(1, run.code());
    assertTrue(run.err().contains("checksum"), run.err());
    assertEquals(List.of(), manifests());
  }

  @Test
  void aMissingLogIsNoBackup() {
    Run run =
        Run.of("backup", "--data-dir", Run.fixture("recovery/missing-log-gap"), "--to", target);

    assertEquals(1, run.code());
    assertTrue(run.err().contains("txns are missing"), run.err());
  }

  @Test
  void directoriesOfZooKeeperAreBackedUp() throws Exception {
    data = Run.copy("datadir-3.9.5", temporary.resolve("zk"));

    backup("--verify");

    Manifest manifest = manifests().getFirst();
    assertEquals(0xfb, manifest.lastZxid());
    assertEquals("snapshot.cd", manifest.snapshot().name());
    Run verified = Run.of("backup", "verify", "--to", target, "--replay");
    assertEquals(0, verified.code(), verified.out());
    assertTrue(verified.out().contains("digest 91985445127 as logged"), verified.out());
  }

  @Test
  void numbersOfAnEnsembleAreBackedUp() throws Exception {
    data = Run.copy("datadir-other/ensemble-member", temporary.resolve("zk"));

    backup();

    assertEquals(1, manifests().getFirst().numbers().get("currentEpoch"));
    assertEquals(1, manifests().getFirst().numbers().get("acceptedEpoch"));
  }

  @Test
  void aLogThatWasJustBegunIsLeftOut() throws Exception {
    data = Run.copy("recovery/log-empty-newest", temporary.resolve("zk"));

    backup();

    assertEquals(0x25, manifests().getFirst().lastZxid());
    assertEquals("log.1a", manifests().getFirst().logs().getLast().name());
  }

  @Test
  void aTornEndIsLeftOut() throws Exception {
    data = Run.copy("recovery/torn-log-short-file", temporary.resolve("zk"));

    backup();

    assertEquals(0x24, manifests().getFirst().lastZxid());
  }

  @Test
  void aServerMayWriteRollAndPurgeMeanwhile() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(100);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!stop.get()) {
                        live.create(20);
                        live.snapshot();
                        live.purge(10);
                      }
                    } catch (Exception e) {
                      failure.set(e);
                    }
                  });
      for (int i = 0; i < 15; i++) {
        backup("--verify");
      }
      stop.set(true);
      writer.join();
      assertNull(failure.get());
      Run verified = Run.of("backup", "verify", "--to", target, "--replay");
      assertEquals(0, verified.code(), verified.out());
      assertEquals(15, verified.lines().size());
      assertTrue(
          verified.lines().stream().allMatch(line -> line.contains(" as logged")), verified.out());
      for (Manifest manifest : manifests()) {
        assertTrue(
            verified
                .out()
                .contains("digest " + Long.toUnsignedString(live.digest(manifest.lastZxid()))));
      }
    }
  }

  @Test
  void onlyTheNewestAreKept() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      for (int i = 0; i < 5; i++) {
        live.create(10);
        live.snapshot();
        backup("--keep", 2);
      }
      assertEquals(2, manifests().size());
      assertEquals(0, Run.of("backup", "verify", "--to", target, "--replay").code());
      long needed =
          manifests().stream()
              .flatMap(
                  each ->
                      Stream.concat(
                          Stream.of(each.snapshot().piece()),
                          each.logs().stream().flatMap(log -> log.pieces().stream())))
              .distinct()
              .count();
      assertEquals(needed, objects());

      Run pruned = Run.of("backup", "prune", "--to", target, "--keep", 1);
      assertEquals(0, pruned.code(), pruned.err());
      assertEquals(1, manifests().size());
    }
  }

  @Test
  void nothingIsPrunedWhileAManifestIsDamaged() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(1);
      backup();
      live.create(1);
      backup();
    }
    Path first = target.resolve("backups").resolve(manifests().getFirst().id() + ".backup");
    Run.damage(first, 30);
    long before = objects();

    Run run = Run.of("backup", "prune", "--to", target, "--keep", 1);

    assertEquals(1, run.code());
    assertTrue(run.err().contains("nothing is removed"), run.err());
    assertEquals(before, objects());
  }

  @Test
  void aBackupThatWasKilledLeavesTheOthersAsTheyWere() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(10);
      backup();
      // What a kill leaves: bytes of no manifest, half an object, half a manifest.
      Files.createDirectories(target.resolve("objects/ab"));
      Files.writeString(target.resolve("objects/ab").resolve("ab".repeat(32) + ".gz"), "half");
      Files.writeString(target.resolve("objects/unfinished"), "half");
      Files.writeString(target.resolve("backups/unfinished"), "vivarium-back");
      assertEquals(0, Run.of("backup", "verify", "--to", target, "--replay").code());

      live.create(10);
      backup("--keep", 5, "--verify");

      assertEquals(2, manifests().size());
      assertFalse(Files.exists(target.resolve("objects/ab").resolve("ab".repeat(32) + ".gz")));
    }
  }

  @Test
  void damagedBytesAreFound() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(50);
      backup();
    }
    Path object;
    try (Stream<Path> walk = Files.walk(target.resolve("objects"))) {
      object = walk.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Run.damage(object, (int) Files.size(object) / 2);

    Run verified = Run.of("backup", "verify", "--to", target, "--output", "json");
    assertEquals(1, verified.code());
    assertTrue(verified.out().contains("\"sound\": false"), verified.out());
    assertTrue(verified.out().contains("is damaged"), verified.out());

    Files.delete(object);
    Run missing = Run.of("backup", "verify", "--to", target);
    assertEquals(1, missing.code());
    assertTrue(missing.out().contains("is missing from the backups"), missing.out());
  }

  @Test
  void whatTheBackupBeforeHasLostIsWrittenAgain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(50);
      live.snapshot();
      live.create(50);
      backup();
      live.create(1);
      backup();
      for (Path object : objectFiles()) {
        Files.delete(object);
      }

      backup();

      Run verified = Run.of("backup", "verify", "--to", target, "--replay");
      assertEquals(0, verified.code(), "the earlier ones are sound again, too: " + verified.out());
      assertEquals(3, verified.lines().size());
    }
  }

  @Test
  void whatTheBackupBeforeHasHalfIsWrittenAgain() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(50);
      backup();
      for (Path object : objectFiles()) {
        Files.write(object, Arrays.copyOf(Files.readAllBytes(object), 100));
      }

      backup();

      assertEquals(0, Run.of("backup", "verify", "--to", target).code());
    }
  }

  @Test
  void whatTheBackupBeforeHasDamagedIsFoundAndWrittenAgainWithVerify() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(50);
      backup();
      for (Path object : objectFiles()) {
        Run.damage(object, (int) Files.size(object) / 2);
      }

      backup("--verify");

      assertEquals(0, Run.of("backup", "verify", "--to", target).code());
    }
  }

  @Test
  void aClockThatWentBackDoesNotMakeTheNewestBackupTheOldest() throws Exception {
    Instant now = Instant.parse("2026-11-29T05:00:00Z");
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(1);
      assertEquals(0, backupAt(now));
      live.create(1);
      assertEquals(0, backupAt(now.minus(Duration.ofDays(1)), "--keep", "1"));

      assertEquals(2, manifests().getFirst().lastZxid());
      assertEquals("20261129T050000001Z", manifests().getFirst().id());
      assertEquals(now.minus(Duration.ofDays(1)), manifests().getFirst().created());
      assertEquals(0, backupAt(now));
      assertEquals("20261129T050000002Z", manifests().getLast().id());
    }
  }

  private int backupAt(Instant now, String... more) {
    CommandLine command = new CommandLine(new BackupCommand(Clock.fixed(now, ZoneOffset.UTC)));
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(Writer.nullWriter()))
        .setOut(new PrintWriter(Writer.nullWriter()))
        .execute(
            Stream.concat(
                    Stream.of("--data-dir", data.toString(), "--to", target.toString()),
                    Stream.of(more))
                .toArray(String[]::new));
  }

  private List<Path> objectFiles() throws Exception {
    try (Stream<Path> walk = Files.walk(target.resolve("objects"))) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void backupsAreListed() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(3);
      backup();
    }
    String id = manifests().getFirst().id();

    Run text = Run.of("backup", "list", "--to", target);
    assertEquals(0, text.code());
    assertTrue(
        text.out().startsWith(id + "  zxid 0x0 to 0x3  last txn 2027-01-15T08:00:03Z  "),
        text.out());

    Run json = Run.of("backup", "list", "--from", target, "--output", "json");
    assertTrue(json.out().contains("\"lastZxid\": \"0x3\""), json.out());

    Run.damage(target.resolve("backups").resolve(id + ".backup"), 50);
    Run damaged = Run.of("backup", "list", "--to", target);
    assertEquals(1, damaged.code());
    assertTrue(damaged.err().contains("its checksum is wrong"), damaged.err());
  }

  @Test
  void twoAtOnceAreRefused() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(1);
      try (Repository busy = Repository.toWrite(target)) {
        assertTrue(busy.list().isEmpty());
        assertEquals(1, Run.of("backup", "--data-dir", data, "--to", target).code());
      }
      backup();
    }
  }

  @Test
  void aConfigurationNamesTheDirectories() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      live.create(4);
      Path config =
          Files.writeString(
              temporary.resolve("zoo.cfg"), "clientPort=2181\ndataDir=" + data + "\n");

      Run run = Run.of("backup", "--config", config, "--to", target);

      assertEquals(0, run.code(), run.err());
      assertEquals(4, manifests().getFirst().lastZxid());
      Run wrong =
          Run.of("backup", "--config", Files.writeString(config, "dataDir\n"), "--to", target);
      assertEquals(1, wrong.code());
      assertTrue(wrong.err().contains("vivarium config check"), wrong.err());
    }
  }

  @Test
  void wrongWordsAreExitCode2() {
    for (List<Object> words :
        List.of(
            List.<Object>of("backup"),
            List.<Object>of("backup", "--to", target),
            List.<Object>of("backup", "--data-dir", data),
            List.<Object>of("backup", "--data-dir", data, "--config", data, "--to", target),
            List.<Object>of("backup", "--data-dir", data, "--to", target, "--keep", 0),
            List.<Object>of("backup", "prune", "--to", target, "--keep", 0),
            List.<Object>of("purge", "--data-dir", data, "--keep", 2),
            List.<Object>of("backup", "list"))) {
      assertEquals(2, Run.of(words.toArray()).code(), words::toString);
    }
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    Run nothing = Run.of("backup", "--data-dir", data, "--to", target);
    assertEquals(1, nothing.code());
    assertTrue(nothing.err().contains("there is no directory"), nothing.err());

    Files.createDirectories(data.resolve("version-2"));
    Run empty = Run.of("backup", "--data-dir", data, "--to", target);
    assertEquals(1, empty.code());
    assertTrue(empty.err().contains("was a server ever started there?"), empty.err());

    Run none = Run.of("backup", "list", "--to", temporary.resolve("nowhere"));
    assertEquals(1, none.code());
    assertTrue(none.err().contains("holds no backups"), none.err());
  }

  @Test
  void whatRecoveryNeedsIsNotPurged() throws Exception {
    try (LiveDirectory live = new LiveDirectory(data)) {
      for (int i = 0; i < 5; i++) {
        live.create(10);
        live.snapshot();
      }
      live.create(3);

      Run run = Run.of("purge", "--data-dir", data, "--keep", 3);

      assertEquals(0, run.code(), run.err());
      assertFalse(run.lines().isEmpty());
      backup();
      assertEquals(53, manifests().getFirst().lastZxid());
      // From each of the snapshots that stayed, also if the newer ones are bad.
      Run.damage(data.resolve("version-2/snapshot.32"), 400);
      Run.damage(data.resolve("version-2/snapshot.28"), 400);
      backup();
      assertEquals("snapshot.1e", manifests().getLast().snapshot().name());
      Run verified = Run.of("backup", "verify", "--to", target, "--replay");
      assertEquals(0, verified.code(), verified.out());
      assertEquals(
          0, Run.of("purge", "--data-dir", data, "--keep", 3, "--output", "json").lines().size());
    }
  }
}
