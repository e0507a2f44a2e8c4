package io.vivarium.consensus.zab.wire;

import io.vivarium.model.MalformedFrameException;

/** The packets of quorum connections in the order of their numbers, which begin at 1 and have no gap. */
enum PacketType {
  REQUEST(1, Size.ANY),
  PROPOSAL(2, Size.ANY),
  ACK(3, Size.FEW),
  COMMIT(4, Size.FEW),
  PING(5, Size.ANY),
  REVALIDATE(6, Size.FEW),
  SYNC(7, Size.FEW),
  INFORM(8, Size.ANY),
  COMMITANDACTIVATE(9, Size.FEW),
  NEWLEADER(10, Size.MEMBERSHIP),
  FOLLOWERINFO(11, Size.FEW),
  UPTODATE(12, Size.FEW),
  DIFF(13, Size.FEW),
  TRUNC(14, Size.FEW),
  SNAP(15, Size.FEW),
  OBSERVERINFO(16, Size.FEW),
  LEADERINFO(17, Size.FEW),
  ACKEPOCH(18, Size.FEW),
  INFORMANDACTIVATE(19, Size.ANY);

  private static final PacketType[] ALL = values();

  private final int code;
  private final int mostData;

  PacketType(int code, int mostData) {
    this.code = code;
    this.mostData = mostData;
  }

  /** How much data, in bytes, packets may have. */
  private static final class Size {
    /** None or a few numbers; 20 at present, and a later version may have more to say. */
    static final int FEW = 64;

    /** A text of at most 64 Ki characters. */
    static final int MEMBERSHIP = 256 << 10;

    /** As much as a packet may have at all. */
    static final int ANY = Integer.MAX_VALUE;

    private Size() {}
  }

  /** The number on the wire. */
  int code() {
    return code;
  }

  /** Largest data of such a packet in bytes, where packets are limited to {@code largest}. */
  int mostData(int largest) {
    return Math.min(mostData, largest);
  }

  static PacketType of(int code) {
    if (code < 1 || code > ALL.length) {
      throw new MalformedFrameException(
          "packet at offset 0 has the type " + code + ", types are 1 to " + ALL.length);
    }
    return ALL[code - 1];
  }
}
