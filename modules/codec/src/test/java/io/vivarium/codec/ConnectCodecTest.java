package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectCodecTest {
  private static ByteBuffer request(byte[] password, boolean flag, int extra) {
    return Frames.bytes(
        out -> {
          out.writeInt(0);
          out.writeLong(0x10);
          out.writeInt(30_000);
          out.writeLong(0x20);
          out.writeBuffer(password);
          if (flag) {
            out.writeBool(true);
          }
          out.writeRaw(ByteBuffer.allocate(extra));
        });
  }

  @Test
  void flagIsPresentExactlyWhenAByteIsLeft() {
    ConnectRequest old = ConnectCodec.decode(request(new byte[16], false, 0));
    assertFalse(old.readOnlyPresent());
    assertFalse(old.readOnly());
    ConnectRequest current = ConnectCodec.decode(request(new byte[16], true, 0));
    assertTrue(current.readOnlyPresent());
    assertTrue(current.readOnly());
  }

  @Test
  void bytesBehindTheFlagAreIgnored() {
    ConnectRequest request = ConnectCodec.decode(request(new byte[] {1}, true, 30));
    assertArrayEquals(new byte[] {1}, request.password());
    assertEquals(0x10, request.lastZxidSeen());
    assertEquals(30_000, request.timeout());
    assertEquals(0x20, request.sessionId());
  }

  @Test
  void passwordMayBeNullOrOfAnyLengthThatIsThere() {
    assertNull(ConnectCodec.decode(request(null, true, 0)).password());
    assertEquals(0, ConnectCodec.decode(request(new byte[0], true, 0)).password().length);
    assertEquals(5000, ConnectCodec.decode(request(new byte[5000], true, 0)).password().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void passwordLongerThanTheFrameIsRefused(int length) {
    ByteBuffer frame = request(new byte[0], false, 0);
    frame.putInt(frame.limit() - 4, length);
    assertThrows(MalformedFrameException.class, () -> ConnectCodec.decode(frame));
  }

  @Test
  void refusalIsWrittenWithZeros() {
    JuteWriter out = new JuteWriter();
    ConnectCodec.encode(ConnectResponse.refused(true), out);
    ByteBuffer frame = ByteBuffer.wrap(out.toByteArray());
    assertEquals(41, frame.remaining());
    assertEquals(37, frame.getInt());
    for (int i = 0; i < 16; i++) {
      assertEquals(0, frame.get(4 + i));
    }
    assertEquals(16, frame.getInt(20));
    out.clear();
    ConnectCodec.encode(ConnectResponse.refused(false), out);
    assertEquals(40, out.position());
  }

  @Test
  void responseWithAPasswordOfAnotherLengthIsRefused() {
    for (byte[] password : new byte[][] {null, {}, new byte[15], new byte[17]}) {
      ByteBuffer frame =
          Frames.bytes(
              out -> {
                out.writeInt(0);
                out.writeInt(1000);
                out.writeLong(5);
                out.writeBuffer(password);
                out.writeBool(false);
              });
      var refused =
          assertThrows(MalformedFrameException.class, () -> ConnectCodec.decodeResponse(frame));
      assertTrue(refused.getMessage().endsWith("it must be 16"), refused.getMessage());
    }
  }
}
