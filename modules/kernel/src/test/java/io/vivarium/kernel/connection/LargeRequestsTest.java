package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LargeRequestsTest {
  private static final int LARGE = ConnectionRules.Large.UNLESS_CONFIGURED;

  private final LargeRequests all =
      new LargeRequests(new ConnectionRules.Large(LARGE, 10L * LARGE, 4L * LARGE));

  @Test
  void smallRequestsAreNotCounted() {
    LargeRequests.Share share = all.share();
    for (int i = 0; i < 1000; i++) {
      share.add(LARGE - 1);
    }
    assertEquals(0, all.bytes());
    assertFalse(share.full());
  }

  @Test
  void whatCountsAsLargeIsConfigured() {
    LargeRequests.Share share =
        new LargeRequests(new ConnectionRules.Large(100, 250, 1000)).share();
    share.add(99);
    share.add(100);
    share.add(149);
    assertFalse(share.full());
    share.add(101);
    assertTrue(share.full());
  }

  @Test
  void aConnectionIsFullWhenItHoldsItsShare() {
    LargeRequests.Share share = all.share();
    share.add(3 * LARGE);
    assertFalse(share.full());
    share.add(LARGE);
    assertTrue(share.full());
    assertEquals(4L * LARGE, all.bytes());
  }

  @Test
  void whoHoldsSomethingIsFullWhenTheServerIs() {
    LargeRequests.Share idle = all.share();
    LargeRequests.Share one = all.share();
    one.add(LARGE);
    for (int i = 0; i < 3; i++) {
      all.share().add(3 * LARGE);
    }
    assertTrue(one.full());
    assertFalse(idle.full(), "whoever holds nothing would never be read again");
  }

  @Test
  void releaseGivesBackWhatThisConnectionHeldOnce() {
    LargeRequests.Share one = all.share();
    LargeRequests.Share other = all.share();
    one.add(4 * LARGE);
    other.add(2 * LARGE);
    one.release();
    one.release();
    assertFalse(one.full());
    assertEquals(2L * LARGE, all.bytes());
    other.release();
    assertEquals(0, all.bytes());
  }
}
