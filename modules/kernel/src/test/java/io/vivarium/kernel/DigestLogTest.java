package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import org.junit.jupiter.api.Test;

/** What servers say of each other's trees: compared when it can be, and only then. */
class DigestLogTest {
  private final DigestLog log = new DigestLog(true);

  private void applied(long zxid, long expected, long actual) {
    log.applied(new TxnHeader(1, 1, zxid, 0), new TxnDigest(TxnDigest.VERSION, expected), actual);
  }

  @Test
  void aTreeThatDiffersIsCounted() {
    applied(1, 5, 5);
    assertEquals(0, log.mismatches());
    applied(2, 6, 7);
    assertEquals(1, log.mismatches());
  }

  @Test
  void aTxnWithoutADigestSaysNothing() {
    log.applied(new TxnHeader(1, 1, 1, 0), null, 7);
    assertEquals(0, log.mismatches());
  }

  @Test
  void aStateThatWasReceivedIsComparedFromTheNextRoleOn() {
    log.received();
    applied(1, 6, 7);
    assertEquals(0, log.mismatches());
    assertTrue(log.roleBegins());
    applied(2, 8, 9);
    assertEquals(1, log.mismatches());
  }

  @Test
  void onlyTheRoleAfterAReceivedStateIsToldOfIt() {
    assertFalse(log.roleBegins());
    log.received();
    assertTrue(log.roleBegins());
    assertFalse(log.roleBegins());
  }

  @Test
  void everyHundredAndTwentyEighthIsKept() {
    for (long zxid = 1; zxid <= 300; zxid++) {
      applied(zxid, zxid, zxid);
    }
    assertEquals(2, log.recorded().size());
    assertEquals(128, log.recorded().get(0).zxid());
  }

  @Test
  void withoutDigestsNothingIsKeptOrCounted() {
    DigestLog off = new DigestLog(false);
    for (int i = 0; i < 200; i++) {
      off.applied(new TxnHeader(1, 1, i, 0), new TxnDigest(TxnDigest.VERSION, 1), 2);
    }
    assertEquals(0, off.mismatches());
    assertTrue(off.recorded().isEmpty());
  }
}
