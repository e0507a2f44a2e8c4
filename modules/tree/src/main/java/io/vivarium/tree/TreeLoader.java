package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.StatView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from the sections of a snapshot, in file order: sessions, ACLs, nodes with the root first and parents before
 * children. One thread.
 */
public final class TreeLoader {
  private final NodeStore nodes;
  private final Map<Long, Integer> sessions = new ConcurrentHashMap<>();
  private final Map<Long, List<Acl>> acls = new HashMap<>();
  private final Znode fields = new Znode();

  /** A loader of a tree with these options. */
  public TreeLoader(TreeOptions options) {
    nodes = new NodeStore(options);
    acls.put((long) AclTable.OPEN, Acl.OPEN);
  }

  /** A session and its timeout in ms. */
  public void session(long id, int timeoutMs) {
    sessions.put(id, timeoutMs);
  }

  /** An ACL that nodes refer to by this number. Those that none refers to are forgotten. */
  public void acl(long id, List<Acl> acl) {
    acls.put(id, acl);
  }

  /**
   * A node.
   *
   * @param path the root's is empty
   * @param stat cversion is the stored creation counter here, ephemeralOwner the stored owner; dataLength and numChildren are not
   *     looked at
   * @throws MalformedFrameException when its parent has not come before or its ACL is unknown
   */
  public void node(String path, byte @Nullable [] data, long aclId, StatView stat) {
    List<Acl> acl = acls.get(aclId);
    if (acl == null) {
      throw new MalformedFrameException(
          "znode " + path + " refers to ACL " + aclId + ", which the snapshot does not have");
    }
    fields.czxid = stat.czxid();
    fields.mzxid = stat.mzxid();
    fields.ctime = stat.ctime();
    fields.mtime = stat.mtime();
    fields.version = stat.version();
    fields.aversion = stat.aversion();
    fields.storedOwner = stat.ephemeralOwner();
    if (path.isEmpty()) {
      root(data, acl, stat);
    } else {
      below(path, data, acl, stat);
    }
  }

  private void root(byte @Nullable [] data, List<Acl> acl, StatView stat) {
    Branch root = nodes.root();
    byte[] path = new byte[0];
    nodes.setData(path, root, fields, data);
    if (!acl.equals(Acl.OPEN)) {
      fields.capture(root, nodes.acls, nodes.options);
      nodes.setAcl(path, root, fields, acl);
    }
    nodes.setHistory(root, path, 0, stat.pzxid(), stat.cversion());
  }

  private void below(String name, byte @Nullable [] data, List<Acl> acl, StatView stat) {
    byte[] path = NodeStore.utf8(name);
    if (path[0] != '/' || path[path.length - 1] == '/') {
      throw new MalformedFrameException("the snapshot has a znode with the illegal path " + name);
    }
    int slash = TxnApplier.lastSlash(path);
    Branch parent = nodes.seekBranch(path, slash);
    if (parent == null) {
      throw new MalformedFrameException(
          "znode " + name + " comes before its parent in the snapshot, or has none");
    }
    Object twin = nodes.seek(path, path.length);
    if (twin != null) {
      throw new MalformedFrameException("znode " + name + " is in the snapshot twice");
    }
    nodes.seekBranch(path, slash);
    byte[] leaf = (byte[]) nodes.insert(parent, path, slash, fields, data, acl);
    if (stat.cversion() != 0 || stat.pzxid() != stat.czxid()) {
      nodes.giveHistory(path, leaf, stat.pzxid(), stat.cversion());
    }
  }

  /**
   * The tree, with quota usage counted anew and missing built-in nodes added. The loader must not be used afterwards.
   *
   * @param zxid last txn whose effect is certainly in the snapshot
   */
  public DataTree finish(long zxid) {
    BuiltInNodes.ensure(nodes);
    nodes.recomputeQuotas();
    DataTree tree = new DataTree(nodes, sessions);
    tree.startAt(zxid);
    return tree;
  }
}
