package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldFramesTest {
  private final HeldFrames held = new HeldFrames();

  private static ByteBuffer frame(int number, int bytes) {
    ByteBuffer frame = ByteBuffer.allocate(4 + bytes).putInt(bytes);
    while (frame.hasRemaining()) {
      frame.put((byte) number);
    }
    return frame.flip();
  }

  @Test
  void theyComeOutAsTheyWentInHoweverTheyAreMixed() {
    Random random = new Random(11);
    ArrayDeque<ByteBuffer> expected = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(100) < (i / 1_000 % 2 == 0 ? 60 : 40)) {
        ByteBuffer frame = frame(i, random.nextInt(100) == 0 ? 5_000 : random.nextInt(60));
        expected.add(frame);
        held.add(frame.duplicate());
      } else if (!expected.isEmpty()) {
        assertEquals(expected.remove(), held.next());
      }
      assertEquals(expected.isEmpty(), held.isEmpty());
    }
    while (!expected.isEmpty()) {
      assertEquals(expected.remove(), held.next());
    }
    assertTrue(held.isEmpty());
  }

  @Test
  void aCopyIsKept() {
    ByteBuffer reused = frame(1, 8);
    held.add(reused.duplicate());
    reused.put(5, (byte) 9);
    assertEquals(frame(1, 8), held.next());
  }

  @Test
  void manySmallOnesTakeLittleMoreThanTheirBytes() {
    for (int i = 0; i < 2_000; i++) {
      held.add(frame(i, 26));
    }
    assertTrue(held.bytes() >= 60_000);
    assertTrue(held.bytes() <= 2 * 60_000);
    assertFalse(held.isEmpty());
  }

  @Test
  void whenNothingIsHeldNothingIsTaken() {
    held.add(frame(1, 1_000_000));
    held.next();
    assertEquals(0, held.bytes());
  }
}
