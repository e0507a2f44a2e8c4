package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Directories that ZooKeeper 3.9.5 wrote and somebody damaged. What that version makes of each was observed; ours is the same but where a
 * test says so.
 */
final class RecoveryFixturesTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "healthy,                       19, 25, 12",
    "torn-log-zeroed-tail,          19, 24, 11",
    "torn-log-short-file,           19, 24, 11",
    "log-header-only,               19, 25, 12",
    "log-empty-newest,              19, 25, 12",
    "corrupt-snapshot-newest,       c,  25, 25",
    "truncated-snapshot-newest,     c,  25, 25",
    "snapshot-cut-after-first-seal, 19, 25, 12",
    "snapshot-newer-than-logs,      19, 19, 0",
  })
  void startsAsTheReferenceDoes(String name, String snapshot, String highest, int replayed)
      throws Exception {
    try (Storage storage = start("recovery/" + name)) {
      Fixtures.Recovered recovered = Fixtures.recover(storage);
      assertEquals(Long.parseLong(snapshot, 16), recovered.snapshot());
      assertEquals(Long.parseLong(highest, 16), recovered.highest());
      assertEquals(replayed, recovered.zxids().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "corrupt-log-last-record,   log.1a, checksum",
    "corrupt-log-middle-record, log.1a, checksum",
    "corrupt-log-bad-magic,     log.1a, header",
    "log-empty-middle,          log.d,  header",
  })
  void refusesWhatTheReferenceRefusesAndSaysWhere(String name, String file, String what) {
    PluginException refusal = assertThrows(PluginException.class, () -> start("recovery/" + name));
    assertEquals(FatalReason.UNEXPECTED, refusal.reason());
    String message = refusal.getMessage();
    assertTrue(message.contains(file) && message.contains(what), message);
    assertTrue(message.contains("truncate -s"), "no word of what to do: " + message);
  }

  /** The reference starts here and forgets 6 acknowledged txns. */
  @Test
  void refusesADestroyedEndOfRecordInTheMiddleWhichTheReferenceDoesNot() {
    PluginException refusal =
        assertThrows(PluginException.class, () -> start("recovery/corrupt-log-middle-no-eor"));
    assertTrue(refusal.getMessage().contains("5 at and behind offset"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("after zxid 0x1f"), refusal.getMessage());
  }

  /** Between the snapshot and the next log txns are missing. That they are is for the reader of the log to see. */
  @Test
  void aMissingLogShowsAsAGap() throws Exception {
    try (Storage storage = start("recovery/missing-log-gap")) {
      Fixtures.Recovered recovered = Fixtures.recover(storage);
      assertEquals(0xc, recovered.snapshot());
      assertEquals(0x1a, recovered.zxids().getFirst());
    }
  }

  @Test
  void noSnapshotOfASetOfCorruptOnesCanBeLoaded() throws Exception {
    try (Storage storage = start("recovery/all-snapshots-corrupt")) {
      assertEquals(List.of(0x19L, 0xcL, 0L), storage.snapshots().list());
      for (long zxid : storage.snapshots().list()) {
        IOException failure = assertThrows(IOException.class, () -> Fixtures.load(storage, zxid));
        assertFalse(failure.getMessage().isBlank());
      }
    }
  }

  @Test
  void logsWithoutASnapshotCanBeReadFromTheBeginning() throws Exception {
    try (Storage storage = start("recovery/no-snapshot-with-logs")) {
      assertEquals(List.of(), storage.snapshots().list());
      assertEquals(LongStream.rangeClosed(1, 0x25).boxed().toList(), Fixtures.replay(storage, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "healthy",
    "torn-log-zeroed-tail",
    "torn-log-short-file",
    "log-header-only",
    "log-empty-newest",
  })
  void theLogContinuesBehindWhatACrashLeft(String name) throws Exception {
    Path place = copy("recovery/" + name);
    long next;
    try (Storage storage = start(place)) {
      next = Fixtures.recover(storage).highest() + 1;
      for (long zxid = next; zxid < next + 5; zxid++) {
        storage.log().append(zxid, Records.txn(zxid, 10));
      }
      storage.log().force();
    }
    assertTrue(Files.exists(place.resolve("version-2/log." + Long.toHexString(next))));
    try (Storage storage = start(place)) {
      assertEquals(
          LongStream.range(0x1a, next + 5).boxed().toList(), Fixtures.recover(storage).zxids());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "datadir-3.9.5,                 cd,        fb",
    "datadir-other/gzip-snapshot,   25,        25",
    "datadir-other/snappy-snapshot, 25,        25",
    "datadir-other/ensemble-member, 0,  100000011",
    "datadir-other/no-digest,       c,         19",
  })
  void readsEveryKindOfDirectory(String name, String snapshot, String highest) throws Exception {
    try (Storage storage = start(name)) {
      Fixtures.Recovered recovered = Fixtures.recover(storage);
      assertEquals(Long.parseLong(snapshot, 16), recovered.snapshot());
      assertEquals(highest, Long.toHexString(recovered.highest()));
      assertTrue(recovered.nodes() > 2, "nodes in the snapshot: " + recovered.nodes());
    }
  }

  @Test
  void readsTheEpochsOfAnEnsembleMember() throws Exception {
    try (Storage storage = start("datadir-other/ensemble-member")) {
      assertEquals(1, storage.number("currentEpoch").read().orElseThrow());
      assertEquals(1, storage.number("acceptedEpoch").read().orElseThrow());
    }
  }

  private Storage start(String resource) throws Exception {
    return start(copy(resource));
  }

  private static Storage start(Path place) throws PluginException {
    Storage storage = Fixtures.storage(new RealDisk(), place);
    try {
      storage.start();
      return storage;
    } catch (PluginException e) {
      storage.close();
      throw e;
    }
  }

  private Path copy(String resource) throws IOException {
    return Fixtures.copy(Fixtures.resource(resource), temporary.resolve("place"));
  }
}
