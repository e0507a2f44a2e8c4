package io.vivarium.acceptance.mixed;

import static io.vivarium.acceptance.server.ServerKind.APACHE;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.server.ServerKind;
import org.jspecify.annotations.Nullable;

/** Who makes up an ensemble and who leads it at first. "We" are the kind under test. */
enum Composition {
  WE_ALONE(us(), us(), us()),
  WE_LEAD_ONE_APACHE(APACHE, us(), us()),
  WE_LEAD_TWO_APACHES(APACHE, APACHE, us()),
  APACHE_LEADS_ONE_OF_US(us(), APACHE, APACHE),
  APACHE_LEADS_TWO_OF_US(us(), us(), APACHE),
  WE_OBSERVE_APACHES(APACHE, APACHE, APACHE, us()),
  APACHE_OBSERVES_US(us(), us(), us(), APACHE);

  /** The server that leads, by being started before a quorum without it could form. */
  static final int LEADER = 3;

  private static final int OBSERVER = 4;

  private final ServerKind first;
  private final ServerKind second;
  private final ServerKind leader;
  private final @Nullable ServerKind observer;

  Composition(ServerKind first, ServerKind second, ServerKind leader) {
    this(first, second, leader, null);
  }

  Composition(
      ServerKind first, ServerKind second, ServerKind leader, @Nullable ServerKind observer) {
    this.first = first;
    this.second = second;
    this.leader = leader;
    this.observer = observer;
  }

  private static ServerKind us() {
    return ServerKind.selected();
  }

  /**
   * Whether a sync of the leader's own clients does anything. Apache's leader answers it at once, like a read: it tells its
   * followers to commit before it does so itself, and one that is fast enough has answered its client by then.
   */
  boolean leaderHonoursSync() {
    return leader != APACHE;
  }

  EnsembleSetup setup() {
    EnsembleSetup voters = EnsembleSetup.of(first, second, leader);
    return observer == null ? voters : voters.and(OBSERVER, observer).observing(OBSERVER);
  }
}
