package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files cut at every byte and changed in every bit. */
final class DamageTest {
  private static final Path PLACE = Path.of("/data");
  private static final Path LOG = PLACE.resolve("version-2/log.1");
  private static final Path MARK = PLACE.resolve("version-2/vivarium.forced");
  private static final int RECORDS = 6;
  private static final int PADDING = 600;

  /** Offset behind each record; the first is the end of the header. */
  private final List<Integer> ends = new ArrayList<>(List.of(LogFormat.HEADER_BYTES));

  private byte[] log;
  private byte[] mark;

  /** A file of six records, some of them longer than a sector, with some padding behind. */
  @BeforeEach
  void write() throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      for (int zxid = 1; zxid <= RECORDS; zxid++) {
        int body = zxid % 2 == 0 ? 700 : 20;
        storage.log().append(zxid, Records.txn(zxid, body));
        ends.add(ends.getLast() + LogFormat.FRAME_BYTES + LogFormat.MIN_PAYLOAD_BYTES + body);
      }
      storage.log().force();
    }
    byte[] written = disk.contents(LOG);
    assertEquals(ends.getLast(), written.length, "a file that was closed has no padding");
    log = Arrays.copyOf(written, written.length + PADDING);
    mark = disk.contents(MARK);
  }

  @Test
  void aLastRecordCutAtAnyByteIsATornTailAndTheRestIsServed() throws Exception {
    for (int cut = ends.get(RECORDS - 1); cut < ends.get(RECORDS); cut++) {
      assertEquals(RECORDS - 1, served(Arrays.copyOf(log, cut)), "file ends at " + cut);
      byte[] zeroed = log.clone();
      Arrays.fill(zeroed, cut, zeroed.length, (byte) 0);
      // The end byte and what is before it may be all there is to lose.
      assertEquals(RECORDS - 1, served(zeroed), "zero from " + cut);
    }
    assertEquals(RECORDS, served(Arrays.copyOf(log, ends.getLast())));
    assertEquals(RECORDS, served(log));
  }

  @Test
  void anyFileCutAnywhereKeepsEveryRecordBefore() throws Exception {
    for (int cut = 0; cut <= ends.getLast(); cut++) {
      int whole = 0;
      while (whole < RECORDS && ends.get(whole + 1) <= cut) {
        whole++;
      }
      assertEquals(whole, served(Arrays.copyOf(log, cut)), "file ends at " + cut);
    }
  }

  @Test
  void aChangedBitIsNeverTakenForATornTailWhenMoreRecordsFollow() throws Exception {
    int last = ends.get(RECORDS - 1);
    for (int at = LogFormat.HEADER_BYTES; at < ends.getLast(); at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = log.clone();
        changed[at] ^= (byte) (1 << bit);
        int served = servedOrRefused(changed, null);
        boolean refused = served < 0;
        assertTrue(
            refused || (at >= last && served == RECORDS - 1),
            "bit " + bit + " of byte " + at + ": " + served + " records were served");
      }
    }
  }

  @Test
  void withTheMarkAChangedBitIsRefusedInTheLastRecordToo() throws Exception {
    for (int at = LogFormat.HEADER_BYTES; at < ends.getLast(); at++) {
      byte[] changed = log.clone();
      changed[at] ^= (byte) (1 << at % 8);
      assertEquals(-1, servedOrRefused(changed, mark), "byte " + at);
    }
  }

  @Test
  void withTheMarkALastRecordThatIsCutIsStillATornTail() throws Exception {
    for (int cut = ends.get(RECORDS - 1); cut < ends.getLast(); cut++) {
      byte[] shorter = Arrays.copyOf(log, cut);
      assertEquals(RECORDS - 1, servedOrRefused(shorter, mark), "file ends at " + cut);
      assertEquals(RECORDS - 1, servedOrRefused(Arrays.copyOf(shorter, log.length), mark));
    }
    assertEquals(RECORDS, servedOrRefused(Arrays.copyOf(log, ends.getLast()), mark));
  }

  @Test
  void withTheMarkAFileThatLacksMoreThanALastRecordIsRefused() throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      for (int zxid = 1; zxid <= 20; zxid++) {
        storage.log().append(zxid, Records.txn(zxid, 700));
      }
      storage.log().force();
    }
    byte[] whole = disk.contents(LOG);
    byte[] noted = disk.contents(MARK);
    int record = LogFormat.FRAME_BYTES + LogFormat.MIN_PAYLOAD_BYTES + 700;
    int half = LogFormat.HEADER_BYTES + 10 * record;
    assertEquals(-1, servedOrRefused(Arrays.copyOf(whole, half), noted));
    assertEquals(-1, servedOrRefused(Arrays.copyOf(Arrays.copyOf(whole, half), 20_000), noted));
    assertEquals(10, servedOrRefused(Arrays.copyOf(whole, half), null));
    assertEquals(19, servedOrRefused(Arrays.copyOf(whole, half + 10 * record - 1), noted));
  }

  @Test
  void aDamagedMarkIsAsGoodAsNone() throws Exception {
    for (int at = 0; at < mark.length; at++) {
      byte[] changed = mark.clone();
      changed[at] ^= 1;
      boolean inUnusedBytes = servedOrRefused(log, changed) == RECORDS;
      assertTrue(inUnusedBytes, "byte " + at + " of the mark");
      assertEquals(
          RECORDS - 1,
          servedOrRefused(Arrays.copyOf(log, ends.getLast() - 1), changed),
          "byte " + at);
    }
  }

  @Test
  void theHeaderIsRefusedWhenItsMagicOrVersionIsChangedAndTheRestOfItIsNotLookedAt()
      throws Exception {
    for (int at = 0; at < LogFormat.HEADER_BYTES; at++) {
      byte[] changed = log.clone();
      changed[at] ^= 1;
      assertEquals(at < 8 ? -1 : RECORDS, servedOrRefused(changed, null), "byte " + at);
    }
  }

  @Test
  void aLogOfANewerReleaseIsNotReadAsIfItWereOfThisOne() throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    byte[] newer = ByteBuffer.wrap(log.clone()).putInt(4, 3).array();
    disk.put(LOG, newer);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      String message = assertThrows(PluginException.class, storage::start).getMessage();
      assertTrue(message.contains(LOG + " is written in version 3 of the format"), message);
      assertTrue(message.contains("this release knows version 2"), message);
      assertFalse(message.contains("truncate"), message);
    }
    assertArrayEquals(newer, disk.contents(LOG), "nothing is cut off or moved");
  }

  @Test
  void aHoleOfSectorsIsAnUnforcedBatchOutOfOrder() throws Exception {
    // The sector in which record 2 begins was not written from there on; 3 and later ones were.
    byte[] hole = log.clone();
    int sectorEnd = (ends.get(1) / 512 + 1) * 512;
    Arrays.fill(hole, ends.get(1), sectorEnd, (byte) 0);
    assertEquals(1, served(hole));
  }

  @Test
  void aMissingSectorMayEndInTheZerosWithWhichTheNextRecordBegins() throws Exception {
    for (int beyond = 0; beyond <= 5; beyond++) {
      // Record 2 ends so many bytes before a sector does, and nothing of that sector was written.
      int length = 2 * LogFormat.SECTOR_BYTES - beyond - ends.get(1);
      ByteBuffer file = ByteBuffer.allocate(log.length).put(log, 0, ends.get(1));
      file.put(Records.framed(Records.txn(2, length - Records.txn(2, 0).remaining() - 13)));
      int end = file.position();
      file.put(Records.framed(Records.txn(3, 20)));
      Arrays.fill(file.array(), LogFormat.SECTOR_BYTES, end, (byte) 0);
      assertEquals(
          beyond <= 4 ? 1 : -1, servedOrRefused(file.array(), null), beyond + " bytes beyond");
    }
  }

  @Test
  void aHoleBeforeTheMarkIsDamage() throws Exception {
    byte[] hole = log.clone();
    int sectorEnd = (ends.get(1) / 512 + 1) * 512;
    Arrays.fill(hole, ends.get(1), sectorEnd, (byte) 0);
    assertEquals(-1, servedOrRefused(hole, mark));
  }

  @Test
  void aHoleOfLessThanASectorIsDamage() throws Exception {
    byte[] hole = log.clone();
    Arrays.fill(hole, ends.get(1), ends.get(2), (byte) 0);
    int sectorEnd = (ends.get(1) / 512 + 1) * 512;
    System.arraycopy(log, sectorEnd - 3, hole, sectorEnd - 3, 3);
    int secondEnd = (sectorEnd / 512 + 1) * 512;
    if (secondEnd <= ends.get(2)) {
      System.arraycopy(log, sectorEnd, hole, sectorEnd, secondEnd - sectorEnd);
    }
    assertEquals(-1, servedOrRefused(hole, null));
  }

  @Test
  void aRecordTornInItsMiddleIsCutOffSoThatTheStartAfterTheNextWritesIsGood() throws Exception {
    int whole = ends.get(3);
    FaultyDisk disk = torn(whole);
    byte[] left = disk.contents(LOG);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      assertEquals(List.of(1L, 2L, 3L), Fixtures.replay(storage, 0));
      storage.log().append(4, Records.txn(4, 20));
      storage.log().force();
    }
    assertEquals(whole, disk.contents(LOG).length, "ends behind its last whole record");
    assertArrayEquals(
        Arrays.copyOfRange(left, whole, left.length),
        disk.contents(LOG.resolveSibling("unfinished-log.1")),
        "what was cut off is kept");
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      assertEquals(List.of(1L, 2L, 3L, 4L), Fixtures.replay(storage, 0));
    }
  }

  @Test
  void aDiskWithoutRoomForACopyOfATornRecordDoesNotStopTheStart() throws Exception {
    FaultyDisk disk = torn(ends.get(3));
    disk.capacity(disk.used());
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      assertEquals(List.of(1L, 2L, 3L), Fixtures.replay(storage, 0));
    }
    assertEquals(ends.get(3), disk.contents(LOG).length);
  }

  /** Three records that were forced, and a fourth of which a sector in the middle was not written when the power went. */
  private FaultyDisk torn(int forced) {
    byte[] record = Records.torn(Records.txn(4, 3000), forced);
    ByteBuffer file = ByteBuffer.allocate(forced + record.length);
    file.put(log, 0, forced).put(record);
    ByteBuffer noted = ByteBuffer.wrap(mark.clone()).putLong(16, forced);
    CRC32 crc = new CRC32();
    crc.update(noted.array(), 0, 24);
    FaultyDisk disk = new FaultyDisk(1);
    disk.put(LOG, file.array());
    disk.put(MARK, noted.putLong(24, crc.getValue()).array());
    return disk;
  }

  private int served(byte[] contents) throws Exception {
    int served = servedOrRefused(contents, null);
    assertTrue(served >= 0, "refused");
    return served;
  }

  /** How many records a start serves, −1 when it refuses. */
  private static int servedOrRefused(byte[] contents, byte[] noted) throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    disk.put(LOG, contents);
    if (noted != null) {
      disk.put(MARK, noted);
    }
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      List<Long> zxids = Fixtures.replay(storage, 0);
      for (int i = 0; i < zxids.size(); i++) {
        assertEquals(i + 1, zxids.get(i));
      }
      return zxids.size();
    } catch (PluginException e) {
      assertTrue(e.getMessage().contains(LOG.toString()), e.getMessage());
      return -1;
    }
  }

  @Test
  void aRefusalNamesFileOffsetAndRemedy() throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    byte[] changed = log.clone();
    changed[ends.get(2) + 20] ^= 1;
    disk.put(LOG, changed);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      String message = assertThrows(PluginException.class, storage::start).getMessage();
      assertTrue(message.contains("offset " + ends.get(2)), message);
      assertTrue(message.contains("Records after zxid 0x2 "), message);
      assertTrue(message.contains("truncate -s " + ends.get(2) + " " + LOG), message);
    }
  }
}
