package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketCutterTest {
  private final PacketCutter cutter = new PacketCutter();

  private static byte[] packet(QuorumPacket.Type type, long zxid, byte[] data, String... ids) {
    ByteBuffer out = ByteBuffer.allocate(4 + 8 + 4 + data.length + 4 + 64);
    out.putInt(number(type)).putLong(zxid).putInt(data.length == 0 ? -1 : data.length);
    out.put(data).putInt(ids.length == 0 ? -1 : ids.length / 2);
    for (String id : ids) {
      out.putInt(id.length()).put(id.getBytes(StandardCharsets.US_ASCII));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static int number(QuorumPacket.Type type) {
    return List.of(QuorumPacket.Type.values()).indexOf(type) + 1;
  }

  private static byte[] conversation() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(packet(QuorumPacket.Type.LEADERINFO, 7L << 32, new byte[] {0, 1, 0, 0}));
    all.writeBytes(packet(QuorumPacket.Type.SNAP, 5, new byte[0]));
    all.writeBytes("a state with BenWasHer in it".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(new byte[] {0, 0, 0, 0, 0, 10});
    all.writeBytes("BenWasHere".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(packet(QuorumPacket.Type.PROPOSAL, 6, new byte[] {1, 2, 3}));
    all.writeBytes(packet(QuorumPacket.Type.REQUEST, -1, new byte[20], "ip", "10.0.0.1"));
    all.writeBytes(packet(QuorumPacket.Type.ACK, 6, new byte[0]));
    return all.toByteArray();
  }

  private static List<QuorumPacket.Type> types(List<PacketCutter.Part> parts) {
    return parts.stream()
        .map(PacketCutter.Part::packet)
        .filter(Objects::nonNull)
        .map(QuorumPacket::type)
        .toList();
  }

  @Test
  void packetsAndAStateAreToldApart() {
    List<PacketCutter.Part> parts = cutter.cut(conversation());
    assertEquals(
        List.of(
            QuorumPacket.Type.LEADERINFO,
            QuorumPacket.Type.SNAP,
            QuorumPacket.Type.PROPOSAL,
            QuorumPacket.Type.REQUEST,
            QuorumPacket.Type.ACK),
        types(parts));
    assertEquals(1, parts.stream().filter(PacketCutter.Part::state).count());
    QuorumPacket proposal = Objects.requireNonNull(parts.get(3).packet());
    assertEquals(6, proposal.zxid());
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), proposal.data());
  }

  @Test
  void whereverItIsCutNothingIsLostAndEveryPacketIsTold() {
    byte[] all = conversation();
    SplittableRandom chance = new SplittableRandom(1);
    for (int round = 0; round < 300; round++) {
      PacketCutter fresh = new PacketCutter();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int packets = 0;
      for (int at = 0; at < all.length; ) {
        int to = Math.min(all.length, at + 1 + chance.nextInt(30));
        List<PacketCutter.Part> parts = fresh.cut(Arrays.copyOfRange(all, at, to));
        parts.forEach(part -> out.writeBytes(part.bytes()));
        packets += types(parts).size();
        at = to;
      }
      assertArrayEquals(all, out.toByteArray());
      assertEquals(5, packets);
    }
  }
}
