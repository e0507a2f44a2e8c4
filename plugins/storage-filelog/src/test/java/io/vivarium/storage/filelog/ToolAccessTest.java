package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools see of files: one at a time, without a server, or beside one. */
final class ToolAccessTest {
  private static final Path HEALTHY = Fixtures.resource("recovery/healthy/version-2");

  @TempDir private Path temporary;

  private static List<Long> zxids(LogFile log) throws Exception {
    List<Long> zxids = new ArrayList<>();
    while (log.next()) {
      zxids.add(log.zxid());
    }
    return zxids;
  }

  @Test
  void aLogIsReadToItsEnd() throws Exception {
    try (LogFile log = LogFile.open(HEALTHY.resolve("log.1a"), 0)) {
      assertEquals(2, log.version());
      assertEquals(0, log.databaseId());
      assertEquals(12, zxids(log).size());
      assertEquals(0x25, log.zxid());
      assertEquals(LogFile.End.CLEAN, log.end());
      assertTrue(log.nextOffset() > log.offset() && log.nextOffset() < log.size());
    }
  }

  @Test
  void theEndIsJudged() throws Exception {
    Path recovery = Fixtures.resource("recovery");
    try (LogFile torn =
        LogFile.open(recovery.resolve("torn-log-zeroed-tail/version-2/log.1a"), 0)) {
      assertEquals(0x24, zxids(torn).getLast());
      assertEquals(LogFile.End.TORN, torn.end());
    }
    try (LogFile hole =
        LogFile.open(recovery.resolve("corrupt-log-middle-no-eor/version-2/log.1a"), 0)) {
      assertEquals(0x1f, zxids(hole).getLast());
      assertThrows(StorageException.class, hole::end);
    }
  }

  @Test
  void wrongChecksumsAreRefusedOrToldApart() throws Exception {
    Path damaged = Fixtures.resource("recovery/corrupt-log-middle-record/version-2/log.1a");
    try (LogFile strict = LogFile.open(damaged, 0)) {
      assertThrows(StorageException.class, () -> zxids(strict));
    }
    try (LogFile lenient = LogFile.open(damaged, 0)) {
      lenient.acceptWrongChecksums();
      int wrong = 0;
      int all = 0;
      while (lenient.next()) {
        all++;
        wrong += lenient.checksumMatches() ? 0 : 1;
      }
      assertEquals(1, wrong);
      assertEquals(12, all);
    }
  }

  @Test
  void whatIsWrittenMeanwhileIsSeenAfterALookAgain() throws Exception {
    try (Storage storage = DataFiles.storage(temporary, temporary, Compression.NONE, 0)) {
      storage.start();
      append(storage, 1);
      Path file = DataFiles.logs(DataFiles.directory(temporary)).getFirst().path();
      try (LogFile log = LogFile.open(file, 0)) {
        assertEquals(List.of(1L), zxids(log));
        append(storage, 2);
        append(storage, 3);
        log.refresh();
        assertEquals(List.of(2L, 3L), zxids(log));
      }
    }
  }

  private static void append(Storage storage, long zxid) throws Exception {
    storage.log().append(zxid, payload(zxid));
    storage.log().force();
  }

  private static ByteBuffer payload(long zxid) {
    return ByteBuffer.allocate(40).putLong(LogFormat.ZXID_OFFSET, zxid);
  }

  @Test
  void aPayloadCanBeReadAgain() throws Exception {
    try (LogFile log = LogFile.open(HEALTHY.resolve("log.1"), 0)) {
      assertTrue(log.next());
      ByteBuffer first = log.payload();
      int length = first.remaining();
      first.position(first.limit());
      assertEquals(length, log.payload().remaining());
    }
  }

  @Test
  void aLogThatWasWrittenIsReadByAServer() throws Exception {
    Path directory = Files.createDirectories(DataFiles.directory(temporary));
    try (LogFileWriter writer = LogFileWriter.create(directory.resolve(DataFiles.logName(5)))) {
      for (long zxid = 5; zxid < 20_000; zxid++) {
        writer.append(payload(zxid));
      }
      writer.append(ByteBuffer.allocate(1 << 20).putLong(LogFormat.ZXID_OFFSET, 20_000));
      writer.finish();
    }
    assertThrows(
        StorageException.class, () -> LogFileWriter.create(directory.resolve("log.5")).close());
    try (Storage storage = DataFiles.storage(temporary, temporary, Compression.NONE, 0)) {
      storage.start();
      List<Long> replayed = Fixtures.replay(storage, 5);
      assertEquals(19_996, replayed.size());
      assertEquals(20_000, replayed.getLast());
    }
  }

  @Test
  void aDirectoryInUseIsRefused() throws Exception {
    Storage storage = DataFiles.storage(temporary, temporary, Compression.NONE, 0);
    storage.start();
    Path directory = DataFiles.directory(temporary);
    StorageException refused =
        assertThrows(StorageException.class, () -> DataFiles.possess(directory));
    assertTrue(String.valueOf(refused.getMessage()).contains("is in use by"), refused::toString);
    storage.close();
    Closeable possession = DataFiles.possess(directory);
    possession.close();
  }

  @Test
  void numbersAreRead() throws Exception {
    Path member = Fixtures.resource("datadir-other/ensemble-member/version-2");
    assertEquals(OptionalLong.of(1), DataFiles.number(member, "currentEpoch"));
    assertEquals(OptionalLong.empty(), DataFiles.number(HEALTHY, "currentEpoch"));
  }

  @Test
  void snapshotsThatLookWholeAreListedNewestFirst() throws Exception {
    Path truncated = Fixtures.resource("recovery/truncated-snapshot-newest/version-2");
    assertEquals(
        List.of(12L, 0L), DataFiles.snapshots(truncated).stream().map(NumberedFile::zxid).toList());
    assertEquals(3, DataFiles.snapshots(HEALTHY).size());
  }

  @Test
  void aSnapshotIsConvertedWithoutAChangeOfItsBytes() throws Exception {
    Path plain = HEALTHY.resolve("snapshot.19");
    Path snappy = temporary.resolve("snapshot.19.snappy");
    Path back = temporary.resolve("snapshot.19");
    SnapshotFiles.convert(plain, snappy);
    SnapshotFiles.convert(snappy, back);
    assertArrayEquals(Files.readAllBytes(plain), Files.readAllBytes(back));
    assertTrue(SnapshotFiles.isSound(snappy));
    assertFalse(
        SnapshotFiles.isSound(
            Fixtures.resource("recovery/corrupt-snapshot-newest/version-2/snapshot.19")));
    assertThrows(StorageException.class, () -> SnapshotFiles.convert(plain, back));
  }
}
