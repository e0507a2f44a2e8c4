package io.vivarium.codec;

import io.vivarium.model.Acl;
import java.io.IOException;
import java.util.List;

/** Takes what a snapshot holds, in this order: sessions, ACLs, nodes. One thread. */
public interface SnapshotVisitor {
  /** A global session; timeout in ms. */
  void session(long sessionId, int timeout) throws IOException;

  /** A row of the ACL table that nodes refer to. */
  void acl(long id, List<Acl> acl) throws IOException;

  /** A node; parents come before children. The object and its array are valid during the call only. */
  void node(SnapshotNode node) throws IOException;
}
