package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.model.Request;
import io.vivarium.spi.metrics.MetricReading;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured of the pipeline's thread and of roles. Each test is that thread. */
class PipelineFiguresTest {
  private static final PipelineInput INPUT =
      new PipelineInput.ClientRequest(null, null, 1, 0, new Request.CloseSession(), List.of(), 0);

  private final ManualTime time = new ManualTime(7);
  private final KernelMetrics metrics = new KernelMetrics();

  private String figure(String name) {
    for (MetricReading reading : metrics.readings()) {
      if (reading.name().equals(name) && reading instanceof MetricReading.Distributed one) {
        return one.spread().count() + " values, sum " + one.spread().sum();
      }
      if (reading.name().equals(name) && reading instanceof MetricReading.Count count) {
        return "" + count.value();
      }
      if (reading.name().equals(name) && reading instanceof MetricReading.Level level) {
        return "" + level.value();
      }
    }
    return "none";
  }

  private void turn(MeasuredDuties duties, int inputs) {
    for (int i = 0; i < inputs; i++) {
      duties.accept(INPUT);
    }
    duties.poll(time.monotonicNanos());
    duties.endOfBatch();
  }

  @Test
  void aTurnIsMeasuredInItsParts() {
    turn(new MeasuredDuties(new Slow(), time, metrics), 3);
    assertEquals("1 values, sum 3", figure("pipeline_batch_size"));
    assertEquals("1 values, sum 6000", figure("pipeline_prepare_us"));
    assertEquals("1 values, sum 6", figure("prep_process_time"));
    assertEquals("1 values, sum 5000", figure("pipeline_agree_us"));
    assertEquals("1 values, sum 5", figure("commit_process_time"));
    assertEquals("1 values, sum 1000", figure("pipeline_wake_us"));
  }

  @Test
  void whatATurnTakesIsCountedByItsKind() {
    MeasuredDuties duties = new MeasuredDuties(new Slow(), time, metrics);
    time.pass(4);
    duties.accept(
        new PipelineInput.ClientRequest(
            null, null, 1, 0, new Request.GetData("/", false), List.of(), 7));
    turn(duties, 2);
    assertEquals("3", figure("prep_processor_request_queued"));
    assertEquals("1 values, sum 3", figure("prep_processor_queue_size"));
    assertEquals("1 values, sum 4", figure("prep_processor_queue_time_ms"));
    assertEquals("1 values, sum 1", figure("read_commit_proc_req_queued"));
    assertEquals("1 values, sum 2", figure("write_commit_proc_issued"));
    assertEquals("2 values, sum 4", figure("close_session_prep_time"));
    assertEquals("1 values, sum 6", figure("proposal_process_time"));
    assertEquals("1 values, sum 5", figure("write_final_proc_time_ms"));
  }

  @Test
  void aTurnInWhichNothingCameCountsNot() {
    MeasuredDuties duties = new MeasuredDuties(new Slow(), time, metrics);
    turn(duties, 0);
    turn(duties, 0);
    assertEquals("0 values, sum 0", figure("pipeline_batch_size"));
    turn(duties, 2);
    assertEquals("1 values, sum 2", figure("pipeline_batch_size"));
  }

  @Test
  void aResetStartsAfreshWithTheNextTurn() {
    MeasuredDuties duties = new MeasuredDuties(new Slow(), time, metrics);
    turn(duties, 3);
    metrics.reset();
    turn(duties, 1);
    assertEquals("1 values, sum 1", figure("pipeline_batch_size"));
  }

  @Test
  void timesWithoutARoleAreCounted() {
    RoleFigures roles = new RoleFigures(metrics, time);
    time.pass(30);
    roles.begins();
    assertEquals("1 values, sum 30", figure("election_time"));
    assertEquals("0", figure("looking_count"));
    time.pass(1_000);
    roles.ends();
    time.pass(20);
    roles.begins();
    assertEquals("2 values, sum 50", figure("election_time"));
    assertEquals("20", figure("last_election_time"));
    assertEquals("2 values, sum 50", figure("unavailable_time"));
    assertEquals("2 values, sum 50", figure("leader_unavailable_time"));
    assertEquals("1", figure("looking_count"));
    time.pass(5);
    assertEquals(5_000_000, time.monotonicNanos() - metrics.leader().sinceNanos());
  }

  /** Takes 2 ms for an input, 5 for consensus, 1 at the end. */
  private final class Slow implements RequestPipeline.Duties {
    @Override
    public void accept(PipelineInput input) {
      time.pass(2);
    }

    @Override
    public long poll(long nowNanos) {
      time.pass(5);
      return 77;
    }

    @Override
    public boolean newsFromLog() {
      return false;
    }

    @Override
    public void endOfBatch() {
      time.pass(1);
    }
  }
}
