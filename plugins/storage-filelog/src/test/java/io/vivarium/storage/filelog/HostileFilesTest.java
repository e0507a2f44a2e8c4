package io.vivarium.storage.filelog;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of ZooKeeper changed at random, from fixed seeds; {@link LogFuzzTest} goes further. */
final class HostileFilesTest {
  private static final int ROUNDS = 1500;

  @ParameterizedTest
  @CsvSource({"recovery/healthy/version-2/log.1a", "datadir-3.9.5/version-2/log.47"})
  void aChangedLogIsReadOrRefused(String resource) throws Exception {
    byte[] log = Files.readAllBytes(Fixtures.resource(resource));
    Random random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      FuzzTargets.log(changed(log, random));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, datadir-3.9.5/version-2/snapshot.cd",
    "1, datadir-other/gzip-snapshot/version-2/snapshot.25.gz",
    "2, datadir-other/snappy-snapshot/version-2/snapshot.25.snappy",
  })
  void aChangedSnapshotIsReadOrRefused(int kind, String resource) throws Exception {
    byte[] file = Files.readAllBytes(Fixtures.resource(resource));
    byte[] seed = ByteBuffer.allocate(1 + file.length).put((byte) kind).put(file).array();
    Random random = new Random(12);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(seed, random);
      changed[0] = (byte) kind;
      FuzzTargets.snapshot(changed);
    }
  }

  /** Some bytes replaced, mostly near the start where most of the records are, sometimes cut, sometimes with a part repeated. */
  private static byte[] changed(byte[] original, Random random) {
    byte[] changed = original.clone();
    int used = Math.min(changed.length, 4000);
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      int at = 1 + random.nextInt(used - 1);
      switch (random.nextInt(3)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt();
        default -> {
          int length = random.nextInt(used - at);
          System.arraycopy(original, random.nextInt(used - length), changed, at, length);
        }
      }
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(changed, 1 + random.nextInt(changed.length))
        : changed;
  }
}
