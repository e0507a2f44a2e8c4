package io.vivarium.consensus.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox();
  private final List<String> done = new ArrayList<>();
  private final AtomicInteger wakes = new AtomicInteger();

  @Test
  void tasksAreDoneInTheOrderTheyCame() {
    for (int i = 0; i < 5; i++) {
      int number = i;
      inbox.execute(() -> done.add("task " + number));
    }
    inbox.drain();
    assertEquals(List.of("task 0", "task 1", "task 2", "task 3", "task 4"), done);
  }

  @Test
  void whatATaskLeavesIsForTheNextTurn() {
    inbox.execute(() -> inbox.execute(() -> done.add("later")));
    inbox.drain();
    assertEquals(List.of(), done);
    inbox.drain();
    assertEquals(List.of("later"), done);
  }

  @Test
  void theEngineIsWokenOnceForAllThatWaits() {
    inbox.attached(wakes::incrementAndGet);
    inbox.execute(() -> done.add("one"));
    inbox.execute(() -> done.add("two"));
    assertEquals(1, wakes.get());
    inbox.drain();
    inbox.execute(() -> done.add("three"));
    assertEquals(2, wakes.get());
  }

  @Test
  void nothingIsDoneAfterClose() {
    inbox.attached(wakes::incrementAndGet);
    inbox.execute(inbox::close);
    inbox.execute(() -> done.add("never"));
    inbox.drain();
    inbox.execute(() -> done.add("never"));
    inbox.drain();
    assertEquals(List.of(), done);
    assertEquals(1, wakes.get());
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    int each = 10_000;
    AtomicInteger count = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(2);
    Runnable bringer =
        () -> {
          for (int i = 0; i < each; i++) {
            inbox.execute(count::incrementAndGet);
          }
          ended.countDown();
        };
    Thread.ofPlatform().start(bringer);
    Thread.ofPlatform().start(bringer);
    while (ended.getCount() > 0) {
      inbox.drain();
    }
    ended.await();
    inbox.drain();
    assertEquals(2 * each, count.get());
  }
}
