package io.vivarium.acceptance.mixed;

import static io.vivarium.acceptance.server.ServerKind.APACHE;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.server.ServerKind;

/** Who makes up an ensemble and who leads it at first. "We" are the kind under test. */
enum Composition {
  WE_ALONE(EnsembleSetup.of(us(), us(), us())),
  WE_LEAD_ONE_APACHE(EnsembleSetup.of(APACHE, us(), us())),
  WE_LEAD_TWO_APACHES(EnsembleSetup.of(APACHE, APACHE, us())),
  APACHE_LEADS_ONE_OF_US(EnsembleSetup.of(us(), APACHE, APACHE)),
  APACHE_LEADS_TWO_OF_US(EnsembleSetup.of(us(), us(), APACHE)),
  WE_OBSERVE_APACHES(EnsembleSetup.of(APACHE, APACHE, APACHE).and(4, us()).observing(4)),
  APACHE_OBSERVES_US(EnsembleSetup.of(us(), us(), us()).and(4, APACHE).observing(4));

  /** The server that leads, by being started before a quorum without it could form. */
  static final int LEADER = 3;

  private final EnsembleSetup setup;

  Composition(EnsembleSetup setup) {
    this.setup = setup;
  }

  private static ServerKind us() {
    return ServerKind.selected();
  }

  EnsembleSetup setup() {
    return setup;
  }
}
