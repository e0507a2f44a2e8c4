package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What appending a batch of txns of 250 bytes and forcing it costs. README.md tells how to run it. Not among the tests that a
 * build runs, for its name ends otherwise.
 */
final class ForceBenchmark {
  private static final int TXN_BODY_BYTES = 218;
  private static final int WARM_UP = 500;
  private static final int FORCES = 3000;

  /** Where it is measured: the file system of the build directory unless the property says otherwise. */
  @TempDir(factory = Target.class)
  Path place;

  private int runs;

  @Test
  void run() throws Exception {
    System.out.println("batch | way          | mean us | p50 us | p95 us | p99 us | us per txn");
    for (int round = 0; round < 2; round++) {
      for (int batch : new int[] {1, 10, 100, 1000}) {
        measure("sparse", batch, 65_536, false);
        measure("zeros ahead", batch, 65_536, true);
        measure("growing", batch, -1, false);
      }
    }
  }

  private void measure(String way, int batch, long preallocKb, boolean fill) throws Exception {
    TestContext context =
        new TestContext()
            .with(Keys.DATA_DIR, place.resolve("run" + runs++))
            .with(Keys.PREALLOC_KB, preallocKb);
    int forces = batch == 1000 ? FORCES / 10 : FORCES;
    long[] nanos = new long[forces];
    try (Storage storage =
        new FileStorage(new RealDisk(), Settings.of(context.config()), context, fill)) {
      storage.start();
      ByteBuffer txn = ByteBuffer.allocateDirect(LogFormat.MIN_PAYLOAD_BYTES + TXN_BODY_BYTES);
      txn.put(Records.txn(1, TXN_BODY_BYTES)).flip();
      long zxid = 1;
      for (int i = -WARM_UP; i < forces; i++) {
        long start = System.nanoTime();
        for (int j = 0; j < batch; j++) {
          txn.putLong(LogFormat.ZXID_OFFSET, zxid);
          storage.log().append(zxid++, txn);
        }
        storage.log().force();
        if (i >= 0) {
          nanos[i] = System.nanoTime() - start;
        }
      }
    }
    Arrays.sort(nanos);
    double mean = Arrays.stream(nanos).average().orElse(0) / 1000;
    System.out.printf(
        Locale.ROOT,
        "%5d | %-12s | %7.1f | %6.1f | %6.1f | %6.1f | %.2f%n",
        batch,
        way,
        mean,
        nanos[forces / 2] / 1000.0,
        nanos[forces * 95 / 100] / 1000.0,
        nanos[forces * 99 / 100] / 1000.0,
        mean / batch);
  }

  /** Temporary directories are often in memory, where a force costs nothing. */
  static final class Target implements org.junit.jupiter.api.io.TempDirFactory {
    @Override
    public Path createTempDirectory(
        org.junit.jupiter.api.extension.AnnotatedElementContext element,
        org.junit.jupiter.api.extension.ExtensionContext context)
        throws java.io.IOException {
      return java.nio.file.Files.createTempDirectory(
          Path.of(System.getProperty("benchmark.directory", "target")), "force");
    }
  }
}
