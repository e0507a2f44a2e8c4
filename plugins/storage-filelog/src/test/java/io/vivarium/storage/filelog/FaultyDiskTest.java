package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The disk that other tests trust. */
final class FaultyDiskTest {
  private static final Path DIRECTORY = Path.of("/data");
  private static final int FILES = 2000;
  private static final int LENGTH = 1500;

  private final FaultyDisk disk = new FaultyDisk(1);

  @Test
  void readersMayListAndReadWhileAnotherThreadWrites() throws Exception {
    FutureTask<Integer> reader = new FutureTask<>(this::readUntilAllIsThere);
    Thread thread = Thread.ofPlatform().start(reader);
    for (int file = 0; file < FILES; file++) {
      try (Disk.OpenFile open = disk.open(name(file), Disk.Mode.CREATE)) {
        open.write(ByteBuffer.wrap(ones(LENGTH)), 0);
      }
      disk.forceDirectory(DIRECTORY);
    }
    assertEquals(FILES, reader.get());
    thread.join();
  }

  @Test
  void aFullDiskTakesWhatStillFits() throws IOException {
    disk.capacity(1000);
    try (Disk.OpenFile open = disk.open(name(0), Disk.Mode.CREATE)) {
      assertThrows(IOException.class, () -> open.write(ByteBuffer.wrap(ones(LENGTH)), 0));
    }
    assertEquals(1000, disk.contents(name(0)).length);
  }

  @Test
  void aWriteTakesAllOfTheBufferFromItsPositionOn() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(ones(LENGTH)).position(100);
    try (Disk.OpenFile open = disk.open(name(0), Disk.Mode.CREATE)) {
      open.write(bytes, 30);
    }
    assertEquals(0, bytes.remaining());
    byte[] expected = new byte[30 + LENGTH - 100];
    Arrays.fill(expected, 30, expected.length, (byte) 1);
    assertTrue(Arrays.equals(expected, disk.contents(name(0))));
  }

  private int readUntilAllIsThere() throws IOException {
    int seen;
    do {
      seen = disk.list(DIRECTORY).size();
      if (seen > 0) {
        readNewest(name(seen - 1));
      }
    } while (seen < FILES);
    return seen;
  }

  /** What is there of the file has been written; a zero would be a byte that nobody wrote. */
  private void readNewest(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    try (Disk.OpenFile open = disk.open(file, Disk.Mode.READ)) {
      int read = Math.max(0, open.read(bytes, 0));
      assertTrue(Arrays.equals(ones(read), Arrays.copyOf(bytes.array(), read)), file.toString());
    }
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static Path name(int file) {
    return DIRECTORY.resolve("file" + file);
  }
}
