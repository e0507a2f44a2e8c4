package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.JuteWriter;
import io.vivarium.model.AuthId;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The packets of quorum connections: a type, a zxid, a buffer that may be null, and a list of identities that is null but in requests.
 * There is no length in front; where a packet ends follows from what is in it. What some of them mean depends on who sends them.
 * Stateless; any thread.
 */
public final class QuorumCodec {
  /** Type, zxid and the length of the data. */
  static final int HEAD_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

  static final int DATA_LENGTH_AT = Integer.BYTES + Long.BYTES;

  /** The number of identities behind the data. */
  private static final int COUNT_BYTES = Integer.BYTES;

  /** Identities of a request: a client has as many as it has proved, and our servers allow it 64. */
  static final int MOST_IDENTITIES = 1024;

  /** Bytes of a session and its timeout in the answer to a ping. */
  static final int TOUCH_BYTES = Long.BYTES + Integer.BYTES;

  /**
   * Sessions in one packet. More go into several, for a leader takes no buffer larger than its {@code jute.maxbuffer}; of these the last
   * has fewer, if need be none. ZooKeeper's learners send all of them in one packet, however many.
   */
  static final int MOST_TOUCHES = 1 << 16;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** Who sent a packet. */
  public enum Sender {
    LEADER,
    LEARNER
  }

  private QuorumCodec() {}

  /**
   * Tells how long the packet at the front is. The state behind {@link QuorumMessage.Snap} is no part of that packet.
   *
   * @param received bytes at hand from position to limit, neither is changed
   * @param largest bytes that a packet may have at most
   * @return 0 when more bytes are needed to know
   * @throws MalformedFrameException when it is longer than that, or no packet starts like this
   */
  public static int frameLength(ByteBuffer received, int largest) {
    if (received.remaining() < HEAD_BYTES) {
      return 0;
    }
    int start = received.position();
    PacketType type = PacketType.of(received.getInt(start));
    int data =
        bounded(
            received.getInt(start + DATA_LENGTH_AT), type.mostData(largest), DATA_LENGTH_AT, type);
    int countAt = HEAD_BYTES + data;
    if (type != PacketType.REQUEST) {
      return total((long) countAt + COUNT_BYTES, largest);
    }
    if (received.remaining() < total((long) countAt + COUNT_BYTES, largest)) {
      return 0;
    }
    return lengthWithIdentities(received, countAt, largest);
  }

  /**
   * Reads one packet, exactly as long as {@link #frameLength} said, and moves the buffer's position behind it. The result keeps
   * nothing of the buffer: a txn or a request is copied once.
   *
   * @throws MalformedFrameException when it is not what the sender may say, or does not fit its type
   */
  public static QuorumMessage decode(ByteBuffer frame, Sender sender) {
    return PacketReader.read(frame).message(sender);
  }

  /** Appends a packet; for an answer to a ping with very many sessions, several. */
  public static void encode(QuorumMessage message, JuteWriter out) {
    switch (message) {
      case QuorumMessage.LearnerInfo info -> learnerInfo(info, out);
      case QuorumMessage.LeaderInfo(long epoch, int protocol) -> {
        head(PacketType.LEADERINFO, epoch << Integer.SIZE, Integer.BYTES, out);
        out.writeInt(protocol);
        noIdentities(out);
      }
      case QuorumMessage.AckEpoch(long lastZxid, int currentEpoch) -> {
        head(PacketType.ACKEPOCH, lastZxid, Integer.BYTES, out);
        out.writeInt(currentEpoch);
        noIdentities(out);
      }
      case QuorumMessage.Diff(long zxid) -> bare(PacketType.DIFF, zxid, out);
      case QuorumMessage.Trunc(long zxid) -> bare(PacketType.TRUNC, zxid, out);
      case QuorumMessage.Snap(long zxid) -> bare(PacketType.SNAP, zxid, out);
      case QuorumMessage.NewLeader(long zxid, String membership) -> {
        out.writeInt(PacketType.NEWLEADER.code());
        out.writeLong(zxid);
        out.writeString(membership);
        noIdentities(out);
      }
      case QuorumMessage.UpToDate() -> bare(PacketType.UPTODATE, -1, out);
      case QuorumMessage.Propose(long zxid, ByteBuffer txn) ->
          withBytes(PacketType.PROPOSAL, zxid, txn, out);
      case QuorumMessage.Ack(long zxid) -> bare(PacketType.ACK, zxid, out);
      case QuorumMessage.Commit(long zxid) -> bare(PacketType.COMMIT, zxid, out);
      case QuorumMessage.Inform(long zxid, ByteBuffer txn) ->
          withBytes(PacketType.INFORM, zxid, txn, out);
      case QuorumMessage.CommitAndActivate(long zxid, long designatedLeader) ->
          activate(PacketType.COMMITANDACTIVATE, zxid, designatedLeader, NOTHING, out);
      case QuorumMessage.InformAndActivate(long zxid, long designatedLeader, ByteBuffer txn) ->
          activate(PacketType.INFORMANDACTIVATE, zxid, designatedLeader, txn, out);
      case QuorumMessage.Request request -> request(request, out);
      case QuorumMessage.Sync() -> bare(PacketType.SYNC, 0, out);
      case QuorumMessage.Revalidate(long sessionId, int timeout) -> {
        head(PacketType.REVALIDATE, -1, TOUCH_BYTES, out);
        out.writeLong(sessionId);
        out.writeInt(timeout);
        noIdentities(out);
      }
      case QuorumMessage.Revalidated(long sessionId, boolean valid) -> {
        head(PacketType.REVALIDATE, -1, Long.BYTES + 1, out);
        out.writeLong(sessionId);
        out.writeBool(valid);
        noIdentities(out);
      }
      case QuorumMessage.Ping(long zxid) -> bare(PacketType.PING, zxid, out);
      case QuorumMessage.Pong pong -> pong(pong, out);
    }
  }

  // ---- writing

  private static void head(PacketType type, long zxid, int dataLength, JuteWriter out) {
    out.writeInt(type.code());
    out.writeLong(zxid);
    out.writeInt(dataLength);
  }

  private static void noIdentities(JuteWriter out) {
    out.writeInt(-1);
  }

  /** A packet without data. */
  private static void bare(PacketType type, long zxid, JuteWriter out) {
    head(type, zxid, -1, out);
    noIdentities(out);
  }

  private static void withBytes(PacketType type, long zxid, ByteBuffer bytes, JuteWriter out) {
    head(type, zxid, bytes.remaining(), out);
    out.writeRaw(bytes);
    noIdentities(out);
  }

  private static void activate(
      PacketType type, long zxid, long designatedLeader, ByteBuffer txn, JuteWriter out) {
    head(type, zxid, Long.BYTES + txn.remaining(), out);
    out.writeLong(designatedLeader);
    out.writeRaw(txn);
    noIdentities(out);
  }

  private static void learnerInfo(QuorumMessage.LearnerInfo info, JuteWriter out) {
    head(
        info.observer() ? PacketType.OBSERVERINFO : PacketType.FOLLOWERINFO,
        info.acceptedEpoch() << Integer.SIZE,
        Long.BYTES + Integer.BYTES + Long.BYTES,
        out);
    out.writeLong(info.serverId());
    out.writeInt(info.protocol());
    out.writeLong(info.configVersion());
    noIdentities(out);
  }

  private static void request(QuorumMessage.Request request, JuteWriter out) {
    head(PacketType.REQUEST, -1, Long.BYTES + 2 * Integer.BYTES + request.body().remaining(), out);
    out.writeLong(request.sessionId());
    out.writeInt(request.cxid());
    out.writeInt(request.opCode());
    out.writeRaw(request.body());
    List<AuthId> identities = request.authIds();
    out.writeInt(identities == null ? -1 : identities.size());
    if (identities != null) {
      for (AuthId identity : identities) {
        out.writeString(identity.scheme());
        out.writeString(identity.id());
      }
    }
  }

  /** In pieces when they are many; the one that is shorter than the others is the last, and the answer to the ping. */
  private static void pong(QuorumMessage.Pong pong, JuteWriter out) {
    int count = pong.sessionIds().length;
    int from = 0;
    int told;
    do {
      int to = Math.min(count, from + MOST_TOUCHES);
      told = to - from;
      head(PacketType.PING, pong.zxid(), (to - from) * TOUCH_BYTES, out);
      for (int i = from; i < to; i++) {
        out.writeLong(pong.sessionIds()[i]);
        out.writeInt(pong.timeouts()[i]);
      }
      noIdentities(out);
      from = to;
    } while (told == MOST_TOUCHES);
  }

  // ---- lengths

  private static int lengthWithIdentities(ByteBuffer received, int countAt, int largest) {
    int start = received.position();
    int count = received.getInt(start + countAt);
    if (count < -1 || count > MOST_IDENTITIES) {
      throw new MalformedFrameException(
          "REQUEST has "
              + count
              + " identities at offset "
              + countAt
              + ", at most "
              + MOST_IDENTITIES
              + " are allowed");
    }
    int at = total((long) countAt + COUNT_BYTES, largest);
    for (int strings = 2 * Math.max(0, count); strings > 0; strings--) {
      int behindLength = total((long) at + Integer.BYTES, largest);
      if (received.remaining() < behindLength) {
        return 0;
      }
      int length = bounded(received.getInt(start + at), largest, at, PacketType.REQUEST);
      at = total((long) behindLength + length, largest);
    }
    return at;
  }

  /** The bytes that a nullable buffer of this length takes. */
  private static int bounded(int length, int most, int offset, PacketType type) {
    if (length < -1 || length > most) {
      throw new MalformedFrameException(
          type
              + " has a buffer of length "
              + length
              + " at offset "
              + offset
              + ", at most "
              + most
              + " is allowed");
    }
    return Math.max(0, length);
  }

  private static int total(long length, int largest) {
    if (length > largest) {
      throw new MalformedFrameException(
          "packet at offset 0 has at least "
              + length
              + " bytes, at most "
              + largest
              + " are allowed (jute.maxbuffer)");
    }
    return (int) length;
  }
}
