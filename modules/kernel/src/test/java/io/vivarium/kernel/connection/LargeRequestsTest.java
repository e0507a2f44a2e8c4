package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LargeRequestsTest {
  private static final int LARGE = ConnectionRules.Large.UNLESS_CONFIGURED;

  private final LargeRequests all =
      new LargeRequests(new ConnectionRules.Large(LARGE, 10L * LARGE, 4L * LARGE));

  @Test
  void smallRequestsAreNotCounted() {
    for (int i = 0; i < 1000; i++) {
      assertNull(all.add(LARGE - 1, null));
    }
    assertEquals(0, all.bytes());
    LargeRequests.Share share = all.add(LARGE, null);
    assertSame(share, all.add(LARGE - 1, share));
    assertEquals(LARGE, all.bytes());
  }

  @Test
  void whatCountsAsLargeIsConfigured() {
    LargeRequests all = new LargeRequests(new ConnectionRules.Large(100, 250, 1000));
    LargeRequests.Share share = all.share();
    all.add(99, share);
    all.add(100, share);
    all.add(149, share);
    assertFalse(share.full());
    all.add(101, share);
    assertTrue(share.full());
  }

  @Test
  void aConnectionIsFullWhenItHoldsItsShare() {
    LargeRequests.Share share = all.share();
    all.add(3 * LARGE, share);
    assertFalse(share.full());
    all.add(LARGE, share);
    assertTrue(share.full());
    assertEquals(4L * LARGE, all.bytes());
  }

  @Test
  void whoHoldsSomethingIsFullWhenTheServerIs() {
    LargeRequests.Share idle = all.share();
    LargeRequests.Share one = all.share();
    all.add(LARGE, one);
    for (int i = 0; i < 3; i++) {
      all.add(3 * LARGE, null);
    }
    assertTrue(one.full());
    assertFalse(idle.full(), "whoever holds nothing would never be read again");
  }

  @Test
  void releaseGivesBackWhatThisConnectionHeldOnce() {
    LargeRequests.Share one = all.share();
    LargeRequests.Share other = all.share();
    all.add(4 * LARGE, one);
    all.add(2 * LARGE, other);
    one.release();
    one.release();
    assertFalse(one.full());
    assertEquals(2L * LARGE, all.bytes());
    other.release();
    assertEquals(0, all.bytes());
  }
}
