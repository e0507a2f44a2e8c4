package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.JuteReader;
import io.vivarium.codec.JuteWriter;
import io.vivarium.model.AuthId;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packets of quorum connections: a type, a zxid, a buffer that may be null, and a list of identities that is null but in requests.
 * There is no length in front; where a packet ends follows from what is in it. What some of them mean depends on who sends them.
 */
public final class QuorumCodec {
  /** Type, zxid and the length of the data. */
  private static final int HEAD = Integer.BYTES + Long.BYTES + Integer.BYTES;

  private static final int DATA_LENGTH_AT = Integer.BYTES + Long.BYTES;

  /** The fewest bytes of an identity: the lengths of two strings. */
  private static final int IDENTITY = 2 * Integer.BYTES;

  /** Identities of a request; a client has as many as it has proved, which the server of the client bounds far below this. */
  private static final int MOST_IDENTITIES = 10_000;

  /** A session and its timeout in the answer to a ping. */
  private static final int TOUCH = Long.BYTES + Integer.BYTES;

  /** What a learner that does not name its protocol speaks. */
  private static final int OLDEST_PROTOCOL = 1;

  /** Who sent a packet. */
  public enum Sender {
    LEADER,
    LEARNER
  }

  private QuorumCodec() {}

  /**
   * Tells how long the packet at the front is.
   *
   * @param received bytes at hand from position to limit, neither is changed
   * @param largest bytes a packet may have at most
   * @return 0 when more bytes are needed to know
   * @throws MalformedFrameException when it is longer than that, or no packet starts like this
   */
  public static int frameLength(ByteBuffer received, int largest) {
    if (received.remaining() < HEAD) {
      return 0;
    }
    int start = received.position();
    int type = received.getInt(start);
    int data = received.getInt(start + DATA_LENGTH_AT);
    if (type < PacketType.FIRST || type > PacketType.LAST) {
      throw new MalformedFrameException("packet of the unknown type " + type);
    }
    long identitiesAt = HEAD + bounded(data, largest, "data of a packet");
    if (type != PacketType.REQUEST) {
      return total(identitiesAt + Integer.BYTES, largest);
    }
    if (received.remaining() < identitiesAt + Integer.BYTES) {
      total(identitiesAt + Integer.BYTES, largest);
      return 0;
    }
    return lengthWithIdentities(received, (int) identitiesAt, largest);
  }

  /**
   * Reads one packet, exactly as long as {@link #frameLength} said. The result keeps nothing of the buffer.
   *
   * @throws MalformedFrameException when it is not what the sender may say, or does not fit its type
   */
  public static QuorumMessage decode(ByteBuffer frame, Sender sender) {
    Packet packet = Packet.read(frame);
    return sender == Sender.LEADER ? fromLeader(packet) : fromLearner(packet);
  }

  /** Appends a packet. */
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
        out.writeInt(PacketType.NEWLEADER);
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
      case QuorumMessage.CommitAndActivate(long zxid, long designatedLeader) -> {
        head(PacketType.COMMITANDACTIVATE, zxid, Long.BYTES, out);
        out.writeLong(designatedLeader);
        noIdentities(out);
      }
      case QuorumMessage.InformAndActivate(long zxid, long designatedLeader, ByteBuffer txn) -> {
        head(PacketType.INFORMANDACTIVATE, zxid, Long.BYTES + txn.remaining(), out);
        out.writeLong(designatedLeader);
        out.writeRaw(txn);
        noIdentities(out);
      }
      case QuorumMessage.Request request -> request(request, out);
      case QuorumMessage.Sync() -> bare(PacketType.SYNC, 0, out);
      case QuorumMessage.Revalidate(long sessionId, int timeout) -> {
        head(PacketType.REVALIDATE, -1, Long.BYTES + Integer.BYTES, out);
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

  private static void head(int type, long zxid, int dataLength, JuteWriter out) {
    out.writeInt(type);
    out.writeLong(zxid);
    out.writeInt(dataLength);
  }

  private static void noIdentities(JuteWriter out) {
    out.writeInt(-1);
  }

  /** A packet without data. */
  private static void bare(int type, long zxid, JuteWriter out) {
    head(type, zxid, -1, out);
    noIdentities(out);
  }

  private static void withBytes(int type, long zxid, ByteBuffer bytes, JuteWriter out) {
    head(type, zxid, bytes.remaining(), out);
    out.writeRaw(bytes);
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

  private static void pong(QuorumMessage.Pong pong, JuteWriter out) {
    int count = pong.sessionIds().length;
    head(PacketType.PING, pong.zxid(), count * TOUCH, out);
    for (int i = 0; i < count; i++) {
      out.writeLong(pong.sessionIds()[i]);
      out.writeInt(pong.timeouts()[i]);
    }
    noIdentities(out);
  }

  // ---- reading

  private static QuorumMessage fromLeader(Packet packet) {
    long zxid = packet.zxid();
    return switch (packet.type()) {
      case PacketType.LEADERINFO ->
          new QuorumMessage.LeaderInfo(epoch(zxid), packet.data(Integer.BYTES).getInt());
      case PacketType.DIFF -> new QuorumMessage.Diff(zxid);
      case PacketType.TRUNC -> new QuorumMessage.Trunc(zxid);
      case PacketType.SNAP -> new QuorumMessage.Snap(zxid);
      case PacketType.NEWLEADER -> new QuorumMessage.NewLeader(zxid, packet.text());
      case PacketType.UPTODATE -> new QuorumMessage.UpToDate();
      case PacketType.PROPOSAL -> new QuorumMessage.Propose(zxid, copy(packet.data(0)));
      case PacketType.COMMIT -> new QuorumMessage.Commit(zxid);
      case PacketType.INFORM -> new QuorumMessage.Inform(zxid, copy(packet.data(0)));
      case PacketType.COMMITANDACTIVATE ->
          new QuorumMessage.CommitAndActivate(zxid, packet.data(Long.BYTES).getLong());
      case PacketType.INFORMANDACTIVATE -> {
        ByteBuffer data = packet.data(Long.BYTES);
        yield new QuorumMessage.InformAndActivate(zxid, data.getLong(), copy(data));
      }
      case PacketType.SYNC -> new QuorumMessage.Sync();
      case PacketType.REVALIDATE -> {
        ByteBuffer data = packet.data(Long.BYTES + 1);
        yield new QuorumMessage.Revalidated(data.getLong(), data.get() != 0);
      }
      case PacketType.PING -> new QuorumMessage.Ping(zxid);
      default -> throw packet.unexpected(Sender.LEADER);
    };
  }

  private static QuorumMessage fromLearner(Packet packet) {
    return switch (packet.type()) {
      case PacketType.FOLLOWERINFO -> learnerInfo(packet, false);
      case PacketType.OBSERVERINFO -> learnerInfo(packet, true);
      case PacketType.ACKEPOCH ->
          new QuorumMessage.AckEpoch(packet.zxid(), packet.data(Integer.BYTES).getInt());
      case PacketType.ACK -> new QuorumMessage.Ack(packet.zxid());
      case PacketType.REQUEST -> {
        ByteBuffer data = packet.data(Long.BYTES + 2 * Integer.BYTES);
        yield new QuorumMessage.Request(
            data.getLong(), data.getInt(), data.getInt(), packet.identities(), copy(data));
      }
      case PacketType.REVALIDATE -> {
        ByteBuffer data = packet.data(Long.BYTES + Integer.BYTES);
        yield new QuorumMessage.Revalidate(data.getLong(), data.getInt());
      }
      case PacketType.PING -> pong(packet);
      default -> throw packet.unexpected(Sender.LEARNER);
    };
  }

  /** Servers before 3.4 said less of themselves. */
  private static QuorumMessage learnerInfo(Packet packet, boolean observer) {
    ByteBuffer data = packet.data(Long.BYTES);
    long serverId = data.getLong();
    int protocol = data.remaining() >= Integer.BYTES ? data.getInt() : OLDEST_PROTOCOL;
    long configVersion = data.remaining() >= Long.BYTES ? data.getLong() : 0;
    return new QuorumMessage.LearnerInfo(
        observer, epoch(packet.zxid()), serverId, protocol, configVersion);
  }

  private static QuorumMessage pong(Packet packet) {
    ByteBuffer data = packet.data(0);
    if (data.remaining() % TOUCH != 0) {
      throw new MalformedFrameException(
          "answer to a ping with "
              + data.remaining()
              + " bytes of sessions, which is no multiple of "
              + TOUCH);
    }
    int count = data.remaining() / TOUCH;
    long[] sessionIds = new long[count];
    int[] timeouts = new int[count];
    for (int i = 0; i < count; i++) {
      sessionIds[i] = data.getLong();
      timeouts[i] = data.getInt();
    }
    return new QuorumMessage.Pong(packet.zxid(), sessionIds, timeouts);
  }

  private static long epoch(long zxid) {
    return zxid >> Integer.SIZE;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer();
  }

  // ---- lengths

  private static int lengthWithIdentities(ByteBuffer received, int identitiesAt, int largest) {
    int start = received.position();
    int count = received.getInt(start + identitiesAt);
    if (count < -1 || count > MOST_IDENTITIES) {
      throw new MalformedFrameException(
          "request with " + count + " identities, at most " + MOST_IDENTITIES + " are allowed");
    }
    long at = (long) identitiesAt + Integer.BYTES;
    for (int strings = 2 * Math.max(0, count); strings > 0; strings--) {
      total(at + Integer.BYTES, largest);
      if (received.remaining() < at + Integer.BYTES) {
        return 0;
      }
      at += Integer.BYTES + bounded(received.getInt((int) (start + at)), largest, "identity");
    }
    return total(at, largest);
  }

  /** The bytes that a nullable buffer of this length takes. */
  private static long bounded(int length, int largest, String what) {
    if (length < -1 || length > largest) {
      throw new MalformedFrameException(
          what + " has length " + length + ", at most " + largest + " is allowed");
    }
    return Math.max(0, length);
  }

  private static int total(long length, int largest) {
    if (length > largest) {
      throw new MalformedFrameException(
          "packet of at least " + length + " bytes, at most " + largest + " are allowed");
    }
    return (int) length;
  }

  /** A packet before its type is looked at. */
  private record Packet(int type, long zxid, @Nullable ByteBuffer data, JuteReader behind) {
    static Packet read(ByteBuffer frame) {
      int length = frame.getInt(frame.position() + DATA_LENGTH_AT);
      int type = frame.getInt(frame.position());
      long zxid = frame.getLong(frame.position() + Integer.BYTES);
      int end = frame.position() + HEAD + Math.max(0, length);
      ByteBuffer data = length < 0 ? null : frame.slice(frame.position() + HEAD, length);
      frame.position(end);
      return new Packet(type, zxid, data, new JuteReader(frame, frame.remaining()));
    }

    /** The data; null counts as empty. */
    ByteBuffer data(int atLeast) {
      ByteBuffer bytes = data == null ? ByteBuffer.allocate(0) : data;
      if (bytes.remaining() < atLeast) {
        throw new MalformedFrameException(
            "packet of type "
                + type
                + " with "
                + bytes.remaining()
                + " bytes of data, at least "
                + atLeast
                + " are needed");
      }
      return bytes;
    }

    @Nullable String text() {
      return data == null ? null : StandardCharsets.UTF_8.decode(data).toString();
    }

    @Nullable List<AuthId> identities() {
      int count = behind.readCount("identities", IDENTITY);
      if (count < 0) {
        return null;
      }
      List<AuthId> identities = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        identities.add(
            new AuthId(
                behind.readTextOrEmpty("identity scheme"), behind.readTextOrEmpty("identity")));
      }
      return identities;
    }

    MalformedFrameException unexpected(Sender sender) {
      return new MalformedFrameException(
          "packet of type "
              + type
              + ", which a "
              + sender.name().toLowerCase(java.util.Locale.ROOT)
              + " does not send");
    }
  }
}
