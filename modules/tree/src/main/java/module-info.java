/** The replicated state machine: znodes, ACLs, ephemerals, quotas, digest and the watch table. Applies txns, answers reads. */
module io.vivarium.tree {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.model;

  exports io.vivarium.tree;
  exports io.vivarium.tree.watch;
}
