package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What must hold of decoders for any bytes at all: they succeed or throw {@link MalformedFrameException}, which says where; and what they
 * read is written in a form that reads and writes the same again.
 */
final class FuzzTargets {
  /** Small, so that limits are met with small inputs. */
  private static final int LARGEST = 4096;

  private FuzzTargets() {}

  static void leaderPacket(byte[] bytes) {
    packet(bytes, QuorumCodec.Sender.LEADER);
  }

  static void learnerPacket(byte[] bytes) {
    packet(bytes, QuorumCodec.Sender.LEARNER);
  }

  private static void packet(byte[] bytes, QuorumCodec.Sender sender) {
    check(
        bytes,
        received -> QuorumCodec.frameLength(received, LARGEST),
        frame -> QuorumCodec.decode(frame, sender),
        QuorumCodec::encode);
  }

  static void notification(byte[] bytes) {
    check(
        bytes,
        NotificationCodec::frameLength,
        NotificationCodec::decode,
        NotificationCodec::encode);
  }

  static void initialMessage(byte[] bytes) {
    check(bytes, InitialMessage::frameLength, InitialMessage::decode, InitialMessage::encode);
  }

  static void quorumAuthPacket(byte[] bytes) {
    check(bytes, QuorumAuthPacket::frameLength, QuorumAuthPacket::decode, QuorumAuthPacket::encode);
  }

  private static <T> void check(
      byte[] bytes,
      ToIntFunction<ByteBuffer> frameLength,
      Function<ByteBuffer, T> decode,
      BiConsumer<T, JuteWriter> encode) {
    T message;
    try {
      int length = bytes.length == 0 ? 0 : frameLength.applyAsInt(ByteBuffer.wrap(bytes));
      if (length == 0 || length > bytes.length) {
        return;
      }
      message = decode.apply(ByteBuffer.wrap(bytes, 0, length).slice());
    } catch (MalformedFrameException e) {
      assertTrue(e.getMessage().contains("offset"), e.getMessage());
      return;
    }
    byte[] first = encoded(message, encode);
    if (first.length > 0) {
      T again = decode.apply(ByteBuffer.wrap(first));
      assertArrayEquals(first, encoded(again, encode));
    }
  }

  private static <T> byte[] encoded(T message, BiConsumer<T, JuteWriter> encode) {
    JuteWriter out = new JuteWriter();
    encode.accept(message, out);
    return out.toByteArray();
  }
}
