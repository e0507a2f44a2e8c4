package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.FatalReports;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost wake-up shows as a test that does not end: the thread sleeps for an hour unless it is woken. */
@Timeout(120)
class RequestPipelineTest {
  private final FatalReports fatal = new FatalReports();

  private RequestPipeline pipeline(int ring, RequestPipeline.Duties duties) {
    return new RequestPipeline(
        ring, duties, TimeSource.system(), new OwnThreads(TimeSource.system(), Thread::new, fatal));
  }

  private static PipelineInput task(Runnable action) {
    return new PipelineInput.Task(action);
  }

  private static void await(Semaphore semaphore) {
    try {
      assertTrue(semaphore.tryAcquire(60, TimeUnit.SECONDS), "nothing happened for a minute");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void nothingIsLostAndTheOrderOfEachProducerIsKept(int ring) throws Exception {
    RequestPipeline pipeline = pipeline(ring, new Duties());
    pipeline.start();
    int producers = 4;
    int each = 5000;
    int[] next = new int[producers];
    AtomicInteger disorder = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(producers * each);
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      int producer = p;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  int number = i;
                  PipelineInput input =
                      task(
                          () -> {
                            if (next[producer]++ != number) {
                              disorder.incrementAndGet();
                            }
                            all.countDown();
                          });
                  // Bursts of several kinds: each alone, and some in a row with one wake-up.
                  if (producer % 2 == 0) {
                    pipeline.submit(input);
                  } else {
                    pipeline.publish(input);
                    if (i % 7 == 0 || i == each - 1) {
                      pipeline.unpark();
                    }
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    assertTrue(all.await(90, TimeUnit.SECONDS), () -> all.getCount() + " were never taken");
    for (Thread thread : threads) {
      thread.join(60_000);
      assertFalse(thread.isAlive());
    }
    pipeline.stop();
    assertEquals(0, disorder.get());
    assertEquals(0, pipeline.backlog());
    assertEquals(List.of(), fatal.messages());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aReaderThatFillsTheRingWithoutWakingAnyoneIsNotStuck(int ring) throws Exception {
    Duties duties = new Duties();
    RequestPipeline pipeline = pipeline(ring, duties);
    pipeline.start();
    Semaphore taken = new Semaphore(0);
    for (int i = 0; i < 200; i++) {
      pipeline.publish(task(taken::release));
    }
    pipeline.unpark();
    assertTrue(taken.tryAcquire(200, 60, TimeUnit.SECONDS));
    pipeline.stop();
  }

  @Test
  void aRequestThatComesRightBeforeTheThreadSleepsWakesIt() throws Exception {
    PausingDuties duties = new PausingDuties();
    RequestPipeline pipeline = pipeline(64, duties);
    pipeline.start();
    Semaphore taken = new Semaphore(0);
    for (int i = 0; i < 500; i++) {
      await(duties.aboutToPark);
      pipeline.submit(task(taken::release));
      duties.goOn();
      await(taken);
    }
    duties.end();
    pipeline.stop();
  }

  @Test
  void aWakeThatComesRightBeforeTheThreadSleepsHasConsensusAsked() throws Exception {
    PausingDuties duties = new PausingDuties();
    RequestPipeline pipeline = pipeline(64, duties);
    pipeline.start();
    for (int i = 0; i < 500; i++) {
      await(duties.aboutToPark);
      int before = duties.polls;
      pipeline.wake();
      duties.goOn();
      await(duties.aboutToPark);
      assertTrue(duties.polls > before);
      duties.goOn();
      // The thread sleeps now, or will: the next round begins with a request.
      pipeline.submit(task(() -> {}));
    }
    duties.end();
    pipeline.stop();
  }

  @Test
  void theThreadLooksAgainWhenTheTimeItWasToldComes() throws Exception {
    Semaphore polled = new Semaphore(0);
    RequestPipeline pipeline =
        pipeline(
            64,
            new Duties() {
              @Override
              public long poll(long nowNanos) {
                polled.release();
                return nowNanos + 1000;
              }
            });
    pipeline.start();
    assertTrue(polled.tryAcquire(100, 60, TimeUnit.SECONDS));
    pipeline.stop();
  }

  @Test
  void whatTheThreadAsksOfItselfIsDoneEvenWhenTheRingIsFull() throws Exception {
    RequestPipeline pipeline = pipeline(1, new Duties());
    pipeline.start();
    Semaphore done = new Semaphore(0);
    pipeline.submit(
        task(
            () -> {
              for (int i = 0; i < 10; i++) {
                pipeline.submitOwn(task(done::release));
              }
            }));
    assertTrue(done.tryAcquire(10, 60, TimeUnit.SECONDS));
    pipeline.stop();
  }

  @Test
  void aBatchIsClosedAfterItsRequests() throws Exception {
    Duties duties = new Duties();
    RequestPipeline pipeline = pipeline(64, duties);
    pipeline.start();
    Semaphore taken = new Semaphore(0);
    for (int i = 0; i < 100; i++) {
      pipeline.submit(task(taken::release));
      await(taken);
    }
    pipeline.stop();
    assertEquals(100, duties.accepted);
    assertEquals(0, duties.sinceEndOfBatch);
  }

  @Test
  void stoppingTakesWhatIsWaiting() throws Exception {
    RequestPipeline pipeline = pipeline(64, new Duties());
    pipeline.start();
    Semaphore inFirst = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    AtomicInteger taken = new AtomicInteger();
    pipeline.submit(
        task(
            () -> {
              inFirst.release();
              goOn.acquireUninterruptibly();
            }));
    await(inFirst);
    for (int i = 0; i < 50; i++) {
      pipeline.submit(task(taken::incrementAndGet));
    }
    Thread stopping =
        new Thread(
            () -> {
              try {
                pipeline.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    stopping.start();
    while (stopping.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.release();
    stopping.join(60_000);
    assertFalse(stopping.isAlive());
    assertEquals(50, taken.get());
  }

  @Test
  void aFailureEndsTheServerWithItsMessage() throws Exception {
    RequestPipeline pipeline = pipeline(64, new Duties());
    pipeline.start();
    pipeline.submit(
        task(
            () -> {
              throw new IllegalStateException("made up by the test");
            }));
    pipeline.stop();
    assertEquals(List.of(FatalReason.UNEXPECTED), fatal.reasons());
    assertTrue(fatal.messages().get(0).contains("made up by the test"));
  }

  /** Nobody makes room any more: whoever waited for some would wait for ever. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFullRingOfAPipelineThatHasEndedRefusesInsteadOfBlocking() throws Exception {
    RequestPipeline pipeline = pipeline(2, new Duties());
    pipeline.start();
    pipeline.submit(
        task(
            () -> {
              throw new IllegalStateException("made up by the test");
            }));
    pipeline.stop();
    int taken = 0;
    IllegalStateException refusal = null;
    while (refusal == null && taken < 3) {
      try {
        pipeline.submit(task(() -> {}));
        taken++;
      } catch (IllegalStateException e) {
        refusal = e;
      }
    }
    assertTrue(taken <= 2, "the ring has room for two");
    assertEquals("the server is stopping", refusal == null ? "" : refusal.getMessage());
  }

  /** As many sessions may end in one tick as there are; the peers of a leader wait for its word no longer than syncLimit. */
  @Test
  void howeverMuchTheServerAsksOfItselfConsensusAndClientsGoOnInBetween() throws Exception {
    List<Integer> takenAtPoll = new ArrayList<>(List.of(0));
    Duties duties =
        new Duties() {
          @Override
          public long poll(long nowNanos) {
            takenAtPoll.add(accepted);
            return super.poll(nowNanos);
          }
        };
    RequestPipeline pipeline = pipeline(64, duties);
    AtomicInteger ofClients = new AtomicInteger();
    for (int i = 0; i < 5000; i++) {
      pipeline.submitOwn(task(() -> {}));
    }
    for (int i = 0; i < 64; i++) {
      pipeline.publish(task(ofClients::incrementAndGet));
    }

    pipeline.turn();

    assertEquals(64, ofClients.get());
    while (!pipeline.idle()) {
      pipeline.turn();
    }
    assertEquals(5064, duties.accepted);
    for (int i = 1; i < takenAtPoll.size(); i++) {
      int taken = takenAtPoll.get(i) - takenAtPoll.get(i - 1);
      assertTrue(taken <= 1024, taken + " were taken in one turn");
    }
  }

  /** Runs tasks; wants to be called again in an hour. */
  private static class Duties implements RequestPipeline.Duties {
    int accepted;
    int sinceEndOfBatch;

    @Override
    public void accept(PipelineInput input) {
      accepted++;
      sinceEndOfBatch++;
      ((PipelineInput.Task) input).action().run();
    }

    @Override
    public long poll(long nowNanos) {
      return nowNanos + TimeUnit.HOURS.toNanos(1);
    }

    @Override
    public boolean newsFromLog() {
      return false;
    }

    @Override
    public void endOfBatch() {
      sinceEndOfBatch = 0;
    }
  }

  /**
   * Stops the thread after it has looked at everything and before it sleeps, until the test lets it go on. It spins: a lock would
   * use up the permit that wakes the thread.
   */
  private static final class PausingDuties extends Duties {
    private final Semaphore aboutToPark = new Semaphore(0);
    private final AtomicInteger allowed = new AtomicInteger();
    private int looks;
    private volatile int polls;
    private volatile boolean ended;

    @Override
    @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"})
    public long poll(long nowNanos) {
      polls++;
      return super.poll(nowNanos);
    }

    @Override
    public boolean newsFromLog() {
      looks++;
      aboutToPark.release();
      while (allowed.get() < looks && !ended) {
        Thread.onSpinWait();
      }
      return false;
    }

    void goOn() {
      allowed.incrementAndGet();
    }

    void end() {
      ended = true;
    }
  }
}
