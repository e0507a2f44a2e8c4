package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.FatalReports;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LogStageTest {
  private final GatedLog log = new GatedLog();
  private final FatalReports fatal = new FatalReports();
  private final Semaphore wakes = new Semaphore(0);
  private final LogStage stage =
      new LogStage(
          log,
          new PipelineParts.Forcing(0, 0, 1000),
          64,
          TimeSource.system(),
          new OwnThreads(TimeSource.system(), Thread::new, fatal),
          wakes::release,
          fatal);

  @AfterEach
  void end() throws InterruptedException {
    log.gate.release(1000);
    stage.stop();
  }

  private void append(long first, long last) {
    for (long zxid = first; zxid <= last; zxid++) {
      stage.append(new Proposal(zxid, ByteBuffer.allocate(8)));
    }
    stage.wake();
  }

  /** Has the stage write the first record and stops it in its force, so that what comes next is one batch. */
  private void blockInFirstForce() throws InterruptedException {
    stage.start();
    append(1, 1);
    assertTrue(log.inForce.tryAcquire(60, TimeUnit.SECONDS));
  }

  private void letGoOn(int batches) throws InterruptedException {
    log.gate.release(1000);
    assertTrue(wakes.tryAcquire(batches, 60, TimeUnit.SECONDS));
  }

  @Test
  void whatGathersWhileTheDiskWorksIsForcedOnce() throws Exception {
    blockInFirstForce();
    append(2, 10);
    assertEquals(-1, stage.persisted());
    letGoOn(2);
    assertEquals(10, stage.persisted());
    assertEquals(
        List.of("1", "force", "2", "3", "4", "5", "6", "7", "8", "9", "10", "force"), log.calls);
  }

  @Test
  void aRollTakesItsPlaceBetweenTheRecords() throws Exception {
    blockInFirstForce();
    append(2, 2);
    stage.roll();
    append(3, 3);
    letGoOn(2);
    assertEquals(List.of("1", "force", "2", "roll", "3", "force"), log.calls);
  }

  @Test
  void aRollBeforeAnythingWasLoggedMakesNothingDurable() throws Exception {
    stage.start();
    stage.roll();
    letGoOn(1);
    assertEquals(-1, stage.persisted());
  }

  @Test
  void awaitQuietReturnsAfterTheForceAndNotBefore() throws Exception {
    blockInFirstForce();
    Thread waiting = Thread.currentThread();
    Thread opener =
        new Thread(
            () -> {
              while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              log.gate.release(1000);
            });
    opener.start();
    stage.awaitQuiet();
    assertEquals(1, stage.persisted());
    assertEquals(0, stage.backlog());
    opener.join();
  }

  /** Otherwise the force of that new file would report what was before. */
  @Test
  void aRestartWaitsForANewFileThatIsBeingBegun() throws Exception {
    blockInFirstForce();
    letGoOn(1);
    log.gate.drainPermits();
    stage.roll();
    assertTrue(log.inForce.tryAcquire(60, TimeUnit.SECONDS));
    CountDownLatch restarted = new CountDownLatch(1);
    Thread pipeline =
        new Thread(
            () -> {
              stage.restart();
              restarted.countDown();
            });
    pipeline.start();
    while (restarted.getCount() > 0 && pipeline.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertEquals(1, restarted.getCount());
    log.gate.release(1000);
    pipeline.join();
    assertEquals(-1, stage.persisted());
  }

  @Test
  void stoppingWritesWhatWasHandedOver() throws Exception {
    blockInFirstForce();
    append(2, 20);
    log.gate.release(1000);
    stage.stop();
    assertEquals(20, stage.persisted());
    assertEquals("force", log.calls.getLast());
  }

  @Test
  void aFailedAppendIsReportedOnceAndNothingAfterItIsPersisted() throws Exception {
    log.failAt = 3;
    blockInFirstForce();
    append(2, 6);
    letGoOn(1);
    stage.awaitQuiet();
    append(7, 9);
    stage.awaitQuiet();
    assertEquals(1, stage.persisted());
    assertEquals(List.of("1", "force", "2"), log.calls);
    assertEquals(List.of(FatalReason.DATA_DIRECTORY), fatal.reasons());
    assertTrue(fatal.messages().get(0).contains("the disk is full"), fatal.messages()::toString);
  }

  @Test
  void aFailedForceIsReportedOnceAndNothingOfItsBatchIsPersisted() throws Exception {
    blockInFirstForce();
    log.failForce = new IllegalStateException("no longer there");
    append(2, 6);
    log.gate.release(1000);
    stage.awaitQuiet();
    append(7, 9);
    stage.awaitQuiet();
    assertEquals(-1, stage.persisted());
    assertEquals(List.of("1"), log.calls);
    assertEquals(List.of(FatalReason.STORAGE_WRITE), fatal.reasons());
  }

  @Test
  void anErrorOfTheMachineIsReportedTooRatherThanEndingTheThreadSilently() throws Exception {
    blockInFirstForce();
    log.failForce = new OutOfMemoryError("made up by the test");
    append(2, 3);
    log.gate.release(1000);
    stage.awaitQuiet();
    assertEquals(-1, stage.persisted());
    assertEquals(1, fatal.reasons().size());
  }

  /** A log that forces when the test lets it, and fails when told to. */
  private static final class GatedLog implements TxnLog {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Semaphore inForce = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private volatile long failAt = -1;
    private volatile Throwable failForce;

    @Override
    public void append(long zxid, ByteBuffer txn) throws StorageException {
      if (zxid == failAt) {
        throw new StorageException(FatalReason.DATA_DIRECTORY, "the disk is full", null);
      }
      calls.add(Long.toString(zxid));
    }

    @Override
    public void force() {
      inForce.release();
      gate.acquireUninterruptibly();
      switch (failForce) {
        case null -> calls.add("force");
        case Error error -> throw error;
        case RuntimeException failure -> throw failure;
        case Throwable other -> throw new AssertionError(other);
      }
    }

    @Override
    public void roll() {
      calls.add("roll");
    }

    @Override
    public TxnCursor read(long fromZxid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long truncate(long zxid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long sizeBytes() {
      return 0;
    }
  }
}
