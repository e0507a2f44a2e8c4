package io.vivarium.zab;

import io.vivarium.model.Request;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.port.HistoryPart;
import org.jspecify.annotations.Nullable;

/**
 * A server of an ensemble: looks for a leader, is one, or learns from one. A machine without clock, thread or socket: what happens
 * comes in through its methods, what is to be done goes out through {@link ZabParts}, from within those methods.
 *
 * <p>All methods but {@link #status} are called by one thread. In a turn all inputs that are there are given before {@link #poll}, so
 * that what others have sent is known before their silence is judged. Times are the monotonic clock's.
 */
@SuppressWarnings("DoNotCallSuggester") // a skeleton, to be filled
public final class ZabServer {
  /** A server that does nothing until it is started. */
  public ZabServer(ZabSettings settings, ZabParts parts) {
    throw new UnsupportedOperationException();
  }

  /** Begins to look for a leader. Called once, first. */
  public void start(RecoveredHistory history, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Does what time has made due; returns when to be called again at the latest. */
  public long poll(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  // ---- election connections

  /** A server said something on its election connection. */
  public void notified(long serverId, Notification notification, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  // ---- quorum links

  /** A learner connected to our listener: the one of a leader, or the one that a follower has for observers. */
  public void linkAccepted(long link, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** None of the addresses that learners were to be accepted at could be bound: a leader steps down, a follower does without. */
  public void acceptFailed(String reason, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** A link that was asked for with {@code connect} stands. */
  public void linkOpened(long link, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** A message came. What comes for a link that was closed is ignored. */
  public void received(long link, QuorumMessage message, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** A link ended, or could not be opened, for a reason that is not ours. */
  public void linkClosed(long link, String reason, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** The stream behind {@link QuorumMessage.Snap} is complete. Messages behind it come afterwards. */
  public void stateArrived(long link, StagedState state, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  // ---- outcomes of StateWork

  /**
   * {@code rewind} is done.
   *
   * @param state what remains; null when it failed
   * @param failure why it failed; empty when it did not
   */
  public void rewound(@Nullable StagedState state, String failure, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code secure} is done.
   *
   * @param failure why it failed; null when it did not
   */
  public void secured(@Nullable String failure, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code readHistory} is done.
   *
   * @param part what was read; null when it is more than allowed, or could not be read
   */
  public void historyRead(long link, @Nullable HistoryPart part, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  // ---- the kernel

  /** Broadcasts a proposal; on the leader only. */
  public void propose(Proposal proposal, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Sends a write to the leader; on others only. */
  public void forward(ForwardedRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Asks for a barrier. */
  public void sync(long ticket, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Asks the leader whether a session may be attached here; on others only. */
  public void revalidate(long sessionId, int timeout) {
    throw new UnsupportedOperationException();
  }

  /** Judges a change of the membership; on the leader only. */
  public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    throw new UnsupportedOperationException();
  }

  /** The log is durable up to and including a zxid. */
  public void persisted(long zxid, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Where the server stands. Any thread. */
  public ConsensusStatus status() {
    throw new UnsupportedOperationException();
  }
}
