package io.vivarium.zab;

import io.vivarium.zab.message.Vote;
import org.jspecify.annotations.Nullable;

/**
 * How a role says that it is over. It is taken down when the call that it is in returns, so that nothing is taken from under it; it does
 * nothing more meanwhile.
 */
final class Ending {
  private @Nullable Next next;

  /** What a server is after a role. */
  sealed interface Next {
    /** It looks for a leader. */
    record Look() implements Next {}

    /** It leads, as a change of the membership has decided. */
    record Lead(Vote vote) implements Next {}

    /** It learns from the leader that a change of the membership has decided on. */
    record Learn(Vote vote) implements Next {}
  }

  /** The role is over. Only the first word counts. */
  void over(Next whatNext) {
    if (next == null) {
      next = whatNext;
    }
  }

  /** Whether the role is over. */
  boolean isOver() {
    return next != null;
  }

  /** What comes next, once; null when the role is not over. */
  @Nullable Next take() {
    Next taken = next;
    next = null;
    return taken;
  }
}
