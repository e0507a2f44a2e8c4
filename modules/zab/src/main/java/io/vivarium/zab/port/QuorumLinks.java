package io.vivarium.zab.port;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.QuorumMessage;

/**
 * Quorum connections, as the core uses them. A link is named by a number that is never used twice. Never blocks, never calls back
 * from within a call. What is sent on one link keeps its order; it leaves at the end of the core's turn, everything together.
 */
public interface QuorumLinks {
  /**
   * Opens a link to a leader: {@code linkOpened} is reported for it, or {@code linkClosed}. Several addresses are tried at once.
   *
   * @param port 0 for the quorum port that each address names; the port of its observer master otherwise
   * @param patienceMs time in ms for all attempts together
   * @return the number of the link
   */
  long connect(Membership.Member server, int port, long patienceMs);

  /**
   * Accepts learners at this server's addresses from now on, instead of where it did before. When none of them can be bound, {@code
   * acceptFailed} is reported.
   *
   * @param self this server's own entry in the membership in force
   * @param port 0 for the quorum port that each address names; that of an observer master otherwise
   */
  void accept(Membership.Member self, int port);

  /** Ends to accept learners and frees the ports; links that stand are not touched. */
  void acceptNoMore();

  /** Sends a message. Ignored when the link is gone. */
  void send(long link, QuorumMessage message);

  /**
   * Streams the state as it is when everything sent before has left; what is sent later goes behind it. To be sent right after
   * {@link QuorumMessage.Snap}.
   */
  void sendState(long link);

  /** Bytes that wait to leave on the link, the states to be streamed not counted. */
  long pendingBytes(long link);

  /** Sends what was sent and closes. Nothing is reported of this link any more, not even its closing. */
  void close(long link, String reason);
}
