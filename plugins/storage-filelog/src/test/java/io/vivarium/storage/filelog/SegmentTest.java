package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a file grows, and that zeros written ahead never meet records. */
final class SegmentTest {
  private static final Path DIRECTORY = Path.of("/logs");
  private static final Path PATH = DIRECTORY.resolve("log.1");

  private final FaultyDisk disk = new FaultyDisk(1);

  @Test
  void aNewFileHasTheHeaderAndOneStepOfPadding() throws Exception {
    Segment segment = created(64 * 1024);
    assertEquals(16 + 64 * 1024, disk.contents(PATH).length);
    assertEquals(16, segment.forcedEnd());
  }

  @Test
  void theFileGrowsByAStepWhenLessThanAPageIsLeft() throws Exception {
    Segment segment = created(16 * 1024);
    segment.write(ByteBuffer.allocate(16 * 1024 - 4096 - 1));
    assertEquals(16 + 16 * 1024, disk.contents(PATH).length);
    segment.write(ByteBuffer.allocate(1));
    assertEquals(16 + 32 * 1024, disk.contents(PATH).length);
  }

  @Test
  void aLargeRecordBringsTheSizeToAMultipleOfTheStep() throws Exception {
    Segment segment = created(16 * 1024);
    segment.write(ByteBuffer.allocate(100_000));
    int size = disk.contents(PATH).length;
    assertEquals(0, size % (16 * 1024));
    assertTrue(size > 100_016, "size " + size);
  }

  @Test
  void withoutPreallocationTheFileIsAsLongAsItsRecords() throws Exception {
    Segment segment = created(0);
    segment.write(ByteBuffer.allocate(100));
    assertEquals(116, disk.contents(PATH).length);
  }

  @Test
  void finishingGivesThePaddingBack() throws Exception {
    Segment segment = created(64 * 1024);
    segment.write(ByteBuffer.allocate(100));
    segment.force(true);
    segment.finish();
    assertEquals(116, disk.contents(PATH).length);
  }

  @Test
  void zerosWrittenAheadNeverCoverRecords() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      FaultyDisk fresh = new FaultyDisk(seed);
      Segment segment = Segment.planned(fresh, PATH, 1, 4 * 1024 * 1024);
      segment.create(DIRECTORY);
      Random random = new Random(seed);
      byte[] expected = new byte[3 * 1024 * 1024];
      int end = 16;
      try (Disk.OpenFile own = fresh.open(PATH, Disk.Mode.WRITE)) {
        while (end < 2 * 1024 * 1024) {
          if (random.nextInt(3) == 0) {
            segment.fill(own, ByteBuffer.allocate(1 + random.nextInt(200_000)));
          } else {
            byte[] record = new byte[1 + random.nextInt(150_000)];
            Arrays.fill(record, (byte) (1 + random.nextInt(200)));
            segment.write(ByteBuffer.wrap(record));
            segment.force(true);
            System.arraycopy(record, 0, expected, end, record.length);
            end += record.length;
          }
        }
      }
      byte[] contents = fresh.contents(PATH);
      System.arraycopy(contents, 0, expected, 0, 16);
      assertArrayEquals(Arrays.copyOf(expected, end), Arrays.copyOf(contents, end), "seed " + seed);
      for (int i = end; i < contents.length; i++) {
        assertEquals(0, contents[i]);
      }
    }
  }

  @Test
  void fillingStopsWhenEnoughIsAheadAndGoesOnWhenItRunsShort() throws Exception {
    Segment segment = created(16 * 1024 * 1024);
    try (Disk.OpenFile own = disk.open(PATH, Disk.Mode.WRITE)) {
      assertTrue(segment.wantsFilling());
      int steps = 0;
      while (segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES))) {
        steps++;
      }
      assertEquals(8, steps);
      assertFalse(segment.wantsFilling());
      for (int i = 0; i < 11; i++) {
        assertFalse(segment.wantsFilling());
        segment.write(ByteBuffer.allocate(100_000));
        segment.force(true);
      }
      assertTrue(segment.wantsFilling());
      assertTrue(segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES)));
    }
  }

  @Test
  void nothingIsFilledWhileSoMuchIsForcedAtOnceThatItWouldNotPay() throws Exception {
    Segment segment = created(16 * 1024 * 1024);
    try (Disk.OpenFile own = disk.open(PATH, Disk.Mode.WRITE)) {
      segment.write(ByteBuffer.allocate(200_000));
      segment.force(true);
      assertFalse(segment.wantsFilling());
      assertFalse(segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES)));
      segment.write(ByteBuffer.allocate(1000));
      segment.force(true);
      assertTrue(segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES)));
    }
  }

  @Test
  void nothingIsFilledBehindWhatIsAllocatedNorAfterTheEnd() throws Exception {
    Segment segment = created(16 * 1024);
    try (Disk.OpenFile own = disk.open(PATH, Disk.Mode.WRITE)) {
      assertTrue(segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES)));
      assertFalse(segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES)));
      assertEquals(16 + 16 * 1024, disk.contents(PATH).length);
      segment.finish();
      assertFalse(segment.fill(own, ByteBuffer.allocate(Segment.FILL_STEP_BYTES)));
      assertEquals(16, disk.contents(PATH).length);
    }
  }

  private Segment created(long step) throws Exception {
    Segment segment = Segment.planned(disk, PATH, 1, step);
    segment.create(DIRECTORY);
    return segment;
  }
}
