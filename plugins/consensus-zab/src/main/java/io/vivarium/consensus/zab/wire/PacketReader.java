package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.JuteReader;
import io.vivarium.model.AuthId;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one packet of a quorum connection.
 *
 * @param type what it is
 * @param zxid the zxid that it names
 * @param data the data, which is a part of the frame; null is not the same as empty
 * @param behind what comes behind the data: the identities
 */
record PacketReader(PacketType type, long zxid, @Nullable ByteBuffer data, JuteReader behind) {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** The fewest bytes of an identity: the lengths of two strings. */
  private static final int IDENTITY_BYTES = 2 * Integer.BYTES;

  /** What a learner that does not name its protocol speaks. */
  private static final int OLDEST_PROTOCOL = 1;

  /** What a learner of those days is called that does not even tell its number. */
  private static final long NO_SERVER = -1;

  /** Takes the frame apart; its length has been checked. */
  static PacketReader read(ByteBuffer frame) {
    PacketType type = PacketType.of(frame.getInt());
    long zxid = frame.getLong();
    int length = frame.getInt();
    ByteBuffer data = length < 0 ? null : frame.slice(frame.position(), length);
    frame.position(frame.position() + Math.max(0, length));
    return new PacketReader(type, zxid, data, new JuteReader(frame, frame.remaining()));
  }

  QuorumMessage message(QuorumCodec.Sender sender) {
    QuorumMessage message =
        switch (sender) {
          case LEADER -> fromLeader();
          case LEARNER -> fromLearner();
        };
    if (!(message instanceof QuorumMessage.Request) && identities() != null) {
      throw new MalformedFrameException(
          type + " at offset 0 has identities, which belong to requests");
    }
    return message;
  }

  private QuorumMessage fromLeader() {
    return switch (type) {
      case LEADERINFO -> new QuorumMessage.LeaderInfo(epoch(), atLeast(Integer.BYTES).getInt());
      case DIFF -> new QuorumMessage.Diff(zxid);
      case TRUNC -> new QuorumMessage.Trunc(zxid);
      case SNAP -> new QuorumMessage.Snap(zxid);
      case NEWLEADER -> new QuorumMessage.NewLeader(zxid, text());
      case UPTODATE -> new QuorumMessage.UpToDate();
      case PROPOSAL -> new QuorumMessage.Propose(zxid, copy(atLeast(1)));
      case COMMIT -> new QuorumMessage.Commit(zxid);
      case INFORM -> new QuorumMessage.Inform(zxid, copy(atLeast(1)));
      case COMMITANDACTIVATE ->
          new QuorumMessage.CommitAndActivate(zxid, atLeast(Long.BYTES).getLong());
      case INFORMANDACTIVATE -> {
        ByteBuffer bytes = atLeast(Long.BYTES + 1);
        yield new QuorumMessage.InformAndActivate(zxid, bytes.getLong(), copy(bytes));
      }
      case SYNC -> new QuorumMessage.Sync();
      case REVALIDATE -> {
        ByteBuffer bytes = atLeast(Long.BYTES + 1);
        yield new QuorumMessage.Revalidated(bytes.getLong(), bytes.get() != 0);
      }
      case PING -> new QuorumMessage.Ping(zxid);
      case REQUEST, ACK, FOLLOWERINFO, OBSERVERINFO, ACKEPOCH ->
          throw unexpected(QuorumCodec.Sender.LEADER);
    };
  }

  private QuorumMessage fromLearner() {
    return switch (type) {
      case FOLLOWERINFO -> learnerInfo(false);
      case OBSERVERINFO -> learnerInfo(true);
      case ACKEPOCH -> new QuorumMessage.AckEpoch(zxid, atLeast(Integer.BYTES).getInt());
      case ACK -> new QuorumMessage.Ack(zxid);
      case REQUEST -> request();
      case REVALIDATE -> {
        ByteBuffer bytes = atLeast(QuorumCodec.TOUCH_BYTES);
        yield new QuorumMessage.Revalidate(bytes.getLong(), bytes.getInt());
      }
      case PING -> pong();
      case LEADERINFO,
          DIFF,
          TRUNC,
          SNAP,
          NEWLEADER,
          UPTODATE,
          PROPOSAL,
          COMMIT,
          INFORM,
          COMMITANDACTIVATE,
          INFORMANDACTIVATE,
          SYNC ->
          throw unexpected(QuorumCodec.Sender.LEARNER);
    };
  }

  /** Servers before 3.5 say less of themselves, and those before 3.4 nothing. */
  private QuorumMessage learnerInfo(boolean observer) {
    if (data == null) {
      return new QuorumMessage.LearnerInfo(observer, epoch(), NO_SERVER, OLDEST_PROTOCOL, 0);
    }
    ByteBuffer bytes = atLeast(Long.BYTES);
    long serverId = bytes.getLong();
    int protocol = bytes.remaining() >= Integer.BYTES ? bytes.getInt() : OLDEST_PROTOCOL;
    long configVersion = bytes.remaining() >= Long.BYTES ? bytes.getLong() : 0;
    return new QuorumMessage.LearnerInfo(observer, epoch(), serverId, protocol, configVersion);
  }

  private QuorumMessage request() {
    ByteBuffer bytes = atLeast(Long.BYTES + 2 * Integer.BYTES);
    return new QuorumMessage.Request(
        bytes.getLong(), bytes.getInt(), bytes.getInt(), identities(), copy(bytes));
  }

  private QuorumMessage pong() {
    ByteBuffer bytes = atLeast(0);
    if (bytes.remaining() % QuorumCodec.TOUCH_BYTES != 0) {
      throw new MalformedFrameException(
          "PING at offset 0 has "
              + bytes.remaining()
              + " bytes of sessions, which is no multiple of "
              + QuorumCodec.TOUCH_BYTES);
    }
    int count = bytes.remaining() / QuorumCodec.TOUCH_BYTES;
    long[] sessionIds = new long[count];
    int[] timeouts = new int[count];
    for (int i = 0; i < count; i++) {
      sessionIds[i] = bytes.getLong();
      timeouts[i] = bytes.getInt();
    }
    return new QuorumMessage.Pong(zxid, sessionIds, timeouts, count != QuorumCodec.MOST_TOUCHES);
  }

  private long epoch() {
    return zxid >> Integer.SIZE;
  }

  /** The data, of which null counts as empty. */
  private ByteBuffer atLeast(int bytes) {
    ByteBuffer present = data == null ? EMPTY : data;
    if (present.remaining() < bytes) {
      throw new MalformedFrameException(
          type
              + " has "
              + present.remaining()
              + " bytes of data at offset "
              + QuorumCodec.DATA_LENGTH_AT
              + ", at least "
              + bytes
              + " are needed");
    }
    return present;
  }

  private @Nullable String text() {
    return data == null ? null : StandardCharsets.UTF_8.decode(data).toString();
  }

  private @Nullable List<AuthId> identities() {
    int count = behind.readCount("identities", IDENTITY_BYTES);
    if (count < 0) {
      return null;
    }
    List<AuthId> identities = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      identities.add(
          new AuthId(
              behind.readTextOrEmpty("scheme of an identity"), behind.readTextOrEmpty("identity")));
    }
    return List.copyOf(identities);
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer();
  }

  private MalformedFrameException unexpected(QuorumCodec.Sender sender) {
    return new MalformedFrameException(
        type
            + " at offset 0 is nothing that a "
            + sender.name().toLowerCase(Locale.ROOT)
            + " sends");
  }
}
