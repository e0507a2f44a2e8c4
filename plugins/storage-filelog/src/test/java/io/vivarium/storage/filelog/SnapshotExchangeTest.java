package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.storage.SnapshotExport;
import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshot files on their way out, and in from elsewhere. */
class SnapshotExchangeTest {
  private static final byte[] CONTENT = "a tree".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private FileSnapshotStore store;

  @BeforeEach
  void make() throws Exception {
    store =
        new FileSnapshotStore(
            new RealDisk(),
            directory,
            new LogDirectory(
                new RealDisk(), directory, new LogSettings(0, 0, true, 1_000, 1 << 20)),
            Compression.NONE);
    try (SnapshotWriter writer = store.create(7)) {
      writer.write(ByteBuffer.wrap(CONTENT));
      writer.seal();
      writer.commit();
    }
  }

  private byte[] exported() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SnapshotExport export = store.export(7)) {
      export.writeTo(out);
      assertEquals(out.size(), export.length());
    }
    return out.toByteArray();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatGoesOutIsTheFile() throws Exception {
    assertEquals(
        List.of(Files.readAllBytes(directory.resolve("snapshot.7")).length, "ZKSN"),
        List.of(exported().length, new String(exported(), 0, 4, StandardCharsets.US_ASCII)));
    assertThrows(StorageException.class, () -> store.export(8));
  }

  @Test
  void aFileThatIsRemovedMeanwhileGoesOutAllTheSame() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SnapshotExport export = store.export(7)) {
      Files.delete(directory.resolve("snapshot.7"));
      export.writeTo(out);
      assertEquals(export.length(), out.size());
    }
  }

  @Test
  void whatComesInIsReadTwiceAndThrownAway() throws Exception {
    byte[] file = exported();
    try (SnapshotImport received = store.receive(new ByteArrayInputStream(file))) {
      for (int i = 0; i < 2; i++) {
        try (SnapshotReader reader = received.open()) {
          ByteBuffer buffer = ByteBuffer.allocate(CONTENT.length);
          while (buffer.hasRemaining()) {
            assertTrue(reader.read(buffer) > 0);
          }
          assertEquals(ByteBuffer.wrap(CONTENT), buffer.flip());
          reader.verifySeal();
        }
      }
      assertEquals(List.of(7L), store.list(), "it is none of this server's snapshots");
    }
    assertEquals(List.of("snapshot.7"), names());
  }

  @Test
  void whatIsNoSnapshotIsToldWhenItIsOpened() throws Exception {
    try (SnapshotImport received = store.receive(new ByteArrayInputStream(new byte[100]))) {
      StorageException refused = assertThrows(StorageException.class, received::open);
      assertTrue(String.valueOf(refused.getMessage()).contains("ZKSN"), refused.getMessage());
    }
    assertEquals(List.of("snapshot.7"), names());
  }

  @Test
  void whatACrashLeavesOfItIsRemovedByTheNextStart() throws Exception {
    SnapshotImport received = store.receive(new ByteArrayInputStream(new byte[100]));
    assertEquals(2, names().size());
    store.removeUnfinished();
    assertEquals(List.of("snapshot.7"), names());
    received.close();
    assertFalse(names().isEmpty());
  }

  @Test
  void theTimeOfASnapshotIsThatOfItsFile() throws Exception {
    assertEquals(
        Files.getLastModifiedTime(directory.resolve("snapshot.7")).toMillis(),
        store.writtenAtMs(7));
    assertEquals(-1, store.writtenAtMs(8));
  }
}
