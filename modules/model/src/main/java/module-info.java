/**
 * The vocabulary: paths, zxid, stat, ACL, sealed requests, replies, txns and watch events, error
 * codes. Immutable.
 */
module io.vivarium.model {
  requires static transitive org.jspecify;

  exports io.vivarium.model;
  exports io.vivarium.model.ensemble;
}
