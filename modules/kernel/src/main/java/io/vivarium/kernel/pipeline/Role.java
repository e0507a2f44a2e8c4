package io.vivarium.kernel.pipeline;

/** What this server is to its ensemble, as far as the stages differ by it. */
enum Role {
  /** Nothing: nobody is served. */
  NONE,
  /** Nothing for a while: reads are served to those who accept stale ones. */
  READER,
  /** It decides about writes, sessions and containers. */
  PRIMARY,
  /** It sends writes to the primary. */
  REPLICA
}
