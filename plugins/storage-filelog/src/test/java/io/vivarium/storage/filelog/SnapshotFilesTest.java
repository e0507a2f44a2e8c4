package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which snapshot files count, and which may go. */
final class SnapshotFilesTest {
  private static final Path DATA = Path.of("/data");
  private static final Path LOGS = Path.of("/logs");
  private static final Path VERSION_2 = DATA.resolve("version-2");

  private final FaultyDisk disk = new FaultyDisk(5);

  @ParameterizedTest
  @ValueSource(strings = {"", "gz", "snappy"})
  void nothingIsRemovedWhenTheSnapshotsToKeepAreNotSound(String compression) throws Exception {
    try (Storage storage = started(compression, DATA)) {
      fill(storage);
      damage("snapshot.9", compression);
      assertEquals(List.of(), storage.snapshots().retain(1), "the only one to keep is damaged");
      assertEquals(List.of(9L, 6L, 3L), storage.snapshots().list());
      assertEquals(9, Fixtures.replay(storage, 0).size());

      assertEquals(2, storage.snapshots().retain(2).size(), "a snapshot and a log");
      assertEquals(List.of(9L, 6L), storage.snapshots().list());
      assertEquals(List.of(7L, 8L, 9L), Fixtures.replay(storage, 7));
    }
  }

  @Test
  void retentionReachesTheLogsInADirectoryOfTheirOwn() throws Exception {
    try (Storage storage = started("", LOGS)) {
      fill(storage);
      assertEquals(
          List.of(
              "/data/version-2/snapshot.6",
              "/data/version-2/snapshot.3",
              "/logs/version-2/log.1",
              "/logs/version-2/log.4"),
          storage.snapshots().retain(1));
      assertEquals(List.of(), Fixtures.replay(storage, 10));
    }
  }

  @Test
  void theLogThatEndsWithTheSnapshotStaysAsItMayGoOn() throws Exception {
    try (Storage storage = started("", DATA)) {
      fill(storage);
      storage.snapshots().retain(1);
      assertEquals(List.of(7L, 8L, 9L), Fixtures.replay(storage, 0));
    }
  }

  @Test
  void aFileThatIsCutAnywhereIsNotListedOrFailsWhenItIsRead() throws Exception {
    try (Storage storage = started("", DATA)) {
      snapshot(storage, 9);
      byte[] whole = disk.contents(VERSION_2.resolve("snapshot.9"));
      for (int cut = 0; cut < whole.length; cut++) {
        disk.put(VERSION_2.resolve("snapshot.9"), Arrays.copyOf(whole, cut));
        assertEquals(List.of(), storage.snapshots().list(), "cut at " + cut);
      }
    }
  }

  @Test
  void aSnapshotOfANewerReleaseIsNotReadAsIfItWereOfThisOne() throws Exception {
    try (Storage storage = started("", DATA)) {
      snapshot(storage, 9);
      Path file = VERSION_2.resolve("snapshot.9");
      disk.put(file, ByteBuffer.wrap(disk.contents(file).clone()).putInt(4, 3).array());
      String message = assertThrows(StorageException.class, () -> read(storage, 9)).getMessage();
      assertTrue(message.contains(file + " is written in version 3 of the format"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "snappy"})
  void aCompressedFileThatIsCutFailsWhenItIsRead(String compression) throws Exception {
    try (Storage storage = started(compression, DATA)) {
      snapshot(storage, 9);
      Path path = VERSION_2.resolve("snapshot.9." + compression);
      byte[] whole = disk.contents(path);
      // The last bytes of gzip are its own checksum and length; behind a seal nobody needs them.
      int needed = compression.equals("gz") ? whole.length - 10 : whole.length;
      for (int cut = 8; cut < needed; cut++) {
        disk.put(path, Arrays.copyOf(whole, cut));
        if (storage.snapshots().list().contains(9L)) {
          StorageException failure =
              assertThrows(StorageException.class, () -> read(storage, 9), "cut at " + cut);
          assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
        }
      }
    }
  }

  @Test
  void theSizeOfASnapshotIsThatOfItsFile() throws Exception {
    try (Storage storage = started("", DATA)) {
      snapshot(storage, 9);
      assertEquals(
          disk.contents(VERSION_2.resolve("snapshot.9")).length, storage.snapshots().sizeBytes(9));
      assertEquals(-1, storage.snapshots().sizeBytes(8));
    }
  }

  @Test
  void theSuffixTellsHowASnapshotIsReadWhateverIsConfigured() throws Exception {
    for (String compression : List.of("", "gz", "snappy")) {
      try (Storage storage = started(compression, DATA)) {
        snapshot(storage, 5 + compression.length());
      }
    }
    try (Storage storage = started("gz", DATA)) {
      assertEquals(List.of(11L, 7L, 5L), storage.snapshots().list());
      for (long zxid : storage.snapshots().list()) {
        read(storage, zxid);
      }
    }
  }

  @Test
  void aSnapshotReplacesTheSameOneThatWasCompressedAnotherWay() throws Exception {
    for (String compression : List.of("", "gz", "snappy")) {
      try (Storage storage = started(compression, DATA)) {
        snapshot(storage, 5);
      }
    }
    assertEquals(
        List.of(VERSION_2.resolve("snapshot.5.snappy")),
        disk.list(VERSION_2).stream()
            .filter(path -> path.toString().contains("snapshot"))
            .toList());
  }

  @Test
  void otherNamesAreOverlooked() throws Exception {
    try (Storage storage = started("", DATA)) {
      snapshot(storage, 0xa);
      byte[] bytes = disk.contents(VERSION_2.resolve("snapshot.a"));
      for (String name :
          List.of(
              "snapshot.",
              "snapshot.b.bak",
              "snapshot.b.tmp",
              "snapshots.b",
              "snapshot.xyz",
              "snapshot.12345678123456781",
              "log.b.bak",
              "log.")) {
        disk.put(VERSION_2.resolve(name), bytes);
      }
      assertEquals(List.of(0xaL), storage.snapshots().list());
    }
    try (Storage storage = started("", DATA)) {
      assertEquals(List.of(), Fixtures.replay(storage, 0));
    }
  }

  /** Txns 1 to 9 in three files, a snapshot after each. */
  private static void fill(Storage storage) throws StorageException {
    for (long zxid = 1; zxid <= 9; zxid++) {
      storage.log().append(zxid, Records.txn(zxid, 20));
      if (zxid % 3 == 0) {
        storage.log().roll();
        snapshot(storage, zxid);
      }
    }
  }

  private void damage(String name, String compression) {
    Path path = VERSION_2.resolve(name + (compression.isEmpty() ? "" : "." + compression));
    byte[] bytes = disk.contents(path);
    bytes[bytes.length / 2] ^= 4;
    disk.put(path, bytes);
  }

  private static void snapshot(Storage storage, long zxid) throws StorageException {
    byte[] section = new byte[300];
    for (int i = 0; i < section.length; i++) {
      section[i] = (byte) (i * i / 7);
    }
    try (SnapshotWriter writer = storage.snapshots().create(zxid)) {
      writer.write(ByteBuffer.wrap(section));
      writer.seal();
      writer.commit();
    }
  }

  private static void read(Storage storage, long zxid) throws StorageException {
    try (SnapshotReader reader = storage.snapshots().open(zxid)) {
      ByteBuffer section = ByteBuffer.allocate(300);
      while (section.hasRemaining() && reader.read(section) > 0) {
        // Read on.
      }
      reader.verifySeal();
    }
  }

  private Storage started(String compression, Path logs) throws Exception {
    TestContext context =
        new TestContext()
            .with(Keys.DATA_DIR, DATA)
            .with(Keys.DATA_LOG_DIR, logs)
            .with(Keys.PREALLOC_KB, 8L)
            .with(Keys.COMPRESSION, compression);
    Storage storage = new FileStorage(disk, Settings.of(context.config()), context, false);
    storage.start();
    return storage;
  }
}
