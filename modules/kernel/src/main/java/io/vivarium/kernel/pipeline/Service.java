package io.vivarium.kernel.pipeline;

/** Whom a server serves. */
public enum Service {
  /** It has no role in its ensemble, or leads and leaves clients to the others. */
  NOBODY,
  /** It has had no quorum for a while: clients that accept stale reads. */
  READERS,
  /** Everybody. */
  EVERYBODY
}
