package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vivarium.model.EphemeralOwner;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
  @Test
  void theServerIsOnTopThenTheClockThenACounter() {
    SessionIds ids = new SessionIds(3, 0x12_3456_789aL);
    assertEquals(0x03_12_3456_789a_0000L, ids.next());
    assertEquals(0x03_12_3456_789a_0001L, ids.next());
  }

  @Test
  void ofTheClockOnlyFortyBitsAreUsed() {
    assertEquals(0x01_00_0000_0001_0000L, new SessionIds(1, (0xabL << 40) + 1).next());
  }

  @Test
  void theIdThatMarksContainersIsSkipped() {
    SessionIds ids = new SessionIds(0x80, 0);
    assertEquals(EphemeralOwner.CONTAINER + 1, ids.next());
  }

  @Test
  void zeroIsSkippedAsItAsksForANewSession() {
    assertNotEquals(0, new SessionIds(0, 0).next());
  }

  @Test
  void aServerThatStartsAMillisecondLaterBeginsBehindThousandsOfIds() {
    SessionIds before = new SessionIds(1, 1000);
    long last = 0;
    for (int i = 0; i < 1 << 16; i++) {
      last = before.next();
    }
    assertEquals(last + 1, new SessionIds(1, 1001).next());
  }
}
