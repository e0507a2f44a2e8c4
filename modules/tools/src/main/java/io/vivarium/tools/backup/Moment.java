package io.vivarium.tools.backup;

/** Which state is meant. */
sealed interface Moment {
  /** The state after the last txn whose zxid is not larger. */
  record AtZxid(long zxid) implements Moment {}

  /** The state before the first txn that was prepared later; ms since 1970. */
  record AtTime(long millis) implements Moment {}

  /** The last state that a backup has. */
  record Latest() implements Moment {}
}
