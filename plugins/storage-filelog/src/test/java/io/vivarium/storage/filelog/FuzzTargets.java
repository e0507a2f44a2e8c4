package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** What may happen when any bytes lie where a file of ours is expected: they are read, or refused with a message. Nothing else. */
final class FuzzTargets {
  private static final Path PLACE = Path.of("/data");
  private static final Path VERSION_2 = PLACE.resolve("version-2");

  private FuzzTargets() {}

  /** Bytes as the only log file. */
  static void log(byte[] bytes) {
    FaultyDisk disk = new FaultyDisk(1);
    disk.put(VERSION_2.resolve("log.1"), bytes);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      int records = Fixtures.replay(storage, 0).size();
      assertTrue(
          records <= bytes.length / (LogFormat.FRAME_BYTES + LogFormat.MIN_PAYLOAD_BYTES),
          "more records than fit into the file");
    } catch (PluginException | IOException e) {
      assertTrue(e.getMessage().contains("log.1"), e.getMessage());
    }
  }

  /** Bytes as the only snapshot; the first byte chooses how it is compressed. */
  static void snapshot(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Compression[] kinds = Compression.values();
    Compression compression = kinds[(bytes[0] & 0xff) % kinds.length];
    byte[] file = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
    FaultyDisk disk = new FaultyDisk(1);
    disk.put(VERSION_2.resolve(SnapshotFormat.fileName(5, compression)), file);
    try (Storage storage = Fixtures.storage(disk, PLACE)) {
      storage.start();
      for (long zxid : storage.snapshots().list()) {
        assertTrue(Fixtures.load(storage, zxid) >= 0);
      }
    } catch (PluginException | IOException | MalformedFrameException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "a refusal says why");
    }
  }
}
