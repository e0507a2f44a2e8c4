package io.vivarium.consensus.zab.link;

import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.message.QuorumMessage;

/** What becomes of quorum links. All on the engine's thread, from its own turn and never from within a call to the links. */
public interface LinkEvents {
  /** A learner has connected. */
  void linkAccepted(long link);

  /** A connection that was asked for stands. */
  void linkOpened(long link);

  /** A message has come. */
  void received(long link, QuorumMessage message);

  /** More of the state that follows {@link QuorumMessage.Snap} has come; told now and then. */
  void stateArriving(long link);

  /** The state that followed {@link QuorumMessage.Snap} is complete. */
  void stateArrived(long link, StagedState state);

  /** A link is gone, or could not be opened; nothing more is told of it. */
  void linkClosed(long link, String reason);

  /** Learners cannot be accepted where they should. */
  void acceptFailed(String reason);
}
