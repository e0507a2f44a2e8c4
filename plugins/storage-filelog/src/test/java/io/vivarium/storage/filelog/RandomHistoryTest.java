package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lives of a storage drawn from a seed, with losses of power at any point, beside a model that remembers what was forced. A seed that
 * fails is replayed by adding it to the list.
 */
final class RandomHistoryTest {
  private static final int HISTORIES_PER_SEED = 150;
  private static final int STEPS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 2_000, 3_000})
  void nothingForcedIsLostAndNothingElseIsMadeUp(long firstSeed) throws Exception {
    for (long seed = firstSeed; seed < firstSeed + HISTORIES_PER_SEED; seed++) {
      new History(seed).live();
    }
  }

  private static final class History {
    private final long seed;
    private final Random random;
    private final FaultyDisk disk;
    private final List<byte[]> appended = new ArrayList<>();
    private final TreeMap<Long, Integer> snapshots = new TreeMap<>();
    private int forced;
    private Storage storage;

    History(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.disk = new FaultyDisk(seed * 31);
    }

    void live() throws Exception {
      start();
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      storage.close();
      start();
      forced = appended.size();
      verify();
    }

    private void step() throws Exception {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> append();
        case 5, 6, 7 -> {
          storage.log().force();
          forced = appended.size();
        }
        case 8 -> {
          storage.log().roll();
          forced = appended.size();
        }
        case 9 -> {
          if (random.nextBoolean()) {
            tear();
          }
          disk.crash();
          start();
          verify();
        }
        case 10 -> snapshot();
        default -> {
          if (random.nextInt(4) == 0) {
            truncate();
          }
        }
      }
    }

    /** Has the power go while what was appended is forced, so that records are torn and not only lost. */
    private void tear() {
      disk.fault(FaultyDisk.FORCE_OF_A_LOG_FAILS);
      try {
        storage.log().force();
      } catch (StorageException e) {
        // The crash comes next.
      }
    }

    private void start() throws Exception {
      TestContext context =
          new TestContext()
              .with(Keys.DATA_DIR, Path.of("/data"))
              .with(Keys.PREALLOC_KB, 16L)
              .with(Keys.COMPRESSION, List.of("", "gz", "snappy").get(random.nextInt(3)));
      storage = new FileStorage(disk, Settings.of(context.config()), context, false);
      storage.start();
    }

    /** Many zeros: payloads that look like sectors which were never written. */
    private void append() throws StorageException {
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        long zxid = appended.size() + 1L;
        byte[] txn =
            new byte[LogFormat.MIN_PAYLOAD_BYTES + random.nextInt(3) * random.nextInt(900)];
        if (random.nextBoolean()) {
          random.nextBytes(txn);
        }
        ByteBuffer.wrap(txn).putLong(LogFormat.ZXID_OFFSET, zxid);
        storage.log().append(zxid, ByteBuffer.wrap(txn));
        appended.add(txn);
      }
    }

    private void truncate() throws StorageException {
      int left = appended.isEmpty() ? 0 : random.nextInt(appended.size() + 1);
      storage.snapshots().truncate(left);
      snapshots.tailMap((long) left, false).clear();
      storage.log().truncate(left);
      appended.subList(left, appended.size()).clear();
      forced = left;
    }

    private void snapshot() throws StorageException {
      long zxid = appended.size();
      int length = random.nextInt(3000);
      try (SnapshotWriter writer = storage.snapshots().create(zxid)) {
        writer.write(ByteBuffer.allocate(length));
        writer.seal();
        if (random.nextInt(4) > 0) {
          writer.commit();
          snapshots.put(zxid, length);
        }
      }
    }

    private void verify() throws StorageException {
      int count = 0;
      try (TxnCursor cursor = storage.log().read(0)) {
        while (cursor.next()) {
          assertTrue(
              count < appended.size(), () -> "seed " + seed + ": more records than appended");
          assertEquals(
              ByteBuffer.wrap(appended.get(count)),
              cursor.txn(),
              "seed " + seed + ", " + cursor.place());
          count++;
        }
      }
      int found = count;
      assertTrue(
          found >= forced,
          () -> "seed " + seed + ": " + found + " records of " + forced + " forced");
      appended.subList(found, appended.size()).clear();
      forced = found;
      assertEquals(
          List.copyOf(snapshots.descendingKeySet()), storage.snapshots().list(), "seed " + seed);
      for (var entry : snapshots.entrySet()) {
        try (SnapshotReader reader = storage.snapshots().open(entry.getKey())) {
          ByteBuffer bytes = ByteBuffer.allocate(entry.getValue());
          while (bytes.hasRemaining() && reader.read(bytes) > 0) {
            // Read on.
          }
          reader.verifySeal();
        }
      }
    }
  }
}
