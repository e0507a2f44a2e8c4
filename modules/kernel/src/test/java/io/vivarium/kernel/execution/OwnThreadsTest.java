package io.vivarium.kernel.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.FatalReports;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lost wake-up shows as a test that does not end: no turn is due unless the agent is woken. */
@Timeout(120)
class OwnThreadsTest {
  private final FatalReports fatal = new FatalReports();
  private final OwnThreads execution = new OwnThreads(TimeSource.system(), Thread::new, fatal);

  @Test
  void startReturnsAfterTheFirstTurn() throws Exception {
    Counter work = new Counter();
    Agent agent = execution.agent("worker", work);
    agent.start();
    assertTrue(work.turns.get() >= 1);
    agent.stop();
  }

  @Test
  void noWakeIsLostHoweverItMeetsTheThreadGoingToRest() throws Exception {
    Counter work = new Counter();
    Agent agent = execution.agent("worker", work);
    agent.start();
    for (int i = 0; i < 20_000; i++) {
      work.waiting.incrementAndGet();
      agent.wake();
      assertTrue(work.done.tryAcquire(60, TimeUnit.SECONDS), "nothing was done for a minute");
    }
    agent.stop();
  }

  @Test
  void stoppingDoesWhatIsWaitingAndCanBeRepeated() throws Exception {
    Counter work = new Counter();
    Agent agent = execution.agent("worker", work);
    agent.start();
    work.waiting.addAndGet(100);
    agent.stop();
    agent.stop();
    assertEquals(100, work.done.availablePermits());
    assertTrue(agent.ended());
  }

  @Test
  void aTurnThatIsDueIsTakenWithoutAWake() throws Exception {
    CountDownLatch taken = new CountDownLatch(50);
    Agent agent =
        execution.agent(
            "worker",
            new Counter() {
              @Override
              public long turn() {
                taken.countDown();
                return TimeSource.system().monotonicNanos() + 1000;
              }
            });
    agent.start();
    assertTrue(taken.await(60, TimeUnit.SECONDS));
    agent.stop();
  }

  @Test
  void workThatFailsEndsTheAgentAndIsReportedByItsName() throws Exception {
    Counter work = new Counter();
    Agent agent = execution.agent("worker", work);
    agent.start();
    assertFalse(agent.ended());
    work.failure = new IllegalStateException("made up by the test");
    agent.wake();
    while (!agent.ended()) {
      agent.giveWay();
    }
    assertEquals(List.of(FatalReason.UNEXPECTED), fatal.reasons());
    assertTrue(fatal.messages().get(0).contains("worker"), fatal.messages()::toString);
    assertTrue(fatal.messages().get(0).contains("made up by the test"));
    agent.stop();
  }

  @Test
  void workThatFailsInItsFirstTurnDoesNotKeepTheStarterWaiting() throws Exception {
    Counter work = new Counter();
    work.failure = new IllegalStateException("made up by the test");
    Agent agent = execution.agent("worker", work);
    agent.start();
    assertEquals(1, fatal.reasons().size());
    agent.stop();
  }

  @Test
  void tasksRunOneAfterTheOtherOnAThreadOfTheirName() throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    ExecutorService tasks = execution.tasks("snapshot");
    for (int i = 0; i < 100; i++) {
      int number = i;
      tasks.execute(() -> ran.add(Thread.currentThread().getName() + number));
    }
    tasks.shutdown();
    assertTrue(tasks.awaitTermination(60, TimeUnit.SECONDS));
    assertEquals(100, ran.size());
    for (int i = 0; i < 100; i++) {
      assertEquals("snapshot" + i, ran.get(i));
    }
  }

  /** Takes one off what is waiting with each turn. */
  private static class Counter implements Agent.Work {
    final AtomicInteger turns = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    final Semaphore done = new Semaphore(0);
    volatile RuntimeException failure;

    @Override
    public long turn() {
      turns.incrementAndGet();
      if (failure != null) {
        throw failure;
      }
      if (waiting.get() == 0) {
        return Long.MAX_VALUE;
      }
      waiting.decrementAndGet();
      done.release();
      return AGAIN;
    }

    @Override
    public boolean idle() {
      return waiting.get() == 0 && failure == null;
    }
  }
}
