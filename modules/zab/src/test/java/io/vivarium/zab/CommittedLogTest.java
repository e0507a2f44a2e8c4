package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.consensus.Proposal;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of the committed txns. */
final class CommittedLogTest {
  private final CommittedLog log = new CommittedLog(3);

  private List<Long> after(long zxid) {
    return log.after(zxid).stream().map(Proposal::zxid).toList();
  }

  @Test
  void anEmptyOneBeginsAndEndsWhereItWasReset() {
    log.reset(7);

    assertEquals(7, log.base());
    assertEquals(7, log.last());
    assertEquals(List.of(), after(7));
    assertEquals(7, log.atOrBefore(9));
  }

  @Test
  void theOldestGoFirstAndTheBaseFollowsThem() {
    log.reset(0);
    for (long zxid = 1; zxid <= 5; zxid++) {
      log.add(Ensembles.txn(zxid, "t"));
    }

    assertEquals(2, log.base());
    assertEquals(5, log.last());
    assertEquals(List.of(3L, 4L, 5L), after(2));
    assertEquals(List.of(5L), after(4));
    assertEquals(4, log.atOrBefore(4));
    assertEquals(2, log.atOrBefore(2));
  }

  @Test
  void largeTxnsPushOutOthersButTheLastOneStays() {
    CommittedLog large = new CommittedLog(500);
    ByteBuffer bytes = ByteBuffer.allocate((int) (CommittedLog.BYTES / 2));
    for (long zxid = 1; zxid <= 3; zxid++) {
      large.add(new Proposal(zxid, bytes));
    }
    assertEquals(2, large.base());

    large.add(new Proposal(4, ByteBuffer.allocate((int) CommittedLog.BYTES + 1)));
    assertEquals(List.of(4L), large.after(0).stream().map(Proposal::zxid).toList());
  }

  @Test
  void aHoleIsRefused() {
    log.reset(5);

    assertThrows(IllegalStateException.class, () -> log.add(Ensembles.txn(7, "t")));
    assertThrows(IllegalStateException.class, () -> log.add(Ensembles.txn(5, "t")));
  }

  @Test
  void onlyTheNextOrTheFirstOfALaterEpochFollows() {
    assertTrue(CommittedLog.follows(0x100000006L, 0x100000005L));
    assertTrue(CommittedLog.follows(0x400000001L, 0x100000005L));
    assertFalse(CommittedLog.follows(0x400000002L, 0x100000005L));
    assertFalse(CommittedLog.follows(0x100000007L, 0x100000005L));
    assertFalse(CommittedLog.follows(0x100000005L, 0x100000005L));
    assertFalse(CommittedLog.follows(0x000000001L, 0x100000005L));
    assertFalse(CommittedLog.follows(0x100000000L, 0x0ffffffffL));
  }
}
