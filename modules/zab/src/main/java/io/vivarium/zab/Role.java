package io.vivarium.zab;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.port.HistoryPart;
import org.jspecify.annotations.Nullable;

/** A server that has found its place: what happens to it. Nothing is called any more once the role is over. */
sealed interface Role permits Leader, Learner {
  /** Begins. */
  void begin(long now);

  /** Closes all links. */
  void end(String reason);

  /** Does what is due; returns when to be called again. */
  long poll(long now);

  void linkAccepted(long link, long now);

  /** Of a role that connects to nobody: the link was asked for in an earlier one, and closed since. */
  default void linkOpened(long link, long now) {}

  void linkClosed(long link, String reason, long now);

  void acceptFailed(String reason);

  void received(long link, QuorumMessage message, long now);

  /** Of a role that is sent no state: it is of an earlier one, whose link is closed. */
  default void stateArriving(long link, long now) {}

  /** As {@link #stateArriving}. */
  default void stateArrived(long link, StagedState state, long now) {}

  /** The history says that disk has followed: by truncation, or by a snapshot. */
  void stateSettled(long now);

  /** Nothing was truncated: the history does not lead to where it was to go back to. */
  void neverHad(long now);

  void historyRead(long link, @Nullable HistoryPart part, long now);

  void persisted(long now);

  void propose(Proposal proposal, long now);

  void forward(ForwardedRequest request);

  void sync(long ticket, long now);

  void revalidate(long sessionId, int timeout);

  /** Judges a change of the membership. */
  default MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    return new MembershipChange.Refused(ErrorCode.UNIMPLEMENTED, "only a leader judges changes");
  }

  /** A voter looks for a leader again. */
  void looksAgain(long serverId, long now);

  /** Whether clients are served in this role. */
  boolean serving();

  /** For operators. */
  void show(ShownStatus to);
}
