package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Printable;
import io.vivarium.model.StatView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from the sections of a snapshot, in file order: sessions, ACLs, nodes with the root first and parents before
 * children. One thread.
 *
 * <p>ZooKeeper writes its table of ACLs first and the nodes while txns go on, so a node that was created meanwhile, or given another
 * ACL, may refer to a number that the table does not have. The txn that gave it the ACL comes after the snapshot, and sets it at the
 * replay; until then nobody may do anything with the node. A node that is left so is told by {@link DataTree#nodeOfUnknownAcl}.
 */
public final class TreeLoader {
  private final NodeStore nodes;
  private final Map<Long, Integer> sessions = new ConcurrentHashMap<>();
  private final Timeouts timeouts = new Timeouts();
  private final Map<Long, List<Acl>> acls = new HashMap<>();
  private final Znode fields = new Znode();

  /** The path of the node at hand: the first bytes of the array. */
  private byte[] path = new byte[256];

  private int length;

  private boolean lacksAcls;

  /** The parent of the node before, which is that of its brothers too: they stand together in a snapshot. */
  private @Nullable Branch parent;

  private byte[] parentPath = new byte[0];

  /** A part of an array. */
  public record Part(byte[] array, int offset, int length) {}

  /** A loader of a tree with these options. */
  public TreeLoader(TreeOptions options) {
    nodes = new NodeStore(options);
    acls.put((long) AclTable.OPEN, Acl.OPEN);
  }

  /** A session and its timeout in ms. */
  public void session(long id, int timeoutMs) {
    sessions.put(id, timeouts.of(timeoutMs));
  }

  /** An ACL that nodes refer to by this number. Those that none refers to are forgotten. */
  public void acl(long id, List<Acl> acl) {
    acls.put(id, acl);
  }

  /**
   * A node.
   *
   * @param path the root's is empty
   * @param aclId may be one that did not come
   * @param stat cversion is the stored creation counter here, ephemeralOwner the stored owner; dataLength and numChildren are not
   *     looked at
   * @throws MalformedFrameException when its parent has not come before
   */
  public void node(String path, byte @Nullable [] data, long aclId, StatView stat) {
    byte[] bytes = NodeStore.utf8(path);
    node(
        new Part(bytes, 0, bytes.length),
        data == null ? null : new Part(data, 0, data.length),
        aclId,
        stat);
  }

  /** As {@link #node(String, byte[], long, StatView)}, with a path in UTF-8. The arrays are not kept. */
  public void node(Part path, @Nullable Part data, long aclId, StatView stat) {
    take(path);
    List<Acl> acl = acls.get(aclId);
    lacksAcls |= acl == null;
    if (aclId == AclTable.UNKNOWN && AclTable.CLOSED.equals(acl)) {
      // We wrote this, and did not know the list either.
      acl = null;
    }
    fields.czxid = stat.czxid();
    fields.mzxid = stat.mzxid();
    fields.ctime = stat.ctime();
    fields.mtime = stat.mtime();
    fields.version = stat.version();
    fields.aversion = stat.aversion();
    fields.storedOwner = stat.ephemeralOwner();
    fields.pzxid = stat.pzxid();
    fields.counter = stat.cversion();
    if (length == 0) {
      root(data, acl, stat);
    } else {
      below(data, acl);
    }
  }

  /** Whether a node referred to an ACL that had not come. */
  public boolean lacksAcls() {
    return lacksAcls;
  }

  /** Notes a path. What is no UTF-8 is read as Java reads it everywhere else. */
  private void take(Part from) {
    if (path.length < from.length()) {
      path = new byte[Math.max(from.length(), 2 * path.length)];
    }
    System.arraycopy(from.array(), from.offset(), path, 0, from.length());
    length = from.length();
    for (int i = 0; i < length; i++) {
      if (path[i] < 0) {
        path = NodeStore.utf8(name());
        length = path.length;
        return;
      }
    }
  }

  /** For messages: who wrote the snapshot chose it. */
  private String printable() {
    return Printable.of(name());
  }

  private String name() {
    return new String(path, 0, length, StandardCharsets.UTF_8);
  }

  private void root(@Nullable Part part, @Nullable List<Acl> acl, StatView stat) {
    Branch root = nodes.root();
    byte[] empty = new byte[0];
    byte[] data =
        part == null
            ? null
            : Arrays.copyOfRange(part.array(), part.offset(), part.offset() + part.length());
    fields.digest = root.digest;
    nodes.seek(empty, 0);
    parent = null;
    nodes.setData(empty, fields, data);
    if (!Acl.OPEN.equals(acl)) {
      fields.capture(root, nodes.acls, nodes.options);
      nodes.setAcl(empty, fields, acl);
    }
    nodes.setHistory(root, empty, 0, stat.pzxid(), stat.cversion());
  }

  private void below(@Nullable Part data, @Nullable List<Acl> acl) {
    if (path[0] != '/' || path[length - 1] == '/') {
      throw new MalformedFrameException(
          "the snapshot has a znode with the illegal path " + printable());
    }
    int slash = TxnApplier.lastSlash(path, length);
    Branch branch = parent;
    if (branch == null || !Arrays.equals(path, 0, slash, parentPath, 0, parentPath.length)) {
      branch = nodes.seekBranch(path, slash);
      if (branch == null) {
        throw new MalformedFrameException(
            "znode " + printable() + " comes before its parent in the snapshot, or has none");
      }
      parent = branch;
      parentPath = Arrays.copyOf(path, slash);
    }
    if (!nodes.load(branch, path, length, slash, fields, data, acl)) {
      throw new MalformedFrameException("znode " + printable() + " is in the snapshot twice");
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
