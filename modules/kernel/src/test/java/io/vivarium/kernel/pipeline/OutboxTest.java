package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  private static Outgoing entry(long zxid) {
    return new Outgoing.Welcome(null, zxid);
  }

  @Test
  void anEmptyOneHasNothingToTake() {
    assertNull(outbox.peek());
    assertThrows(IllegalStateException.class, outbox::take);
  }

  @Test
  void entriesLeaveInTheOrderTheyCame() {
    Outgoing first = entry(1);
    Outgoing second = entry(2);
    outbox.put(first);
    outbox.put(second);
    assertSame(first, outbox.peek());
    assertSame(first, outbox.peek(), "looking does not take");
    outbox.take();
    assertSame(second, outbox.peek());
    outbox.take();
    assertNull(outbox.peek());
    Outgoing third = entry(3);
    outbox.put(third);
    assertSame(third, outbox.peek());
  }

  @Test
  @Timeout(120)
  void nothingIsLostBetweenTwoThreads() throws Exception {
    int count = 200_000;
    Thread producer =
        new Thread(
            () -> {
              for (int i = 1; i <= count; i++) {
                outbox.put(entry(i));
              }
            });
    producer.start();
    for (long expected = 1; expected <= count; ) {
      Outgoing next = outbox.peek();
      if (next == null) {
        Thread.onSpinWait();
        continue;
      }
      assertEquals(expected++, next.zxid());
      outbox.take();
    }
    producer.join();
    assertNull(outbox.peek());
  }
}
