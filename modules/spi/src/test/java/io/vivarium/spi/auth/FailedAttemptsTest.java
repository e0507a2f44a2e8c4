package io.vivarium.spi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.TimeSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private long nowNanos;
  private final FailedAttempts attempts =
      new FailedAttempts(
          new TimeSource() {
            @Override
            public long wallMillis() {
              return 0;
            }

            @Override
            public long monotonicNanos() {
              return nowNanos;
            }
          },
          3,
          8);

  @Test
  void theFirstFailuresCostNothing() {
    fail("a", 2);
    assertEquals(0, attempts.waitMs("a"));
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToALimit() {
    fail("a", 3);
    assertEquals(201, attempts.waitMs("a"));
    fail("a", 1);
    assertEquals(401, attempts.waitMs("a"));
    fail("a", 100);
    assertEquals(51_201, attempts.waitMs("a"));
  }

  @Test
  void afterTheWaitThereIsAnotherAttempt() {
    fail("a", 3);
    pass(199);
    assertTrue(attempts.waitMs("a") > 0);
    pass(1);
    assertEquals(0, attempts.waitMs("a"));
  }

  @Test
  void othersDoNotWait() {
    fail("a", 50);
    assertEquals(0, attempts.waitMs("b"));
  }

  @Test
  void whoWasQuietForLongBeginsAnew() {
    fail("a", 50);
    pass(TimeUnit.MINUTES.toMillis(6));
    fail("a", 1);
    assertEquals(0, attempts.waitMs("a"));
  }

  @Test
  void whoHasANetworkOfAddressesWaitsInTheEnd() {
    for (int i = 0; i < 3 * FailedAttempts.NETWORK - 1; i++) {
      attempts.failed("fd00:1:2:3:0:0:0:" + Integer.toHexString(i));
    }
    assertEquals(0, attempts.waitMs("fd00:1:2:3:a:b:c:d"));
    fail("fd00:1:2:3:a:b:c:d", 1);
    assertEquals(201, attempts.waitMs("fd00:1:2:3:0:0:0:ffff"));
    assertEquals(0, attempts.waitMs("fd00:1:2:4:0:0:0:ffff"), "another network");
    assertEquals(0, attempts.waitMs("fd00:1:2:0:0:0:0:3"), "another network");
  }

  @Test
  void oneAddressOfANetworkWaitsLongBeforeItsNeighbours() {
    fail("fe80:0:0:0:0:0:0:1%eth0", 3);
    assertEquals(201, attempts.waitMs("fe80:0:0:0:0:0:0:1%eth0"));
    assertEquals(0, attempts.waitMs("fe80:0:0:0:0:0:0:2%eth0"));
  }

  @Test
  void onlyAddressesOfVersionSixHaveNetworks() {
    for (String base : List.of("10.0.0.", "host", "::", "a:b:c:d:")) {
      for (int i = 0; i < 100; i++) {
        attempts.failed(base + i);
      }
      assertEquals(0, attempts.waitMs(base + "1000"), base);
    }
  }

  @Test
  void whatIsRememberedIsBoundedAndTheOldestIsForgotten() {
    fail("first", 3);
    for (int i = 0; i < FailedAttempts.MOST_ADDRESSES; i++) {
      fail("address " + i, 3);
    }
    assertEquals(FailedAttempts.MOST_ADDRESSES, attempts.remembered());
    assertEquals(0, attempts.waitMs("first"));
    assertTrue(attempts.waitMs("address 0") > 0);
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(address);
    }
  }

  private void pass(long ms) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
