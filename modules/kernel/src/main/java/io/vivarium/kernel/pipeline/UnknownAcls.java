package io.vivarium.kernel.pipeline;

import io.vivarium.model.Printable;
import io.vivarium.tree.DataTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that came without their ACL in the state of another server. The txns that give it to them have all followed when a role
 * begins; what is left then stays closed, and an operator must know.
 */
final class UnknownAcls {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownAcls.class);

  private UnknownAcls() {}

  /** Tells of them, if there are any. Pipeline's thread, before anything is served. */
  static void tell(DataTree tree) {
    String path = tree.nodeOfUnknownAcl();
    if (path != null) {
      LOG.error(
          "Nobody knows the ACL of {} znodes, for example {}: the server that sent this state did not have it, and no txn has set it"
              + " since. Only the superuser may do anything with them. Compare with a backup or with the other servers, and set"
              + " their ACLs.",
          tree.unknownAcls(),
          Printable.of(path));
    }
  }
}
