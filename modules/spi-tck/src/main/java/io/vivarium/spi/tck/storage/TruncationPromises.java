package io.vivarium.spi.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link io.vivarium.spi.storage.TxnLog#truncate} promises. */
abstract class TruncationPromises extends LogPromises {
  @Test
  public void truncatingRemovesEveryLaterRecord() throws Exception {
    appendAndForce(1, 9);
    assertEquals(6, storage.log().truncate(6));
    assertEquals(entries(1, 6), read(0));
  }

  @Test
  public void truncatingAtEachZxidOfSeveralSegmentsLeavesTheRecordsUpToIt() throws Exception {
    appendInThreeSegments();
    for (long zxid = 8; zxid >= 1; zxid--) {
      assertEquals(zxid, storage.log().truncate(zxid));
      assertEquals(entries(1, zxid), read(0));
    }
  }

  @Test
  public void truncatingIsDurable() throws Exception {
    appendInThreeSegments();
    storage.log().truncate(4);
    crashAndRestart();
    assertEquals(entries(1, 4), read(0));
  }

  @Test
  public void truncatingBehindTheEndRemovesNothing() throws Exception {
    appendAndForce(1, 3);
    assertEquals(3, storage.log().truncate(100));
    assertEquals(entries(1, 3), read(0));
  }

  @Test
  public void truncatingBetweenTwoZxidsKeepsTheLowerOne() throws Exception {
    appendAndForce(1, 3);
    appendAndForce(1L << 32 | 1, 1L << 32 | 2);
    assertEquals(3, storage.log().truncate(50));
    assertEquals(entries(1, 3), read(0));
  }

  @Test
  public void truncatingBeforeTheFirstRecordEmptiesTheLog() throws Exception {
    appendAndForce(5, 9);
    assertEquals(-1, storage.log().truncate(4));
    assertEquals(List.of(), read(0));
    crashAndRestart();
    assertEquals(List.of(), read(0));
  }

  @Test
  public void truncatingAnEmptyLogSaysThatNothingStays() throws Exception {
    assertEquals(-1, storage.log().truncate(7));
  }

  @Test
  public void theLogContinuesAfterATruncation() throws Exception {
    appendInThreeSegments();
    storage.log().truncate(5);
    storage.log().append(6, txn(6, "another history"));
    storage.log().force();
    crashAndRestart();
    List<Entry> read = read(0);
    assertEquals(entries(1, 5), read.subList(0, 5));
    assertEquals(List.of(new Entry(6, "another history")), read.subList(5, read.size()));
  }

  @Test
  public void theLogContinuesAfterItWasEmptied() throws Exception {
    appendAndForce(5, 9);
    storage.log().truncate(0);
    appendAndForce(5, 6);
    crashAndRestart();
    assertEquals(entries(5, 6), read(0));
  }

  @Test
  public void recordsAppendedButNotForcedAreTruncatedToo() throws Exception {
    appendAndForce(1, 3);
    append(4, 6);
    assertEquals(2, storage.log().truncate(2));
    crashAndRestart();
    assertEquals(entries(1, 2), read(0));
  }

  @Test
  public void aRestartedLogCanBeTruncated() throws Exception {
    appendInThreeSegments();
    crashAndRestart();
    assertEquals(2, storage.log().truncate(2));
    assertEquals(entries(1, 2), read(0));
  }
}
