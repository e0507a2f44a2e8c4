package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.vivarium.spi.storage.Storage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending and forcing allocate nothing: garbage would be made for every write that the server accepts. */
final class AllocationTest {
  private static final int FORCES = 300;
  private static final int BATCH = 100;

  /** Counting what a force took allocates a little in the test's own figures. */
  private static final int BYTES_PER_FORCE = 200;

  @TempDir Path place;

  @Test
  void appendingAndForcingMakesNoGarbage() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestContext context = new TestContext().with(Keys.DATA_DIR, place).with(Keys.FORCE_SYNC, false);
    try (Storage storage = new FileLogProvider().create(context)) {
      storage.start();
      ByteBuffer heap = Records.txn(1, 200);
      ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining()).put(heap.slice()).flip();
      run(storage, 1, heap, direct);
      long before = threads.getCurrentThreadAllocatedBytes();
      run(storage, 1 + FORCES * BATCH, heap, direct);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(
          allocated < FORCES * BYTES_PER_FORCE,
          allocated + " bytes for " + FORCES * BATCH + " txns in " + FORCES + " forces");
    }
  }

  private static void run(Storage storage, long firstZxid, ByteBuffer heap, ByteBuffer direct)
      throws Exception {
    long zxid = firstZxid;
    for (int force = 0; force < FORCES; force++) {
      for (int i = 0; i < BATCH; i++, zxid++) {
        ByteBuffer txn = i % 2 == 0 ? heap : direct;
        txn.putLong(LogFormat.ZXID_OFFSET, zxid);
        storage.log().append(zxid, txn);
      }
      storage.log().force();
    }
  }
}
