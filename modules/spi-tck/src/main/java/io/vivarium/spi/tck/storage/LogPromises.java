package io.vivarium.spi.tck.storage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What {@link io.vivarium.spi.storage.TxnLog} promises about appending, forcing, rolling and reading. */
abstract class LogPromises extends StoragePlace {
  private static final long EPOCH_2 = 2L << 32;

  @Test
  public void aNewLogHoldsNothing() throws Exception {
    assertEquals(List.of(), read(0));
  }

  @Test
  public void theLogIsTheSameObjectForTheLifeOfTheStorage() {
    assertSame(storage.log(), storage.log());
  }

  @Test
  public void recordsAreReadInTheOrderInWhichTheyWereAppended() throws Exception {
    appendAndForce(1, 100);
    assertEquals(entries(1, 100), read(1));
  }

  @Test
  public void theBytesOfARecordComeBackAsTheyWere() throws Exception {
    ByteBuffer sent = txn(5, "every\0byte\u00e4\u20ac");
    storage.log().append(5, sent);
    storage.log().force();
    try (TxnCursor cursor = storage.log().read(0)) {
      assertTrue(cursor.next());
      assertEquals(txn(5, "every\0byte\u00e4\u20ac"), cursor.txn());
    }
  }

  @Test
  public void appendTakesOnlyTheRemainingBytesAndLeavesThePosition() throws Exception {
    ByteBuffer record = txn(1, "kept");
    ByteBuffer framed = ByteBuffer.allocate(record.remaining() + 10).position(4).put(record);
    framed.flip().position(4);
    storage.log().append(1, framed);
    storage.log().force();
    assertEquals(4, framed.position());
    assertEquals(List.of(new Entry(1, "kept")), read(0));
  }

  @Test
  public void appendCopiesSoThatTheBufferCanBeUsedAgain() throws Exception {
    ByteBuffer record = txn(1, "first");
    storage.log().append(1, record);
    for (int i = 0; i < record.limit(); i++) {
      record.put(i, (byte) 0);
    }
    storage.log().force();
    assertEquals(List.of(new Entry(1, "first")), read(0));
  }

  @Test
  public void directAndReadOnlyBuffersAreTaken() throws Exception {
    ByteBuffer record = txn(1, "direct");
    storage.log().append(1, ByteBuffer.allocateDirect(64).put(record).flip());
    storage.log().append(2, txn(2, "read-only").asReadOnlyBuffer());
    storage.log().force();
    assertEquals(List.of(new Entry(1, "direct"), new Entry(2, "read-only")), read(0));
  }

  @Test
  public void largeAndSmallRecordsMix() throws Exception {
    String large = "x".repeat(1_000_000);
    storage.log().append(1, txn(1, "small"));
    storage.log().append(2, txn(2, large));
    storage.log().append(3, txn(3, ""));
    storage.log().force();
    crashAndRestart();
    assertEquals(List.of(new Entry(1, "small"), new Entry(2, large), new Entry(3, "")), read(0));
  }

  @Test
  public void aZxidMayRepeat() throws Exception {
    storage.log().append(1, txn(1, "one"));
    storage.log().append(1, txn(1, "one again"));
    storage.log().force();
    closeAndRestart();
    assertEquals(List.of(new Entry(1, "one"), new Entry(1, "one again")), read(1));
  }

  @Test
  public void aZxidMayRepeatRightAfterARestart() throws Exception {
    storage.log().append(1, txn(1, "one"));
    storage.log().force();
    crashAndRestart();
    storage.log().append(1, txn(1, "one again"));
    storage.log().force();
    crashAndRestart();
    assertEquals(List.of(new Entry(1, "one"), new Entry(1, "one again")), read(1));
  }

  @Test
  public void aSmallerZxidIsRefusedAndLeavesTheLogAsItWas() throws Exception {
    appendAndForce(5, 6);
    assertThrows(IllegalArgumentException.class, () -> storage.log().append(4, txn(4, "too late")));
    append(7, 7);
    storage.log().force();
    assertEquals(entries(5, 7), read(0));
  }

  @Test
  public void aNewEpochBeginsAnywhere() throws Exception {
    appendAndForce(1, 3);
    appendAndForce(EPOCH_2 + 1, EPOCH_2 + 2);
    closeAndRestart();
    List<Entry> expected = new ArrayList<>(entries(1, 3));
    expected.addAll(entries(EPOCH_2 + 1, EPOCH_2 + 2));
    assertEquals(expected, read(0));
    assertEquals(entries(EPOCH_2 + 1, EPOCH_2 + 2), read(4));
  }

  @Test
  public void readingStartsAtTheZxidAskedFor() throws Exception {
    appendAndForce(10, 20);
    assertEquals(entries(15, 20), read(15));
    assertEquals(entries(20, 20), read(20));
    assertEquals(List.of(), read(21));
  }

  @Test
  public void readingStartsAtTheZxidAskedForInEverySegment() throws Exception {
    appendInThreeSegments();
    for (long from = 1; from <= 10; from++) {
      assertEquals(entries(from, 9), read(from), "from " + from);
    }
  }

  @Test
  public void whatWasForcedSurvivesACrash() throws Exception {
    appendAndForce(1, 50);
    crashAndRestart();
    assertEquals(entries(1, 50), read(0));
  }

  @Test
  public void whatWasForcedSurvivesManyCrashesWithAppendsInBetween() throws Exception {
    for (long first = 1; first < 60; first += 7) {
      appendAndForce(first, first + 6);
      crashAndRestart();
      assertEquals(entries(1, first + 6), read(0));
    }
  }

  @Test
  public void whatWasNotForcedMayBeLostInACrashButOnlyFromTheEnd() throws Exception {
    appendAndForce(1, 5);
    append(6, 300);
    crashAndRestart();
    List<Entry> left = read(0);
    assertTrue(left.size() >= 5, "forced records are lost: " + left);
    assertEquals(entries(1, left.size()), left);
  }

  @Test
  public void afterACrashTheLogContinuesWhereItsRecordsEnd() throws Exception {
    appendAndForce(1, 5);
    append(6, 9);
    crashAndRestart();
    long next = read(0).size() + 1L;
    appendAndForce(next, next + 3);
    crashAndRestart();
    assertEquals(entries(1, next + 3), read(0));
  }

  @Test
  public void afterACloseTheLogContinuesWhereItsRecordsEnd() throws Exception {
    appendAndForce(1, 5);
    append(6, 9);
    closeAndRestart();
    long next = read(0).size() + 1L;
    assertDoesNotThrow(
        () -> appendAndForce(next, next + 3), "what cannot be read must not be in the way");
    closeAndRestart();
    assertEquals(entries(1, next + 3), read(0));
  }

  @Test
  public void whatACrashLeftStaysAfterAnotherCrash() throws Exception {
    appendAndForce(1, 5);
    append(6, 40);
    crashAndRestart();
    List<Entry> served = read(0);
    crashAndRestart();
    assertEquals(served, read(0));
  }

  @Test
  public void whatWasForcedSurvivesACloseAndAStart() throws Exception {
    appendAndForce(1, 50);
    closeAndRestart();
    assertEquals(entries(1, 50), read(0));
  }

  @Test
  public void rollForcesAndKeepsEveryRecord() throws Exception {
    append(1, 4);
    storage.log().roll();
    crashAndRestart();
    assertEquals(entries(1, 4), read(0));
  }

  @Test
  public void rollingAnEmptyLogAndRollingTwiceIsHarmless() throws Exception {
    storage.log().roll();
    append(1, 2);
    storage.log().roll();
    storage.log().roll();
    appendAndForce(3, 4);
    assertEquals(entries(1, 4), read(0));
  }

  @Test
  public void forcingNothingIsHarmless() throws Exception {
    storage.log().force();
    appendAndForce(1, 1);
    storage.log().force();
    assertEquals(entries(1, 1), read(0));
  }

  @Test
  public void segmentsContinueEachOther() throws Exception {
    appendInThreeSegments();
    crashAndRestart();
    appendAndForce(10, 12);
    assertEquals(entries(1, 12), read(0));
  }

  @Test
  public void aCursorSeesEverythingForcedBeforeItWasOpened() throws Exception {
    appendAndForce(1, 10);
    appendAndForce(11, 20);
    append(21, 21);
    List<Entry> read = read(0);
    assertTrue(read.size() >= 20, "forced records are missing: " + read);
    assertEquals(entries(1, read.size()), read);
  }

  @Test
  public void aCursorTellsWhereItIs() throws Exception {
    appendAndForce(1, 2);
    try (TxnCursor cursor = storage.log().read(0)) {
      assertTrue(cursor.next());
      String first = cursor.place();
      assertTrue(cursor.next());
      assertFalse(cursor.place().isBlank());
      assertFalse(cursor.place().equals(first), "two records, one place: " + first);
    }
  }

  @Test
  @SuppressWarnings("try") // That close can be called again is what is tested.
  public void cursorsAreIndependentAndCloseTwice() throws Exception {
    appendAndForce(1, 3);
    try (TxnCursor one = storage.log().read(0);
        TxnCursor other = storage.log().read(3)) {
      assertTrue(one.next());
      assertTrue(other.next());
      assertEquals(1, one.zxid());
      assertEquals(3, other.zxid());
      other.close();
      other.close();
      assertTrue(one.next());
      assertEquals(2, one.zxid());
    }
  }

  @Test
  public void readersSeeWholeRecordsInOrderWhileAnotherThreadAppends() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    do {
                      List<Entry> read = read(0);
                      assertEquals(entries(1, read.size()), read);
                    } while (!done.get());
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    for (long first = 1; first <= 400; first += 4) {
      appendAndForce(first, first + 3);
      if (first % 100 == 1) {
        storage.log().roll();
      }
    }
    done.set(true);
    reader.join();
    if (failure.get() != null) {
      throw new AssertionError("a reader failed while the log was appended to", failure.get());
    }
    assertEquals(entries(1, 400), read(0));
  }

  @Test
  public void theLogOccupiesMoreAfterItHasGrown() throws Exception {
    appendAndForce(1, 1);
    long before = storage.log().sizeBytes();
    String large = "y".repeat(100_000);
    for (long zxid = 2; zxid < 12; zxid++) {
      storage.log().append(zxid, txn(zxid, large));
      storage.log().roll();
    }
    assertTrue(storage.log().sizeBytes() >= before + 900_000);
  }

  final void appendInThreeSegments() throws StorageException {
    append(1, 3);
    storage.log().roll();
    append(4, 6);
    storage.log().roll();
    appendAndForce(7, 9);
  }
}
