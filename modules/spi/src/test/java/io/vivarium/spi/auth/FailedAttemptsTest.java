package io.vivarium.spi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.TimeSource;
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
