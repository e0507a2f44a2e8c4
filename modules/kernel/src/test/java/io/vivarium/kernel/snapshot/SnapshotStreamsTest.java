package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.SnapshotInput;
import io.vivarium.spi.storage.SnapshotReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A storage that says nonsense of what it read: without a check a start would go round for ever, or read what is not there. */
class SnapshotStreamsTest {
  private static final int ROOM = 8;

  @Test
  void whatMakesSenseIsPassedOn() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ROOM);
    SnapshotInput input = SnapshotStreams.from(new Reader(3, 3));
    assertEquals(3, input.read(buffer));
    assertEquals(3, buffer.position());
    assertEquals(-1, SnapshotStreams.from(new Reader(0, -1)).read(buffer));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 2", "3, 9", "3, -1", "0, -7", "0, 5"})
  void whatMakesNoneIsAFaultOfTheStorage(int moved, int said) {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> SnapshotStreams.from(new Reader(moved, said)).read(ByteBuffer.allocate(ROOM)));
    assertTrue(failure.getMessage().contains("snapshot.7"), failure::getMessage);
    assertTrue(failure.getMessage().contains("a fault of the storage plugin"), failure::getMessage);
  }

  /** Reads some bytes and says that they are as many as it likes. */
  private record Reader(int moved, int said) implements SnapshotReader {
    @Override
    public int read(ByteBuffer buffer) {
      buffer.position(buffer.position() + moved);
      return said;
    }

    @Override
    public void verifySeal() {}

    @Override
    public String place() {
      return "snapshot.7";
    }

    @Override
    public void close() {}
  }
}
