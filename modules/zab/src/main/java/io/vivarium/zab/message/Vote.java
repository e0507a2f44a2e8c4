package io.vivarium.zab.message;

/**
 * A server's opinion of who should lead.
 *
 * @param leader id of the candidate; {@link Long#MIN_VALUE} in the vote of an observer
 * @param zxid last zxid in the candidate's log
 * @param round election round in which the vote was cast
 * @param epoch the candidate's current epoch
 */
public record Vote(long leader, long zxid, long round, long epoch) {
  /** What an observer says: it votes for nobody. */
  public static Vote none(long round) {
    return new Vote(Long.MIN_VALUE, Long.MIN_VALUE, round, Long.MIN_VALUE);
  }
}
