package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.storage.memory.MemoryPlace;
import io.vivarium.storage.memory.MemoryStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What the pipeline's thread does in a turn besides taking requests. */
class ServerPipelineTest {
  private final StageBench bench = new StageBench();
  private final TurnByTurn execution = new TurnByTurn();
  private final MemoryStorage storage = new MemoryStorage(new MemoryPlace("turns"));
  private final LogStage log =
      new LogStage(
          storage.log(),
          new PipelineParts.Forcing(0, 0, 0),
          64,
          bench.time,
          execution,
          () -> {},
          bench.fatal);
  private final WakeBatch wakes = new WakeBatch();
  private final List<String> timers = new ArrayList<>();
  private final ServerPipeline duties = duties(0);

  private ServerPipeline duties(long overdueNanos) {
    return new ServerPipeline(
        new Overdue(
            overdueNanos, bench.time, bench.commits, new KernelMetrics().counter("throttled_ops")),
        bench.intake,
        bench.engine,
        log,
        wakes,
        List.of(timer("primary", 700)),
        List.of(timer("always", 900)));
  }

  private LongUnaryOperator timer(String name, long due) {
    return now -> {
      timers.add(name);
      return due;
    };
  }

  /** Has the log write records with these zxids, and be durable up to the last. */
  private void logged(long... zxids) {
    for (long zxid : zxids) {
      log.append(new Proposal(zxid, ByteBuffer.allocate(8)));
    }
    log.wake();
    execution.settle();
  }

  private void poll() {
    duties.poll(bench.time.monotonicNanos());
  }

  @Test
  void theEngineHearsHowFarTheLogIsDurableOnceForEachStep() {
    poll();
    assertEquals(List.of(), bench.engine.durable);
    logged(1, 2, 3);
    assertTrue(duties.newsFromLog());
    poll();
    assertFalse(duties.newsFromLog());
    poll();
    logged(4);
    poll();
    assertEquals(List.of(3L, 4L), bench.engine.durable);
  }

  /** The same zxid may be logged again after a rewind before anybody looks: the counter alone tells nothing then. */
  @Test
  void aZxidThatIsDurableAgainAfterARewindIsNews() throws Exception {
    logged(1, 2, 3);
    poll();
    log.restart();
    storage.log().truncate(2);
    logged(3);
    assertTrue(duties.newsFromLog());
    poll();
    assertEquals(List.of(3L, 3L), bench.engine.durable);
    assertFalse(duties.newsFromLog());
  }

  @Test
  void aRewindAloneTellsOfNothingDurable() {
    logged(1, 2, 3);
    poll();
    log.restart();
    assertEquals(-1, log.persisted());
    assertTrue(duties.newsFromLog());
    poll();
    assertEquals(List.of(3L), bench.engine.durable);
    assertFalse(duties.newsFromLog(), "the thread may rest");
  }

  @Test
  void everyRewindIsAnotherLife() {
    int before = log.restarts();
    log.restart();
    log.restart();
    assertEquals(before + 2, log.restarts());
  }

  @Test
  void timersOfThePrimaryRunThereOnly() {
    assertEquals(900, duties.poll(0));
    assertEquals(List.of("always"), timers);
    timers.clear();
    bench.intake.lead(1, 1L << 32);
    assertEquals(700, duties.poll(0));
    assertEquals(List.of("primary", "always"), timers);
    timers.clear();
    bench.intake.look();
    duties.poll(0);
    assertEquals(List.of("always"), timers);
  }

  @Test
  void whatWaitedTooLongIsAnsweredAndGoesNoFurther() {
    ServerPipeline strict = duties(1_000_000);
    bench.intake.follow(1);
    FakeClient client = new FakeClient();
    var request = bench.request(client, bench.session(77, client), 1, StageBench.creation("/late"));
    bench.time.pass(2);
    strict.accept(request);
    assertEquals(List.of("1 THROTTLED_OP"), client.story());
    assertEquals(List.of(), bench.engine.forwarded);
    duties.accept(request);
    assertEquals(1, bench.engine.forwarded.size());
  }

  @Test
  void whoWasTouchedIsWokenAtTheEndOfTheBatchOnce() {
    FakeClient client = new FakeClient();
    wakes.touch(client);
    wakes.touch(client);
    assertEquals(0, client.wakes);
    duties.endOfBatch();
    duties.endOfBatch();
    assertEquals(1, client.wakes);
    wakes.touch(client);
    duties.endOfBatch();
    assertEquals(2, client.wakes);
    assertNull(client.dropped);
  }
}
