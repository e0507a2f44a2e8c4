package io.vivarium.kernel.pipeline;

import io.vivarium.model.Request;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a write costs from prep to reply: all stages of a primary on one thread, without sockets, disk and other servers. README.md
 * tells how to run it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PipelineBenchmark {
  private static final int BATCH = 32;

  private final byte[] data = new byte[100];
  private PipelineRig rig;
  private FakeClient client;
  private int xid;

  /** A new server each time: its log is in memory and keeps everything, as the client keeps its answers. */
  @Setup(Level.Iteration)
  public void serve() {
    rig = new PipelineRig().lead(1);
    client = rig.connected();
    rig.ask(client, 0, PipelineRig.persistent("/a"));
    rig.commit();
    xid = 1;
  }

  /** Per write, committed in batches. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long setData() {
    for (int i = 0; i < BATCH; i++) {
      rig.ask(client, xid++, new Request.SetData("/a", data, -1));
    }
    rig.commit();
    return client.lastZxid();
  }

  /** Per pair of writes, so that the tree keeps its size; committed in batches. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long createAndDelete() {
    for (int i = 0; i < BATCH; i++) {
      rig.ask(client, xid++, PipelineRig.persistent("/a/b"));
      rig.ask(client, xid++, new Request.Delete("/a/b", -1));
    }
    rig.commit();
    return client.lastZxid();
  }

  /** Runs all of it; named by {@code -Dtest} only. */
  @Test
  void run() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(PipelineBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
