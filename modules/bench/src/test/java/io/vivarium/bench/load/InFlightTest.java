package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times of requests under way, as a queue of any length. */
class InFlightTest {
  @Test
  void behavesAsAQueueWhileItGrowsAndWrapsAround() {
    Random random = new Random(3);
    InFlight inFlight = new InFlight();
    Queue<Long> model = new ArrayDeque<>();
    for (int i = 0; i < 10_000; i++) {
      if (model.isEmpty() || random.nextInt(100) < 51) {
        inFlight.add(i);
        model.add((long) i);
      } else {
        assertEquals(model.remove(), inFlight.remove());
      }
      assertEquals(model.size(), inFlight.size());
    }
  }

  @Test
  void aReplyToNothingIsAnError() {
    assertThrows(NoSuchElementException.class, () -> new InFlight().remove());
  }
}
