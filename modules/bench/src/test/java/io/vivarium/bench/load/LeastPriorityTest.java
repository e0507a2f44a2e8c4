package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Threads are told by what Linux calls them. */
class LeastPriorityTest {
  @Test
  void threadsAreFoundByTheBeginningOfTheirNames() throws Exception {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    Runnable waiting =
        () -> {
          running.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Thread first = Thread.ofPlatform().name("idler-1").start(waiting);
    Thread second = Thread.ofPlatform().name("idler-2").start(waiting);
    try {
      running.await();
      assertEquals(2, LeastPriority.of("idler-"));
      assertEquals(1, LeastPriority.of("idler-2"));
      assertEquals(0, LeastPriority.of("nobody"));
    } finally {
      end.countDown();
      first.join();
      second.join();
    }
  }
}
