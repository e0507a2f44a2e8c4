package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.JuteReader;
import io.vivarium.codec.JuteWriter;
import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A step of the authentication between servers, which comes before anything else on a quorum connection, and behind the initial message
 * on an election connection.
 *
 * @param status where the exchange stands
 * @param token what the mechanism has to say, not copied; null when nothing
 */
public record QuorumAuthPacket(Status status, byte @Nullable [] token) {
  /** What each packet begins with: no packet and no notification does, so that a listener can tell whether a peer authenticates. */
  static final long MAGIC = 0x5F2435013501EDCCL;

  private static final int HEAD_BYTES = Long.BYTES + 2 * Integer.BYTES;

  /** Largest token in bytes: a Kerberos ticket with many groups takes up to 64 KiB. */
  private static final int MOST_TOKEN = 128 << 10;

  /** Where an exchange stands. */
  public enum Status {
    /** More is to be said. */
    IN_PROGRESS(0),
    /** The opener of the connection is believed. */
    SUCCESS(1),
    /** It is not. */
    ERROR(-1);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    private static Status of(int code) {
      for (Status status : values()) {
        if (status.code == code) {
          return status;
        }
      }
      throw new MalformedFrameException(
          "status of authentication at offset 8 is " + code + ", it must be in -1 to 1");
    }
  }

  /** Whether a peer authenticates, by the first 8 bytes, which are at hand. */
  public static boolean begins(ByteBuffer received) {
    return received.getLong(received.position()) == MAGIC;
  }

  /**
   * Tells how long the packet at the front is.
   *
   * @param received bytes at hand from position to limit, neither is changed
   * @return 0 when more bytes are needed to know
   * @throws MalformedFrameException when the peer does not authenticate, or sends too much
   */
  public static int frameLength(ByteBuffer received) {
    int start = received.position();
    if (received.remaining() >= Long.BYTES && received.getLong(start) != MAGIC) {
      throw new MalformedFrameException(
          "authentication of a server begins with 0x"
              + Long.toHexString(received.getLong(start))
              + " at offset 0 and not with 0x"
              + Long.toHexString(MAGIC));
    }
    if (received.remaining() < HEAD_BYTES) {
      return 0;
    }
    int length = received.getInt(start + Long.BYTES + Integer.BYTES);
    if (length < -1 || length > MOST_TOKEN) {
      throw new MalformedFrameException(
          "token of authentication at offset 12 has length "
              + length
              + ", at most "
              + MOST_TOKEN
              + " is allowed");
    }
    return HEAD_BYTES + Math.max(0, length);
  }

  /** Reads one packet, exactly as long as {@link #frameLength} said. */
  public static QuorumAuthPacket decode(ByteBuffer frame) {
    JuteReader in = new JuteReader(frame, MOST_TOKEN);
    in.readLong("magic");
    return new QuorumAuthPacket(Status.of(in.readInt("status")), in.readBuffer("token"));
  }

  /** Appends the packet. */
  public void encode(JuteWriter out) {
    out.writeLong(MAGIC);
    out.writeInt(status.code);
    out.writeBuffer(token);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QuorumAuthPacket(Status otherStatus, byte[] otherToken)
        && status == otherStatus
        && Arrays.equals(token, otherToken);
  }

  @Override
  public int hashCode() {
    return 31 * status.hashCode() + Arrays.hashCode(token);
  }

  /** Without the token, which may be a secret. */
  @Override
  public String toString() {
    return "QuorumAuthPacket["
        + status
        + ", "
        + (token == null ? "no token" : token.length + " bytes")
        + "]";
  }
}
