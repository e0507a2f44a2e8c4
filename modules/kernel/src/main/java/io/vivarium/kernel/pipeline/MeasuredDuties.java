package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Summary;
import java.util.concurrent.TimeUnit;

/**
 * Measures the turns of the pipeline's thread in which there was something to do: how many requests were taken, and the microseconds
 * spent on preparing and proposing them, on consensus and applying what is agreed, and on waking who was answered. A few looks at the clock
 * for a whole turn. Pipeline's thread.
 */
final class MeasuredDuties implements RequestPipeline.Duties {
  private static final int MICROS_PER_MILLI = 1_000;

  private final RequestPipeline.Duties duties;
  private final TimeSource time;
  private final Summary size;
  private final Summary prepare;
  private final Summary agree;
  private final Summary wake;
  private long begunNanos;
  private long agreedNanos;
  private int taken;

  MeasuredDuties(RequestPipeline.Duties duties, TimeSource time, KernelMetrics metrics) {
    this.duties = duties;
    this.time = time;
    this.size = metrics.owned("pipeline_batch_size");
    this.prepare = metrics.owned("pipeline_prepare_us", "prep_process_time", MICROS_PER_MILLI);
    this.agree = metrics.owned("pipeline_agree_us", "commit_process_time", MICROS_PER_MILLI);
    this.wake = metrics.owned("pipeline_wake_us");
  }

  @Override
  public void accept(PipelineInput input) {
    if (taken++ == 0) {
      begunNanos = time.monotonicNanos();
    }
    duties.accept(input);
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
      wake.record(TimeUnit.NANOSECONDS.toMicros(time.monotonicNanos() - agreedNanos));
      taken = 0;
    }
  }
}
