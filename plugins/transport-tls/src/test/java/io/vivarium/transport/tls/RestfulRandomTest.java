package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RestfulRandomTest {
  @Test
  void whoeverAsksForANumberRestsAndIsGivenOne() {
    AtomicInteger rests = new AtomicInteger();
    RestfulRandom random = new RestfulRandom(rests::incrementAndGet);
    assertEquals(0, rests.get());
    byte[] one = new byte[32];
    byte[] two = new byte[32];
    random.nextBytes(one);
    assertEquals(1, rests.get());
    random.nextBytes(two);
    assertEquals(2, rests.get());
    assertFalse(Arrays.equals(one, two), "256 bits that are the same twice");
  }
}
