package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.OpCode;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Summary;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the turns of the pipeline's thread in which there was something to do: how many requests were taken, of which kinds, how long
 * the first of them had waited, and the microseconds spent on preparing and proposing them, on consensus and applying what is agreed, and
 * on waking who was answered. A few looks at the clock for a whole turn. Pipeline's thread.
 */
final class MeasuredDuties implements RequestPipeline.Duties {
  private static final int MICROS_PER_MILLI = 1_000;

  private final RequestPipeline.Duties duties;
  private final TimeSource time;
  private final Summary size;
  private final Summary prepare;
  private final Summary agree;
  private final Summary wake;
  private final Summary waited;
  private final Summary reads;
  private final Summary writes;
  private final Summary endings;
  private final Counter requests;
  private final Counter reconnections;
  private long begunNanos;
  private long agreedNanos;
  private int taken;
  private int reading;
  private int writing;

  MeasuredDuties(RequestPipeline.Duties duties, TimeSource time, KernelMetrics metrics) {
    this.duties = duties;
    this.time = time;
    this.size = metrics.owned("pipeline_batch_size", 1, List.of("prep_processor_queue_size"));
    this.prepare =
        metrics.owned(
            "pipeline_prepare_us",
            MICROS_PER_MILLI,
            List.of("prep_process_time", "proposal_process_time"));
    this.agree =
        metrics.owned(
            "pipeline_agree_us",
            MICROS_PER_MILLI,
            List.of(
                "commit_process_time",
                "write_final_proc_time_ms",
                "write_batch_time_in_commit_processor"));
    this.wake = metrics.owned("pipeline_wake_us");
    this.waited =
        metrics.owned(
            "pipeline_wait_us", MICROS_PER_MILLI, List.of("prep_processor_queue_time_ms"));
    this.reads =
        metrics.owned("read_commit_proc_req_queued", 1, List.of("read_commit_proc_issued"));
    this.writes =
        metrics.owned(
            "write_commit_proc_req_queued",
            1,
            List.of("write_commit_proc_issued", "commit_commit_proc_req_queued"));
    this.endings =
        metrics.owned(
            "close_session_prep_us", MICROS_PER_MILLI, List.of("close_session_prep_time"));
    this.requests = metrics.counter("prep_processor_request_queued");
    this.reconnections = metrics.counter("connection_revalidate_count");
  }

  @Override
  public void accept(PipelineInput input) {
    if (taken++ == 0) {
      begunNanos = time.monotonicNanos();
      if (input instanceof ClientRequest first) {
        waited.record(
            Math.max(0, TimeUnit.NANOSECONDS.toMicros(begunNanos - first.receivedNanos())));
      }
    }
    switch (input) {
      case ClientRequest request -> accept(request);
      case PipelineInput.Opening opening -> {
        if (opening.request().sessionId() != 0) {
          reconnections.increment();
        }
        writing++;
        duties.accept(opening);
      }
      case PipelineInput.Task task -> duties.accept(task);
    }
  }

  private void accept(ClientRequest request) {
    OpCode op = request.request().op();
    if (op.kind() == OpCode.Kind.READ) {
      reading++;
    } else {
      writing++;
    }
    if (op != OpCode.CLOSE_SESSION) {
      duties.accept(request);
      return;
    }
    long began = time.monotonicNanos();
    duties.accept(request);
    endings.record(TimeUnit.NANOSECONDS.toMicros(time.monotonicNanos() - began));
  }

  @Override
  public long poll(long nowNanos) {
    long due = duties.poll(nowNanos);
    if (taken > 0) {
      prepare.record(TimeUnit.NANOSECONDS.toMicros(nowNanos - begunNanos));
      agreedNanos = time.monotonicNanos();
      agree.record(TimeUnit.NANOSECONDS.toMicros(agreedNanos - nowNanos));
    }
    return due;
  }

  @Override
  public boolean newsFromLog() {
    return duties.newsFromLog();
  }

  @Override
  public void endOfBatch() {
    duties.endOfBatch();
    if (taken > 0) {
      size.record(taken);
      requests.add(taken);
      reads.record(reading);
      writes.record(writing);
      wake.record(TimeUnit.NANOSECONDS.toMicros(time.monotonicNanos() - agreedNanos));
      taken = 0;
      reading = 0;
      writing = 0;
    }
  }
}
