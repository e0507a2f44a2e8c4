package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.JuteReader;
import io.vivarium.codec.JuteWriter;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over election connections after the first message: a length, and that many bytes of a notification. Servers of three
 * generations are understood; what is written is the layout of all servers since 3.5. Stateless; any thread.
 */
public final class NotificationCodec {
  private static final Logger log = LoggerFactory.getLogger(NotificationCodec.class);

  /** Largest notification in bytes, without its length: the limit of ZooKeeper, which drops a connection that brings a longer one. */
  public static final int MOST_BYTES = 512 * 1024;

  /** Before servers told their epoch: state, leader, zxid, round. */
  private static final int OLDEST_BYTES = Integer.BYTES + 3 * Long.BYTES;

  /** Before there were versions; four bytes at the end mean nothing. */
  private static final int UNVERSIONED_BYTES = OLDEST_BYTES + Long.BYTES + Integer.BYTES;

  /** The first version that tells the membership. */
  private static final int WITH_MEMBERSHIP = 2;

  private static final ServerState[] STATES = ServerState.values();

  private NotificationCodec() {}

  /**
   * Tells how long the frame at the front is.
   *
   * @param received bytes at hand from position to limit, neither is changed
   * @return bytes of the frame with its length; 0 when more bytes are needed to know
   * @throws MalformedFrameException when the length is not in 1 to {@link #MOST_BYTES}: the connection is of no use any more
   */
  public static int frameLength(ByteBuffer received) {
    if (received.remaining() < Integer.BYTES) {
      return 0;
    }
    int length = received.getInt(received.position());
    if (length < 1 || length > MOST_BYTES) {
      throw new MalformedFrameException(
          "notification at offset 0 has length "
              + length
              + ", it must be in 1 to "
              + MOST_BYTES
              + ": the peer speaks another protocol, or has another setting of sslQuorum");
    }
    return Integer.BYTES + length;
  }

  /**
   * Reads one frame, exactly as long as {@link #frameLength} said. A membership that cannot be read counts as none: the vote is good all the same.
   *
   * @throws MalformedFrameException when it is no notification; the next one may well be
   */
  public static Notification decode(ByteBuffer frame) {
    JuteReader in = new JuteReader(frame, MOST_BYTES);
    int length = in.readInt("length");
    ServerState state = state(in.readInt("state"));
    long leader = in.readLong("leader");
    long zxid = in.readLong("zxid");
    long round = in.readLong("round");
    if (length == OLDEST_BYTES) {
      return new Notification(state, new Vote(leader, zxid, round, zxid >> Integer.SIZE), 0, null);
    }
    Vote vote = new Vote(leader, zxid, round, in.readLong("peerEpoch"));
    // ZooKeeper takes every message of this length for an unversioned one, its own of version 1
    // too.
    int version = in.readInt("version");
    if (length == UNVERSIONED_BYTES) {
      return new Notification(state, vote, 0, null);
    }
    return new Notification(
        state, vote, version, version < WITH_MEMBERSHIP ? null : membership(in));
  }

  /** Appends a notification with its length, in the present layout whatever its version. */
  public static void encode(Notification notification, JuteWriter out) {
    int frame = out.beginFrame();
    Vote vote = notification.vote();
    out.writeInt(notification.state().code());
    out.writeLong(vote.leader());
    out.writeLong(vote.zxid());
    out.writeLong(vote.round());
    out.writeLong(vote.epoch());
    out.writeInt(Notification.VERSION);
    Membership membership = Objects.requireNonNullElse(notification.membership(), Membership.NONE);
    out.writeString(membership.dynamicText());
    out.endFrame(frame);
  }

  private static ServerState state(int code) {
    for (ServerState state : STATES) {
      if (state.code() == code) {
        return state;
      }
    }
    throw new MalformedFrameException(
        "notification has the state "
            + code
            + " at offset "
            + Integer.BYTES
            + ", states are 0 to 3");
  }

  private static @Nullable Membership membership(JuteReader in) {
    byte[] text = in.readBuffer("membership");
    if (text == null) {
      throw new MalformedFrameException(
          "notification has no membership at offset " + (in.offset() - Integer.BYTES));
    }
    try {
      return Membership.parse(new String(text, StandardCharsets.UTF_8));
    } catch (MalformedFrameException e) {
      log.warn("The membership in a notification is not understood: {}", e.getMessage());
      return null;
    }
  }
}
