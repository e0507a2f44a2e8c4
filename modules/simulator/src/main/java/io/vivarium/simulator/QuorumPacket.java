package io.vivarium.simulator;

import java.nio.ByteBuffer;

/**
 * What one server says to another on a quorum connection, as far as somebody who watches needs it. It is read here without the codec
 * of production, which may be wrong.
 *
 * @param data the packet's data; empty when it has none
 */
record QuorumPacket(Type type, long zxid, ByteBuffer data) {
  /** Types in the order of their numbers, which begin at 1. */
  enum Type {
    REQUEST,
    PROPOSAL,
    ACK,
    COMMIT,
    PING,
    REVALIDATE,
    SYNC,
    INFORM,
    COMMITANDACTIVATE,
    NEWLEADER,
    FOLLOWERINFO,
    UPTODATE,
    DIFF,
    TRUNC,
    SNAP,
    OBSERVERINFO,
    LEADERINFO,
    ACKEPOCH,
    INFORMANDACTIVATE;

    private static final Type[] ALL = values();

    static Type of(int number) {
      return ALL[number - 1];
    }
  }

  @Override
  public String toString() {
    return type + " " + Long.toHexString(zxid);
  }
}
