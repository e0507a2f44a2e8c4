package io.vivarium.consensus.zab.wire;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The properties of {@link FuzzTargets}, for captured frames with damage that chance has done, without a fuzzer. */
class HostileBytesTest {
  private static final int PER_FRAME = 20;

  @Test
  void damagedFramesAreReadOrRefused() {
    Random random = new Random(7);
    for (GoldenFrames.Direction direction : GoldenFrames.directions()) {
      for (GoldenFrames.Frame frame : direction.frames()) {
        Consumer<byte[]> target = target(direction, frame);
        for (int i = 0; i < PER_FRAME; i++) {
          target.accept(damaged(frame.bytes(), random));
        }
      }
    }
  }

  private static Consumer<byte[]> target(
      GoldenFrames.Direction direction, GoldenFrames.Frame frame) {
    return switch (frame.name()) {
      case "initial" -> FuzzTargets::initialMessage;
      case "notification" -> FuzzTargets::notification;
      case "QuorumAuthPacket" -> FuzzTargets::quorumAuthPacket;
      default -> direction.forward() ? FuzzTargets::learnerPacket : FuzzTargets::leaderPacket;
    };
  }

  private static byte[] damaged(byte[] frame, Random random) {
    byte[] bytes = frame.clone();
    for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
      int at = random.nextInt(Math.min(bytes.length, 48));
      bytes[at] = pick(random, List.of((byte) 0, (byte) -1, (byte) 0x7f, (byte) random.nextInt()));
    }
    return bytes;
  }

  private static byte pick(Random random, List<Byte> values) {
    return values.get(random.nextInt(values.size()));
  }
}
