package io.vivarium.acceptance.ensemble;

/** How a leader brings a learner up to date. */
public enum SyncMode {
  /** The learner gets the txns that it has missed. */
  DIFF,
  /** The learner first drops txns that were never committed. */
  TRUNC,
  /** The learner gets the whole tree. */
  SNAP
}
