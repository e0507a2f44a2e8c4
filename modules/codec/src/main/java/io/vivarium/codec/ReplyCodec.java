package io.vivarium.codec;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.StatView;
import io.vivarium.model.WatchEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends after the handshake: answers and watch events. Both have the header xid, zxid, error; the type of an
 * answer's body is known only to who knows the request. The encoders write frames with their length; the decoders take bodies
 * of frames without it.
 */
public final class ReplyCodec {
  private ReplyCodec() {}

  /**
   * Writes an answer.
   *
   * @param error number of an {@link ErrorCode}
   * @param body {@link Reply.Empty} for none; with an error protocol and clients expect none, save for sasl and multiRead
   */
  public static void encode(int xid, long zxid, int error, Reply body, JuteWriter out) {
    int frame = begin(xid, zxid, error, out);
    ReplyBodies.write(body, out);
    out.endFrame(frame);
  }

  /** Writes an answer without a body. */
  public static void encodeEmpty(int xid, long zxid, int error, JuteWriter out) {
    out.endFrame(begin(xid, zxid, error, out));
  }

  /**
   * Writes the answer to a successful getData from wherever the data lies, without a {@link Reply}.
   *
   * @param array not read when {@code length} is negative
   * @param length of the data in bytes; −1 for null data
   */
  public static void encodeData(
      int xid,
      long zxid,
      byte @Nullable [] array,
      int offset,
      int length,
      StatView stat,
      JuteWriter out) {
    int frame = begin(xid, zxid, 0, out);
    out.writeBuffer(array, offset, length);
    StatCodec.write(stat, out);
    out.endFrame(frame);
  }

  /** Writes the answer to a successful exists, setData or setACL without a {@link Reply}. */
  public static void encodeStat(int xid, long zxid, StatView stat, JuteWriter out) {
    int frame = begin(xid, zxid, 0, out);
    StatCodec.write(stat, out);
    out.endFrame(frame);
  }

  /**
   * Writes length and header and leaves the body to the caller, who calls {@link JuteWriter#endFrame} with what this returns. For
   * answers too large to collect first, such as the children of a large node.
   */
  public static int begin(int xid, long zxid, int error, JuteWriter out) {
    int frame = out.beginFrame();
    out.writeInt(xid);
    out.writeLong(zxid);
    out.writeInt(error);
    return frame;
  }

  /** Writes the 68 bytes of a stat, for use after {@link #begin}. */
  public static void writeStat(StatView stat, JuteWriter out) {
    StatCodec.write(stat, out);
  }

  /** Writes a watch event. */
  public static void encodeEvent(WatchEvent event, JuteWriter out) {
    int frame = begin(ReplyHeader.WATCH_XID, event.zxid(), 0, out);
    out.writeInt(event.type().code());
    out.writeInt(WatchEvent.STATE_SYNC_CONNECTED);
    out.writeString(event.path());
    out.endFrame(frame);
  }

  /** Client side: reads the header and leaves the position behind it. */
  public static ReplyHeader decodeHeader(ByteBuffer body) {
    JuteReader in = new JuteReader(body, 0);
    return new ReplyHeader(in.readInt("xid"), in.readLong("zxid"), in.readInt("err"));
  }

  /**
   * Client side: reads what follows the header of an answer. An answer with an error has no body unless bytes are there and
   * the op is one of those that may send them.
   *
   * @param op of the request that this answers
   * @param error from the header
   * @param fieldLimit largest length in bytes of a string or buffer
   */
  public static Reply decodeBody(OpCode op, int error, ByteBuffer body, int fieldLimit) {
    JuteReader in = new JuteReader(body, fieldLimit);
    if (error != ErrorCode.OK.code()) {
      boolean mayHaveBody = op == OpCode.SASL || op == OpCode.MULTI_READ;
      if (!mayHaveBody || in.remaining() == 0) {
        return Reply.Empty.INSTANCE;
      }
    }
    return ReplyBodies.read(op, in);
  }

  /** Client side: reads an answer, header and body. */
  public static DecodedReply decode(OpCode op, ByteBuffer body, int fieldLimit) {
    ReplyHeader header = decodeHeader(body);
    return new DecodedReply(header, decodeBody(op, header.error(), body, fieldLimit));
  }

  /**
   * Client side: reads what follows the header of a frame with xid {@link ReplyHeader#WATCH_XID}.
   *
   * @param fieldLimit largest length in bytes of the path
   */
  public static WatchEvent decodeEvent(ReplyHeader header, ByteBuffer body, int fieldLimit) {
    JuteReader in = new JuteReader(body, fieldLimit);
    WatchEvent.Type type = eventType(in.readInt("event type"));
    int state = in.readInt("session state");
    if (state != WatchEvent.STATE_SYNC_CONNECTED) {
      throw new MalformedFrameException(
          "session state at offset 4 of a watch event is " + state + ", servers send only 3");
    }
    return new WatchEvent(type, in.readText("path"), header.zxid());
  }

  private static WatchEvent.Type eventType(int code) {
    return switch (code) {
      case 1 -> WatchEvent.Type.NODE_CREATED;
      case 2 -> WatchEvent.Type.NODE_DELETED;
      case 3 -> WatchEvent.Type.NODE_DATA_CHANGED;
      case 4 -> WatchEvent.Type.NODE_CHILDREN_CHANGED;
      default ->
          throw new MalformedFrameException(
              "event type at offset 0 of a watch event is " + code + ", servers send 1 to 4");
    };
  }
}
