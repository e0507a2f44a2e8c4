package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every frame of every captured connection is read as the index says, and written again as the same bytes. */
class GoldenWireTest {
  private static final int LARGEST = 1 << 21;

  static List<GoldenFrames.Direction> directions() {
    return GoldenFrames.directions();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("directions")
  void everyFrameIsReadAndWrittenAsCaptured(GoldenFrames.Direction direction) {
    for (GoldenFrames.Frame frame : direction.frames()) {
      if (!frame.name().equals("snapshot-stream")) {
        check(direction, frame);
      }
    }
  }

  @Test
  void theCapturesHaveEveryKindOfFrame() {
    Map<String, Integer> kinds = new TreeMap<>();
    directions().stream()
        .flatMap(direction -> direction.frames().stream())
        .forEach(frame -> kinds.merge(frame.name(), 1, Integer::sum));

    for (PacketType type : PacketType.values()) {
      assertTrue(kinds.containsKey(type.name()), () -> type + " is missing in " + kinds);
    }
    assertEquals(3458, kinds.values().stream().mapToInt(Integer::intValue).sum(), kinds::toString);
  }

  private static void check(GoldenFrames.Direction direction, GoldenFrames.Frame frame) {
    JuteWriter out = new JuteWriter();
    FrameText.Text read =
        switch (frame.name()) {
          case "initial" -> {
            checkLength(frame, InitialMessage::frameLength);
            InitialMessage message = InitialMessage.decode(frame.buffer());
            message.encode(out);
            yield FrameText.of(message);
          }
          case "notification" -> {
            checkLength(frame, NotificationCodec::frameLength);
            Notification notification = NotificationCodec.decode(frame.buffer());
            NotificationCodec.encode(notification, out);
            yield FrameText.of(notification);
          }
          case "QuorumAuthPacket" -> {
            checkLength(frame, QuorumAuthPacket::frameLength);
            QuorumAuthPacket packet = QuorumAuthPacket.decode(frame.buffer());
            packet.encode(out);
            yield null;
          }
          default -> {
            checkLength(frame, bytes -> QuorumCodec.frameLength(bytes, LARGEST));
            ByteBuffer buffer = frame.buffer();
            QuorumMessage message =
                QuorumCodec.decode(
                    buffer,
                    direction.forward() ? QuorumCodec.Sender.LEARNER : QuorumCodec.Sender.LEADER);
            assertFalse(buffer.hasRemaining());
            QuorumCodec.encode(message, out);
            yield FrameText.of(message);
          }
        };
    assertArrayEquals(frame.bytes(), out.toByteArray(), frame::toString);
    assertTrue(read == null || read.matches(frame), () -> read + " is not " + frame);
  }

  /** Told from each beginning of the frame: not known yet, or right. Bytes of the next frame behind it do not matter. */
  private static void checkLength(GoldenFrames.Frame frame, ToIntFunction<ByteBuffer> frameLength) {
    int length = frame.bytes().length;
    int known =
        Stream.iterate(1, n -> n + 1)
            .filter(n -> told(frame, n, frameLength) != 0)
            .findFirst()
            .orElseThrow();
    for (int n = known; n <= length; n++) {
      assertEquals(length, told(frame, n, frameLength), frame::toString);
    }
    ByteBuffer more = ByteBuffer.allocate(3 + 2 * length);
    more.position(3).put(frame.bytes()).put(frame.bytes()).position(3);
    assertEquals(length, frameLength.applyAsInt(more), frame::toString);
    assertEquals(3, more.position(), "the buffer is not changed");
  }

  private static int told(
      GoldenFrames.Frame frame, int bytes, ToIntFunction<ByteBuffer> frameLength) {
    return frameLength.applyAsInt(ByteBuffer.wrap(frame.bytes(), 0, bytes));
  }
}
