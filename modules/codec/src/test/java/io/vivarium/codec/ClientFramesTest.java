package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {
  private static final int MAX = ClientFrames.DEFAULT_MAX_BUFFER;

  private static ByteBuffer length(int value) {
    return ByteBuffer.allocate(8).position(2).putInt(value).flip().position(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 44, 0xfffff})
  void legalLengthCountsItsOwnFourBytes(int value) {
    ByteBuffer received = length(value);
    assertEquals(4 + value, ClientFrames.frameLength(received, MAX));
    assertEquals(2, received.position());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void fewerThanFourBytesTellNothing(int count) {
    assertEquals(0, ClientFrames.frameLength(ByteBuffer.allocate(count), MAX));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 0x100000, Integer.MAX_VALUE})
  void lengthBelowZeroOrAboveTheLimitIsRefused(int value) {
    var refused =
        assertThrows(
            MalformedFrameException.class, () -> ClientFrames.frameLength(length(value), MAX));
    assertEquals(
        "frame at offset 0 has length " + value + ", the limit (jute.maxbuffer) is 1048575",
        refused.getMessage());
  }

  @Test
  void fieldLimitAddsTheExtraAndAtLeastOneKilobyte() {
    assertEquals(2 * MAX, ClientFrames.fieldLimit(MAX, MAX));
    assertEquals(MAX + 1024, ClientFrames.fieldLimit(MAX, 0));
    assertEquals(Integer.MAX_VALUE, ClientFrames.fieldLimit(Integer.MAX_VALUE, MAX));
  }
}
