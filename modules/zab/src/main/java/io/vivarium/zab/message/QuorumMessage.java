package io.vivarium.zab.message;

import io.vivarium.model.AuthId;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a leader and its learners tell each other on a quorum connection: the packets of ZooKeeper's protocol, a record each. Buffers
 * are read-only; users take their own position through {@link ByteBuffer#duplicate()}.
 */
public sealed interface QuorumMessage {

  // ---- discovery

  /**
   * A learner presents itself (FOLLOWERINFO, OBSERVERINFO).
   *
   * @param observer which of the two
   * @param acceptedEpoch last epoch the sender has promised itself to
   * @param serverId its id
   * @param protocol version of the protocol it speaks; 0x10000 is the only one in use
   * @param configVersion version of its committed membership
   */
  record LearnerInfo(
      boolean observer, long acceptedEpoch, long serverId, int protocol, long configVersion)
      implements QuorumMessage {
    /** The version of the protocol that everybody speaks. */
    public static final int PROTOCOL = 0x10000;
  }

  /** The epoch that the leader begins (LEADERINFO). */
  record LeaderInfo(long epoch, int protocol) implements QuorumMessage {}

  /**
   * A learner's promise and where its history ends (ACKEPOCH).
   *
   * @param currentEpoch epoch of its history; −1 when it had made the promise before and must not be counted again
   */
  record AckEpoch(long lastZxid, int currentEpoch) implements QuorumMessage {}

  // ---- synchronisation

  /** Only txns are missing; zxid tells up to where, for information. */
  record Diff(long zxid) implements QuorumMessage {}

  /** Txns after zxid never happened. */
  record Trunc(long zxid) implements QuorumMessage {}

  /** The state as of zxid follows as a raw stream right behind this packet. */
  record Snap(long zxid) implements QuorumMessage {}

  /**
   * The history has been told (NEWLEADER).
   *
   * @param zxid epoch in the high half, 0 in the low
   * @param membership text of the membership; null from very old servers
   */
  record NewLeader(long zxid, @Nullable String membership) implements QuorumMessage {}

  /** The learner may serve. */
  record UpToDate() implements QuorumMessage {}

  // ---- broadcast

  /** A txn to be logged. */
  record Propose(long zxid, ByteBuffer txn) implements QuorumMessage {}

  /** A txn is durable at the sender; with counter 0: NEWLEADER or UPTODATE is acknowledged. */
  record Ack(long zxid) implements QuorumMessage {}

  /** A txn that was proposed is committed. */
  record Commit(long zxid) implements QuorumMessage {}

  /** A txn is committed; to observers. */
  record Inform(long zxid, ByteBuffer txn) implements QuorumMessage {}

  /** As {@link Commit} for a change of the membership, naming who is to lead afterwards. */
  record CommitAndActivate(long zxid, long designatedLeader) implements QuorumMessage {}

  /** As {@link Inform} for a change of the membership, naming who is to lead afterwards. */
  record InformAndActivate(long zxid, long designatedLeader, ByteBuffer txn)
      implements QuorumMessage {}

  // ---- what learners ask

  /**
   * A write or a sync of a learner's client.
   *
   * @param authIds identities of the client; null with createSession only
   * @param body the request without header
   */
  record Request(
      long sessionId, int cxid, int opCode, @Nullable List<AuthId> authIds, ByteBuffer body)
      implements QuorumMessage {}

  /** Answers the oldest sync of the learner that has not been answered. */
  record Sync() implements QuorumMessage {}

  /** May this session attach at the learner? */
  record Revalidate(long sessionId, int timeout) implements QuorumMessage {}

  /** Answer to {@link Revalidate}. */
  record Revalidated(long sessionId, boolean valid) implements QuorumMessage {}

  // ---- liveness

  /** From the leader: are you there? */
  record Ping(long zxid) implements QuorumMessage {}

  /**
   * From a learner: yes, and these sessions were heard of; the arrays are as long as each other and belong to the message.
   *
   * @param last false when more sessions follow: only the last part is the answer
   */
  record Pong(long zxid, long[] sessionIds, int[] timeouts, boolean last) implements QuorumMessage {
    /** An answer in one part. */
    public Pong(long zxid, long[] sessionIds, int[] timeouts) {
      this(zxid, sessionIds, timeouts, true);
    }
  }
}
