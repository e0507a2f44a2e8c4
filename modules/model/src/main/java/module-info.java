/** The vocabulary: paths, zxid, epoch, stat, ACL, sealed requests, replies, txns and watch events, error codes, quorum arithmetic. Immutable. */
module io.vivarium.model {
  requires static org.jspecify;
}
