package io.vivarium.storage.filelog;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a txn of 250 bytes costs the processor on its way to a file and back, and a kilobyte of a snapshot; the disk is left out, as
 * {@link ForceBenchmark} has it. README.md tells how to run it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogBenchmark {
  private static final int BATCH = 100;
  private static final int READ = 10_000;
  private static final int KILOBYTES = 1024;

  private final ByteBuffer txn =
      ByteBuffer.allocateDirect(LogFormat.MIN_PAYLOAD_BYTES + 218).put(Records.txn(1, 218)).flip();
  private final ByteBuffer piece = ByteBuffer.allocate(KILOBYTES);
  private final ByteBuffer node = ByteBuffer.allocate(200);
  private Path directory;
  private Storage storage;
  private long zxid;

  /** A new directory each time: at some hundred thousand txns a second it would fill the disk. */
  @Setup(Level.Iteration)
  public void open() throws IOException, PluginException {
    directory = Files.createTempDirectory("log-benchmark");
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, directory).with(Keys.FORCE_SYNC, false);
    storage = new FileStorage(new RealDisk(), Settings.of(context.config()), context, true);
    storage.start();
    zxid = 1;
    for (int i = 0; i < READ / BATCH; i++) {
      append();
    }
    try (SnapshotWriter writer = storage.snapshots().create(1)) {
      for (int i = 0; i < KILOBYTES; i++) {
        writer.write(piece.clear());
      }
      writer.seal();
      writer.commit();
    }
  }

  @TearDown(Level.Iteration)
  public void remove() throws IOException {
    storage.close();
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  /** Per txn, in batches. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long append() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      txn.putLong(LogFormat.ZXID_OFFSET, zxid);
      storage.log().append(zxid++, txn);
    }
    storage.log().force();
    return zxid;
  }

  /** Per txn. */
  @Benchmark
  @OperationsPerInvocation(READ)
  public long read() throws IOException {
    long last = 0;
    try (TxnCursor cursor = storage.log().read(1)) {
      for (int i = 0; i < READ && cursor.next(); i++) {
        last = cursor.txn().getLong(cursor.txn().position());
      }
    }
    return last;
  }

  /** Per kilobyte, in the pieces in which nodes are read. */
  @Benchmark
  @OperationsPerInvocation(KILOBYTES)
  public long readSnapshot() throws IOException {
    long bytes = 0;
    try (SnapshotReader reader = storage.snapshots().open(1)) {
      while (bytes < (long) KILOBYTES * KILOBYTES) {
        node.clear();
        bytes += reader.read(node.limit((int) Math.min(200, (long) KILOBYTES * KILOBYTES - bytes)));
      }
      reader.verifySeal();
    }
    return bytes;
  }

  /** Runs all of it; named by {@code -Dtest} only. */
  @Test
  void run() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(LogBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
