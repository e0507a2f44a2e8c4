package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.FatalReports;
import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the log is forced and when it waits for more, turn by turn on a clock of the test's. */
class LogGatheringTest {
  private static final int NEVER = 0;
  private static final PipelineParts.Forcing FORCE_AT_ONCE = new PipelineParts.Forcing(0, 0, NEVER);

  private final ManualTime time = new ManualTime(-5_000_000);
  private final FatalReports fatal = new FatalReports();
  private final Recorded log = new Recorded();
  private final Turns turns = new Turns();
  private int wakes;
  private long lastZxid;

  private LogStage stage(int delayMs, int pauseMs, int most) throws InterruptedException {
    PipelineParts.Forcing forcing =
        new PipelineParts.Forcing(
            TimeUnit.MILLISECONDS.toNanos(delayMs), TimeUnit.MILLISECONDS.toNanos(pauseMs), most);
    LogStage stage = new LogStage(log, forcing, 64, time, turns, () -> wakes++, fatal);
    stage.start();
    return stage;
  }

  private void append(LogStage stage, int records) {
    for (int i = 0; i < records; i++) {
      stage.append(new Proposal(++lastZxid, ByteBuffer.allocate(8)));
    }
  }

  /** Takes turns until the stage has nothing to do; returns after how many ms it wants the next one. */
  private long rest() throws Exception {
    long due = Agent.Work.AGAIN;
    while (due == Agent.Work.AGAIN) {
      due = turns.work.turn();
    }
    return due == Long.MAX_VALUE ? due : TimeUnit.NANOSECONDS.toMillis(due - time.monotonicNanos());
  }

  @Test
  void withoutADelayABatchIsForcedAtOnce() throws Exception {
    LogStage stage = stage(0, 0, 1000);
    append(stage, 3);
    assertEquals(Long.MAX_VALUE, rest());
    assertEquals(3, stage.persisted());
    assertEquals(List.of("1", "2", "3", "force"), log.calls);
    assertEquals(1, wakes);
  }

  @Test
  void rightAfterAForceTheNextRecordWaitsForOthers() throws Exception {
    LogStage stage = stage(30, 10, NEVER);
    time.pass(30);
    append(stage, 1);
    assertEquals(Long.MAX_VALUE, rest());
    assertEquals(1, stage.persisted(), "long after the last force it does not wait");
    append(stage, 1);
    assertEquals(10, rest());
    assertEquals(1, stage.persisted());
    time.pass(9);
    append(stage, 1);
    assertEquals(10, rest(), "the next one begins the pause anew");
    time.pass(9);
    assertEquals(1, rest());
    time.pass(1);
    assertEquals(Long.MAX_VALUE, rest());
    assertEquals(3, stage.persisted());
    assertEquals(List.of("1", "force", "2", "3", "force"), log.calls);
  }

  @Test
  void howeverOftenRecordsComeAForceIsNoLaterThanTheDelayAfterTheOneBefore() throws Exception {
    LogStage stage = stage(30, 10, NEVER);
    for (int i = 1; i <= 10; i++) {
      time.pass(5);
      append(stage, 1);
      rest();
      assertEquals(i < 6 ? -1 : 6, stage.persisted(), "after " + 5 * i + " ms");
    }
    append(stage, 1);
    assertEquals(10, rest());
    time.pass(6);
    append(stage, 1);
    assertEquals(4, rest(), "the rest of the delay, which is less than the pause");
    time.pass(4);
    rest();
    assertEquals(12, stage.persisted());
  }

  @Test
  void asManyAsAreForcedTogetherDoNotWait() throws Exception {
    LogStage stage = stage(30, 10, 3);
    append(stage, 7);
    assertEquals(10, rest());
    assertEquals(6, stage.persisted());
    assertEquals(List.of("1", "2", "3", "force", "4", "5", "6", "force", "7"), log.calls);
    append(stage, 2);
    rest();
    assertEquals(9, stage.persisted(), "those that waited count");
  }

  @Test
  void withoutADelayTooABatchIsNoLongerThanConfigured() throws Exception {
    LogStage stage = stage(0, 0, 2);
    append(stage, 5);
    rest();
    assertEquals(List.of("1", "2", "force", "3", "4", "force", "5", "force"), log.calls);
    assertEquals(5, stage.persisted());
  }

  @Test
  void withoutAPauseNothingWaitsOnceTheRingIsEmpty() throws Exception {
    LogStage stage = stage(2, 0, NEVER);
    append(stage, 4);
    assertEquals(Long.MAX_VALUE, rest());
    assertEquals(4, stage.persisted());
  }

  @Test
  void whoWaitsForTheDiskMakesNothingWaitForMore() throws Exception {
    LogStage stage = stage(30, 10, NEVER);
    append(stage, 2);
    rest();
    assertEquals(-1, stage.persisted());
    turns.whileGivingWay = this::rest;
    stage.awaitQuiet();
    assertEquals(2, stage.persisted());
    append(stage, 1);
    assertEquals(10, rest(), "and afterwards it waits again");
  }

  @Test
  void aStopForcesWhatWaits() throws Exception {
    LogStage stage = stage(30, 10, NEVER);
    append(stage, 2);
    rest();
    assertTrue(turns.work.idle(), "it may rest until the time comes");
    stage.stop();
    assertEquals(2, stage.persisted());
    assertEquals("force", log.calls.getLast());
  }

  @Test
  void aRollWaitsWithTheRecordsAroundIt() throws Exception {
    LogStage stage = stage(30, 10, NEVER);
    append(stage, 1);
    stage.roll();
    append(stage, 1);
    rest();
    time.pass(10);
    rest();
    assertEquals(List.of("1", "roll", "2", "force"), log.calls);
  }

  @Test
  void aForceThatFailsAfterTheWaitIsReportedAndNothingIsPersisted() throws Exception {
    LogStage stage = stage(30, 10, NEVER);
    append(stage, 2);
    rest();
    log.failing = true;
    time.pass(10);
    assertEquals(Long.MAX_VALUE, rest());
    assertEquals(-1, stage.persisted());
    assertEquals(List.of(FatalReason.STORAGE_WRITE), fatal.reasons());
    assertFalse(log.calls.contains("force"));
    stage.awaitQuiet();
    assertEquals(0, wakes);
  }

  @Test
  void theLogIsWokenOnceForABatchAndSoonerForALargeOne() throws Exception {
    LogStage stage = new LogStage(log, FORCE_AT_ONCE, 256, time, turns, () -> wakes++, fatal);
    append(stage, 3);
    assertEquals(0, turns.wakes);
    stage.wake();
    stage.wake();
    assertEquals(1, turns.wakes);
    append(stage, 100);
    assertEquals(2, turns.wakes);
    rest();
    assertEquals(103, stage.persisted());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 29, 30, 31, Long.MAX_VALUE / 2})
  void theWaitIsWithinPauseAndDelayWhateverTheClockReads(long since) {
    PipelineParts.Forcing forcing = new PipelineParts.Forcing(30, 10, NEVER);
    for (long last : new long[] {Long.MIN_VALUE, -since, 0, Long.MAX_VALUE - 3}) {
      long now = last + since;
      assertEquals(Math.min(10, Math.max(0, 30 - since)), forcing.waitUntil(now, last) - now);
    }
  }

  /** An execution whose turns the test takes. */
  private static final class Turns implements Execution {
    /** What happens while somebody waits. */
    private interface Passing {
      long pass() throws Exception;
    }

    private Agent.Work work;
    private int wakes;
    private Passing whileGivingWay = () -> 0;

    @Override
    public Agent agent(String name, Agent.Work given) {
      work = given;
      return new Agent() {
        @Override
        public void start() {}

        @Override
        public void wake() {
          wakes++;
        }

        @Override
        public void giveWay() {
          try {
            whileGivingWay.pass();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public boolean ended() {
          return false;
        }

        @Override
        public void stop() {
          while (!work.idle()) {
            try {
              work.turn();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        }
      };
    }

    @Override
    public ExecutorService tasks(String name) {
      throw new UnsupportedOperationException("the log has no tasks");
    }

    @Override
    public Executor blocking() {
      throw new UnsupportedOperationException("the log has no tasks");
    }

    @Override
    public void pause(long nanos) {}
  }

  /** Remembers what was done to it. */
  private static final class Recorded implements TxnLog {
    private final List<String> calls = new ArrayList<>();
    private boolean failing;

    @Override
    public void append(long zxid, ByteBuffer txn) {
      calls.add(Long.toString(zxid));
    }

    @Override
    public void force() throws StorageException {
      if (failing) {
        throw new StorageException(FatalReason.STORAGE_WRITE, "the disk is gone", null);
      }
      calls.add("force");
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
