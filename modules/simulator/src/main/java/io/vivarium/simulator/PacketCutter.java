package io.vivarium.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts what is sent in one direction of a quorum connection into packets, and the state behind SNAP into pieces. */
final class PacketCutter {
  /** Type, zxid and the length of the data. */
  private static final int HEAD = Integer.BYTES + Long.BYTES + Integer.BYTES;

  /** What a state ends with. */
  private static final byte[] STATE_END = signature("BenWasHere");

  /**
   * Some of the bytes.
   *
   * @param packet the packet that is complete with them; null when none is
   * @param state whether they belong to a state
   */
  record Part(byte[] bytes, @Nullable QuorumPacket packet, boolean state) {}

  /** The beginning of a packet that is not complete, or the last bytes of a state. */
  private byte[] before = new byte[0];

  private boolean inState;

  private static byte[] signature(String text) {
    byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Integer.BYTES + letters.length)
        .putInt(letters.length)
        .put(letters)
        .array();
  }

  /** All of the bytes, in order. */
  List<Part> cut(byte[] bytes) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      from = inState ? state(bytes, from, parts) : packet(bytes, from, parts);
    }
    return parts;
  }

  private int packet(byte[] bytes, int from, List<Part> parts) {
    byte[] known = joined(before, bytes, from, bytes.length);
    ByteBuffer at = ByteBuffer.wrap(known);
    int length = length(at);
    if (length == 0) {
      parts.add(new Part(Arrays.copyOfRange(bytes, from, bytes.length), null, false));
      before = known;
      return bytes.length;
    }
    int to = from + length - before.length;
    QuorumPacket packet = read(at);
    parts.add(new Part(Arrays.copyOfRange(bytes, from, to), packet, false));
    before = new byte[0];
    inState = packet.type() == QuorumPacket.Type.SNAP;
    return to;
  }

  private int state(byte[] bytes, int from, List<Part> parts) {
    byte[] known = joined(before, bytes, from, bytes.length);
    int end = endOfState(known);
    int to = end < 0 ? bytes.length : from + end - before.length;
    parts.add(new Part(Arrays.copyOfRange(bytes, from, to), null, true));
    inState = end < 0;
    int kept = Math.min(known.length, STATE_END.length - 1);
    before = inState ? Arrays.copyOfRange(known, known.length - kept, known.length) : new byte[0];
    return to;
  }

  /** Where the state ends; −1 when that is not here. */
  private static int endOfState(byte[] known) {
    for (int at = 0; at + STATE_END.length <= known.length; at++) {
      if (Arrays.equals(known, at, at + STATE_END.length, STATE_END, 0, STATE_END.length)) {
        return at + STATE_END.length;
      }
    }
    return -1;
  }

  private static byte[] joined(byte[] first, byte[] second, int from, int to) {
    byte[] both = Arrays.copyOf(first, first.length + to - from);
    System.arraycopy(second, from, both, first.length, to - from);
    return both;
  }

  /** Length of the packet at the front; 0 when it is not complete. */
  private static int length(ByteBuffer at) {
    if (at.limit() < HEAD) {
      return 0;
    }
    int next = HEAD + dataLength(at);
    if (at.limit() < next + Integer.BYTES) {
      return 0;
    }
    int strings = 2 * Math.max(0, at.getInt(next));
    next += Integer.BYTES;
    for (; strings > 0; strings--) {
      if (at.limit() < next + Integer.BYTES) {
        return 0;
      }
      next += Integer.BYTES + Math.max(0, at.getInt(next));
    }
    return at.limit() < next ? 0 : next;
  }

  private static int dataLength(ByteBuffer at) {
    return Math.max(0, at.getInt(HEAD - Integer.BYTES));
  }

  private static QuorumPacket read(ByteBuffer at) {
    return new QuorumPacket(
        QuorumPacket.Type.of(at.getInt(0)),
        at.getLong(Integer.BYTES),
        at.slice(HEAD, dataLength(at)).asReadOnlyBuffer());
  }
}
