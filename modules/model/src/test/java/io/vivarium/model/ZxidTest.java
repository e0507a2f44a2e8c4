package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.apache.zookeeper.server.util.ZxidUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZxidTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0xffff_ffffL, 0x1_0000_0000L, 0x5_0000_012cL, 0x7fff_ffff_ffff_ffffL})
  void splitsAsZooKeeperDoes(long zxid) {
    assertEquals(ZxidUtils.getEpochFromZxid(zxid), Zxid.epoch(zxid));
    assertEquals(ZxidUtils.getCounterFromZxid(zxid), Zxid.counter(zxid));
    assertEquals("0x" + ZxidUtils.zxidToString(zxid), Zxid.text(zxid));
  }

  @Test
  void isPutTogetherFromItsParts() {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      long epoch = random.nextInt(Integer.MAX_VALUE);
      long counter = random.nextInt() & Zxid.MAX_COUNTER;
      long zxid = Zxid.of(epoch, counter);

      assertEquals(ZxidUtils.makeZxid(epoch, counter), zxid);
      assertEquals(epoch, Zxid.epoch(zxid));
      assertEquals(counter, Zxid.counter(zxid));
    }
  }

  @Test
  void aCounterThatIsTooLargeDoesNotReachIntoTheEpoch() {
    assertEquals(7, Zxid.epoch(Zxid.of(7, Zxid.MAX_COUNTER + 1)));
    assertEquals(0, Zxid.counter(Zxid.of(7, Zxid.MAX_COUNTER + 1)));
  }

  @Test
  void anEpochBeyondThirtyOneBitsIsNotNegative() {
    assertEquals(0xffff_ffffL, Zxid.epoch(Zxid.of(0xffff_ffffL, 1)));
  }
}
