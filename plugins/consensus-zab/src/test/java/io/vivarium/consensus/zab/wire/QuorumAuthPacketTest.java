package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.wire.QuorumAuthPacket.Status;
import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packets in which servers authenticate each other. */
class QuorumAuthPacketTest {
  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(Status status) {
    QuorumAuthPacket withToken =
        new QuorumAuthPacket(status, "secret".getBytes(StandardCharsets.UTF_8));
    QuorumAuthPacket without = new QuorumAuthPacket(status, null);

    assertEquals(withToken, QuorumAuthPacket.decode(encoded(withToken)));
    assertEquals(without, QuorumAuthPacket.decode(encoded(without)));
    assertEquals(withToken.hashCode(), QuorumAuthPacket.decode(encoded(withToken)).hashCode());
    assertFalse(withToken.equals(without));
  }

  @Test
  void aTokenIsNotShown() {
    QuorumAuthPacket packet =
        new QuorumAuthPacket(Status.SUCCESS, "secret".getBytes(StandardCharsets.UTF_8));

    assertEquals("QuorumAuthPacket[SUCCESS, 6 bytes]", packet.toString());
  }

  @Test
  void aPeerThatDoesNotAuthenticateIsTold() {
    ByteBuffer followerInfo = ByteBuffer.allocate(16).putInt(11).putLong(1).putInt(20).flip();

    String said =
        assertThrows(
                MalformedFrameException.class, () -> QuorumAuthPacket.frameLength(followerInfo))
            .getMessage();

    assertTrue(said.contains("0x5f2435013501edcc"), said);
  }

  @Test
  void aTokenBeyondAllMeasureIsRefusedAtOnce() {
    for (int length : new int[] {-2, 128 * 1024 + 1, Integer.MAX_VALUE}) {
      ByteBuffer bytes =
          ByteBuffer.allocate(16).putLong(QuorumAuthPacket.MAGIC).putInt(0).putInt(length).flip();

      assertThrows(MalformedFrameException.class, () -> QuorumAuthPacket.frameLength(bytes));
    }
  }

  @Test
  void aStatusThatDoesNotExistIsRefused() {
    ByteBuffer bytes =
        ByteBuffer.allocate(16).putLong(QuorumAuthPacket.MAGIC).putInt(2).putInt(-1).flip();

    assertThrows(MalformedFrameException.class, () -> QuorumAuthPacket.decode(bytes));
  }

  private static ByteBuffer encoded(QuorumAuthPacket packet) {
    JuteWriter out = new JuteWriter();
    packet.encode(out);
    return ByteBuffer.wrap(out.toByteArray());
  }
}
