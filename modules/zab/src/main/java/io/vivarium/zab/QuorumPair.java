package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.QuorumSystem;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a quorum is while a membership is in force and perhaps another one is on its way: a quorum of each. Who does not vote in one
 * does not count in it. Immutable.
 */
final class QuorumPair {
  private final QuorumSystem committed;
  private final @Nullable QuorumSystem proposed;

  /** A proposed membership counts when it is newer than the committed one. */
  QuorumPair(Membership committed, @Nullable Membership proposed) {
    this.committed = committed.quorums();
    this.proposed =
        proposed != null && proposed.version() > committed.version() ? proposed.quorums() : null;
  }

  /** Whether the servers for which {@code acked} holds can decide. */
  boolean isQuorum(LongPredicate acked) {
    return committed.isQuorum(acked) && (proposed == null || proposed.isQuorum(acked));
  }
}
