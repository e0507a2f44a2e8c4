package io.vivarium.spi.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link io.vivarium.spi.storage.SnapshotStore} and its readers and writers promise. */
abstract class SnapshotPromises extends TruncationPromises {
  @Test
  public void aNewStoreHoldsNoSnapshots() throws Exception {
    assertEquals(List.of(), storage.snapshots().list());
  }

  @Test
  public void theSnapshotStoreIsTheSameObjectForTheLifeOfTheStorage() {
    assertSame(storage.snapshots(), storage.snapshots());
  }

  @Test
  public void aCommittedSnapshotIsListedAndComesBackAsItWasWritten() throws Exception {
    snapshot(0x19, "the tree");
    assertEquals(List.of(0x19L), storage.snapshots().list());
    assertEquals("the tree", snapshotText(0x19, 8));
  }

  @Test
  public void aCommittedSnapshotSurvivesACrash() throws Exception {
    snapshot(7, "kept");
    crashAndRestart();
    assertEquals(List.of(7L), storage.snapshots().list());
    assertEquals("kept", snapshotText(7, 4));
  }

  @Test
  public void snapshotsAreListedNewestFirst() throws Exception {
    for (long zxid : new long[] {9, 0x100, 0, 10, 1L << 32}) {
      snapshot(zxid, "s");
    }
    assertEquals(List.of(1L << 32, 0x100L, 10L, 9L, 0L), storage.snapshots().list());
  }

  @Test
  public void sectionsAreReadBackWithTheirSeals() throws Exception {
    try (SnapshotWriter writer = storage.snapshots().create(3)) {
      writer.write(utf8("one"));
      writer.seal();
      writer.write(utf8("two"));
      writer.write(utf8("more"));
      writer.seal();
      writer.commit();
    }
    try (SnapshotReader reader = storage.snapshots().open(3)) {
      assertEquals("one", section(reader, 3));
      reader.verifySeal();
      assertEquals("twomore", section(reader, 7));
      reader.verifySeal();
      assertEquals(-1, reader.read(ByteBuffer.allocate(1)), "bytes behind the last seal");
    }
  }

  @Test
  public void aSealThatIsNotWhereItIsExpectedFails() throws Exception {
    snapshot(3, "a section that is long enough to hold a seal by itself");
    try (SnapshotReader reader = storage.snapshots().open(3)) {
      section(reader, 5);
      assertThrows(StorageException.class, reader::verifySeal);
    }
  }

  @Test
  public void aSealBehindTheEndFails() throws Exception {
    snapshot(3, "short");
    try (SnapshotReader reader = storage.snapshots().open(3)) {
      section(reader, 5);
      reader.verifySeal();
      assertThrows(StorageException.class, reader::verifySeal);
    }
  }

  @Test
  public void largeSnapshotsComeBackInAnyPortions() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 300_000; i++) {
      text.append(i * 31L).append(i % 3 == 0 ? "/some/path" : "");
    }
    String all = text.toString();
    try (SnapshotWriter writer = storage.snapshots().create(1)) {
      for (int at = 0; at < all.length(); at += 999) {
        writer.write(utf8(all.substring(at, Math.min(all.length(), at + 999))));
      }
      writer.seal();
      writer.commit();
    }
    assertEquals(all, snapshotText(1, all.length()));
  }

  @Test
  public void writingTakesTheRemainingBytes() throws Exception {
    ByteBuffer bytes = utf8("..taken..").position(2).limit(7);
    try (SnapshotWriter writer = storage.snapshots().create(1)) {
      writer.write(bytes);
      writer.write(ByteBuffer.allocateDirect(3).put(utf8("dir")).flip());
      writer.seal();
      writer.commit();
    }
    assertFalse(bytes.hasRemaining());
    assertEquals("takendir", snapshotText(1, 8));
  }

  @Test
  public void aSnapshotThatWasNotCommittedDoesNotExist() throws Exception {
    try (SnapshotWriter writer = storage.snapshots().create(5)) {
      writer.write(utf8("half"));
      assertEquals(List.of(), storage.snapshots().list());
    }
    assertEquals(List.of(), storage.snapshots().list());
    closeAndRestart();
    assertEquals(List.of(), storage.snapshots().list());
  }

  @Test
  public void aCrashWhileASnapshotIsWrittenLeavesTheOlderOnes() throws Exception {
    snapshot(4, "older");
    SnapshotWriter writer = storage.snapshots().create(9);
    writer.write(utf8("half"));
    writer.seal();
    crashAndRestart();
    assertEquals(List.of(4L), storage.snapshots().list());
    assertEquals("older", snapshotText(4, 5));
  }

  @Test
  public void aSnapshotReplacesOneOfTheSameZxid() throws Exception {
    snapshot(4, "before");
    snapshot(4, "after!");
    assertEquals(List.of(4L), storage.snapshots().list());
    assertEquals("after!", snapshotText(4, 6));
  }

  @Test
  public void anAbandonedSnapshotLeavesTheOneOfTheSameZxid() throws Exception {
    snapshot(4, "before");
    try (SnapshotWriter writer = storage.snapshots().create(4)) {
      writer.write(utf8("after!"));
    }
    assertEquals("before", snapshotText(4, 6));
  }

  @Test
  public void closingAWriterAfterTheCommitKeepsTheSnapshot() throws Exception {
    SnapshotWriter writer = storage.snapshots().create(4);
    writer.write(utf8("kept"));
    writer.seal();
    writer.commit();
    writer.close();
    writer.close();
    assertEquals("kept", snapshotText(4, 4));
  }

  @Test
  public void openingASnapshotThatDoesNotExistFails() throws Exception {
    snapshot(4, "another");
    assertThrows(StorageException.class, () -> storage.snapshots().open(5).close());
  }

  @Test
  public void aReaderTellsWhereTheSnapshotIs() throws Exception {
    snapshot(4, "x");
    try (SnapshotReader reader = storage.snapshots().open(4)) {
      assertFalse(reader.place().isBlank());
    }
  }

  @Test
  public void truncatingSnapshotsRemovesTheNewerOnesDurably() throws Exception {
    for (long zxid = 1; zxid <= 5; zxid++) {
      snapshot(zxid, "s");
    }
    storage.snapshots().truncate(3);
    assertEquals(List.of(3L, 2L, 1L), storage.snapshots().list());
    crashAndRestart();
    assertEquals(List.of(3L, 2L, 1L), storage.snapshots().list());
  }

  @Test
  public void retainingKeepsTheNewestSnapshots() throws Exception {
    snapshotsAndSegments();
    storage.snapshots().retain(2);
    assertEquals(List.of(9L, 6L), storage.snapshots().list());
  }

  @Test
  public void everySnapshotThatRemainsCanStillBeRecoveredFrom() throws Exception {
    snapshotsAndSegments();
    for (int count = 4; count >= 1; count--) {
      storage.snapshots().retain(count);
      crashAndRestart();
      List<Long> left = storage.snapshots().list();
      assertEquals(count, left.size());
      for (long zxid : left) {
        assertEquals(entries(zxid + 1, 12), read(zxid + 1), "after snapshot " + zxid);
      }
    }
  }

  @Test
  public void aSnapshotInTheMiddleOfASegmentKeepsThatSegment() throws Exception {
    append(1, 6);
    storage.log().roll();
    appendAndForce(7, 12);
    snapshot(3, "fuzzy");
    snapshot(4, "fuzzier");
    storage.snapshots().retain(1);
    assertEquals(entries(5, 12), read(5));
  }

  @Test
  public void retainingTellsWhatItRemovedAndSparesTheRest() throws Exception {
    snapshotsAndSegments();
    long before = storage.log().sizeBytes();
    List<String> removed = storage.snapshots().retain(1);
    assertFalse(removed.isEmpty(), "something was removed, but not told");
    assertTrue(storage.log().sizeBytes() < before, "no part of the log was removed");
    assertEquals(List.of(), storage.snapshots().retain(1));
  }

  @Test
  public void retainingMoreThanThereIsRemovesNothing() throws Exception {
    snapshotsAndSegments();
    List<Entry> before = read(0);
    assertEquals(List.of(), storage.snapshots().retain(50));
    assertEquals(before, read(0));
    assertEquals(List.of(9L, 6L, 3L, 0L), storage.snapshots().list());
  }

  @Test
  public void retainingWithoutSnapshotsSparesTheLog() throws Exception {
    appendInThreeSegments();
    assertEquals(List.of(), storage.snapshots().retain(1));
    assertEquals(entries(1, 9), read(0));
  }

  @Test
  public void retainingNoSnapshotAtAllIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> storage.snapshots().retain(0));
  }

  @Test
  public void theLogGoesOnAfterRetention() throws Exception {
    snapshotsAndSegments();
    storage.snapshots().retain(1);
    appendAndForce(13, 15);
    crashAndRestart();
    assertEquals(entries(10, 15), read(10));
  }

  @Test
  public void snapshotsAndLogDoNotDisturbEachOther() throws Exception {
    append(1, 2);
    List<Entry> expected = new ArrayList<>(entries(1, 3));
    try (SnapshotWriter writer = storage.snapshots().create(1)) {
      writer.write(utf8("snap"));
      append(3, 3);
      storage.log().force();
      writer.seal();
      writer.commit();
    }
    crashAndRestart();
    assertEquals(expected, read(0));
    assertEquals("snap", snapshotText(1, 4));
  }

  /** Txns 1 to 12 in four segments, and a snapshot at the end of each but the last. */
  private void snapshotsAndSegments() throws StorageException {
    snapshot(0, "empty");
    for (long first = 1; first <= 12; first += 3) {
      append(first, first + 2);
      storage.log().roll();
      if (first < 10) {
        snapshot(first + 2, "upto " + first + 2);
      }
    }
  }
}
