package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.Paths;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The znodes and everything that is derived from them: owners, ACL references, subtree sums, quota usage, digest. Each operation
 * here keeps all of it in step. Operations work on the place that the last {@link #seek} found.
 *
 * <p>One writer; {@link #lookup} may race with it, if the caller validates.
 */
final class NodeStore {
  final TreeOptions options;
  final NameHash hasher;
  AclTable acls = new AclTable();
  OwnerIndex owners;
  QuotaTable quotas = new QuotaTable();

  /** Scans under way; they are told the ACL that a node had before it was changed. */
  final CopyOnWriteArrayList<TreeScan> scans = new CopyOnWriteArrayList<>();

  private final NodeDigest digester = new NodeDigest();
  private final Znode view = new Znode();
  private final Znode digestView = new Znode();
  private Branch root;
  private long digest;
  private long pathBytes;

  /** What {@link #seek} found: the branches from the root to the parent of the place, and the last name. */
  private Branch[] trail = new Branch[16];

  private int depth;
  private int hash;
  private int nameOffset;
  private int nameLength;

  NodeStore(TreeOptions options) {
    this.options = options;
    hasher = new NameHash(options.hashSeed());
    owners = new OwnerIndex(hasher, options);
    root = new Branch(NodeRecord.encode(new byte[0], 0, 0, new Znode(), new byte[0]), 0, 0);
    if (options.digest()) {
      root.crcPrefix = digester.prefix(new byte[0], 0, new byte[0], 0, 0);
      count(new byte[0], 0, root);
    }
  }

  /** Takes over everything of a store that is not used any more; its names must be hashed alike. */
  void become(NodeStore other) {
    if (other.options.hashSeed() != options.hashSeed()) {
      throw new IllegalArgumentException("the other tree hashes its names differently");
    }
    // They walk on through the nodes of before, of whose ACLs we know nothing from now on.
    scans.clear();
    acls = other.acls;
    owners = other.owners;
    quotas = other.quotas;
    root = other.root;
    digest = other.digest;
    pathBytes = other.pathBytes;
  }

  static byte[] utf8(String path) {
    return path.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  Branch root() {
    return root;
  }

  long digest() {
    return digest;
  }

  /** Bytes of all paths. */
  long pathBytes() {
    return pathBytes;
  }

  // ---- reading

  /** The entry at a path in UTF-8, or null. The empty path is the root too. */
  @Nullable Object lookup(byte[] path, int offset, int length) {
    if (length == 0) {
      return root;
    }
    if (path[offset] != '/') {
      return null;
    }
    if (length == 1) {
      return root;
    }
    int end = offset + length;
    int start = offset + 1;
    Branch parent = root;
    while (true) {
      int stop = start;
      while (stop < end && path[stop] != '/') {
        stop++;
      }
      int bytes = stop - start;
      if (bytes == 0) {
        return null;
      }
      Object entry = parent.get(hasher.hash(path, start, bytes), path, start, bytes);
      if (entry == null || stop == end) {
        return entry;
      }
      if (!(entry instanceof Branch next)) {
        return null;
      }
      parent = next;
      start = stop + 1;
    }
  }

  /** Fills a view from the node at a path; false when there is none. */
  boolean find(byte[] path, int offset, int length, Znode into) {
    Object entry = lookup(path, offset, length);
    if (entry == null) {
      return false;
    }
    into.capture(entry, acls, options);
    return true;
  }

  // ---- finding the place to change

  /** Finds the place of a path given by its first bytes, and returns the entry there, or null. 0 bytes are the root. */
  @Nullable Object seek(byte[] path, int length) {
    depth = 0;
    if (length <= 1) {
      return root;
    }
    Object entry = root;
    int start = 1;
    while (entry instanceof Branch parent) {
      push(parent);
      int stop = start;
      while (stop < length && path[stop] != '/') {
        stop++;
      }
      nameOffset = start;
      nameLength = stop - start;
      hash = hasher.hash(path, start, nameLength);
      entry = parent.get(hash, path, start, nameLength);
      if (stop == length) {
        return entry;
      }
      start = stop + 1;
    }
    return null;
  }

  private void push(Branch branch) {
    if (depth == trail.length) {
      trail = Arrays.copyOf(trail, 2 * depth);
    }
    trail[depth++] = branch;
  }

  /** The branch at the first {@code length} bytes of a path; a leaf there becomes one. Null when there is no node. */
  @Nullable Branch seekBranch(byte[] path, int length) {
    Object entry = seek(path, length);
    return entry instanceof byte[] leaf ? promote(leaf, path, length) : (Branch) entry;
  }

  private Branch promote(byte[] leaf, byte[] path, int length) {
    view.capture(leaf, acls, options);
    Branch branch = new Branch(leaf, view.czxid(), 0);
    branch.subtreeBytes = view.dataLength();
    branch.digest = view.digest;
    if (options.digest()) {
      branch.crcPrefix = digester.prefix(path, length, leaf, view.dataOffset(), view.dataLength());
    }
    trail[depth - 1].replace(hash, path, nameOffset, nameLength, branch);
    return branch;
  }

  // ---- changing

  /**
   * Adds a node below {@code parent}, which the last {@link #seekBranch} returned. The view has its zxids, times and owner; ACL
   * number and the rest of what is derived are set here.
   *
   * @param slash length of the parent's path
   * @return the entry
   */
  Object insert(
      Branch parent, byte[] path, int slash, Znode node, byte @Nullable [] data, List<Acl> acl) {
    push(parent);
    nameOffset = slash + 1;
    nameLength = path.length - nameOffset;
    hash = hasher.hash(path, nameOffset, nameLength);
    node.aclId = acls.acquire(acl);
    node.digested = options.digest();
    byte[] record = NodeRecord.encode(path, nameOffset, nameLength, node, data);
    count(path, path.length, record);
    beforeChildren(parent);
    parent.childNameBytes += nameLength;
    parent.add(hash, record, hasher);
    adjustTrail(1, data == null ? 0 : data.length);
    pathBytes += path.length;
    owners.add(path, node.storedOwner);
    return record;
  }

  /**
   * Adds a node of a snapshot below {@code parent}, which the last {@link #seekBranch} returned; that place stays the place, so that
   * brothers can follow. The view has everything but the ACL's number, also pzxid and creation counter.
   *
   * @param path in UTF-8, its first {@code length} bytes
   * @param slash length of the parent's path
   * @param data what it has, in an array that is not kept; null for null data
   * @return false when there is such a node already, and nothing was done
   */
  boolean load(
      Branch parent,
      byte[] path,
      int length,
      int slash,
      Znode node,
      TreeLoader.@Nullable Part data,
      List<Acl> acl) {
    int start = slash + 1;
    int bytes = length - start;
    int nameHash = hasher.hash(path, start, bytes);
    if (parent.get(nameHash, path, start, bytes) != null) {
      return false;
    }
    node.aclId = acls.acquire(acl);
    node.digested = options.digest();
    int dataLength = data == null ? 0 : data.length();
    byte[] record =
        data == null
            ? NodeRecord.encode(path, start, bytes, node, path, 0, -1)
            : NodeRecord.encode(path, start, bytes, node, data.array(), data.offset(), dataLength);
    parent.childNameBytes += bytes;
    parent.add(nameHash, counted(path, length, record, node, dataLength), hasher);
    push(parent);
    adjustTrail(1, dataLength);
    depth--;
    pathBytes += length;
    if (node.storedOwner != 0) {
      owners.add(Arrays.copyOf(path, length), node.storedOwner);
    }
    return true;
  }

  /** The entry of a node of a snapshot, which the digest counts from now on. What had children is a branch, whatever it has now. */
  private Object counted(byte[] path, int length, byte[] record, Znode node, int dataLength) {
    int crcPrefix = 0;
    int counts = 0;
    if (options.digest()) {
      crcPrefix = digester.prefix(path, length, record, record.length - dataLength, dataLength);
      if (NodeDigest.counts(path, length)) {
        counts = (int) digester.of(crcPrefix, node, node.counter, node.storedOwner);
      }
      NodeRecord.putDigest(record, dataLength, counts);
      digest += Integer.toUnsignedLong(counts);
    }
    if (node.counter == 0 && node.pzxid == node.czxid) {
      return record;
    }
    Branch branch = new Branch(record, node.pzxid, node.counter);
    branch.subtreeBytes = dataLength;
    branch.crcPrefix = crcPrefix;
    branch.digest = counts;
    return branch;
  }

  /** Sets what a branch remembers of its children; the path is given by its first bytes. */
  void setHistory(Branch branch, byte[] path, int length, long pzxid, int counter) {
    digest -= Integer.toUnsignedLong(branch.digest);
    branch.pzxid = pzxid;
    branch.counter = counter;
    count(path, length, branch);
  }

  /** Removes the childless node that the last {@link #seek} for this path found. */
  void remove(byte[] path, Object entry) {
    view.capture(entry, acls, options);
    Branch parent = trail[depth - 1];
    digest -= view.digest();
    beforeChildren(parent);
    if (entry instanceof Branch branch) {
      beforeChildren(branch);
    }
    parent.childNameBytes -= nameLength;
    parent.remove(hash, path, nameOffset, nameLength, hasher);
    adjustTrail(-1, -view.dataLength());
    pathBytes -= path.length;
    owners.remove(path, view.storedOwner);
    acls.release(view.aclId);
  }

  /**
   * Puts other data in the entry that the last {@link #seek} for this path found. The view was filled from that entry and holds the
   * resulting fields.
   *
   * @return the entry as it is now
   */
  Object setData(byte[] path, Object entry, Znode fields, byte @Nullable [] data) {
    long more = (data == null ? 0L : data.length) - fields.dataLength();
    byte[] old = Segment.recordOf(entry);
    byte[] record =
        NodeRecord.encode(
            old, NodeRecord.nameOffset(old), NodeRecord.nameLength(old), fields, data);
    if (entry instanceof Branch branch) {
      branch.subtreeBytes += more;
      if (options.digest()) {
        byte[] content = data == null ? new byte[0] : data;
        branch.crcPrefix = digester.prefix(path, path.length, content, 0, content.length);
      }
    }
    if (more != 0) {
      adjustTrail(0, more);
    }
    return exchange(path, entry, record, fields.digest());
  }

  /** Puts another ACL on the entry that the last {@link #seek} for this path found; the view as in {@link #setData}. */
  Object setAcl(byte[] path, Object entry, Znode fields, List<Acl> acl) {
    int before = fields.aclId;
    // As in AclTable.release: a scan that we do not see here will see that we are writing.
    VarHandle.fullFence();
    for (TreeScan scan : scans) {
      scan.aclWillChange(path, before);
    }
    fields.aclId = acls.acquire(acl);
    acls.release(before);
    return exchange(path, entry, NodeRecord.repack(fields.record(), fields), fields.digest());
  }

  /** Exchanges the record of an entry that counted {@code before} in the digest. */
  private Object exchange(byte[] path, Object entry, byte[] record, long before) {
    digest -= before;
    if (entry instanceof Branch branch) {
      branch.record = record;
      count(path, path.length, branch);
      return branch;
    }
    count(path, path.length, record);
    trail[depth - 1].replace(hash, path, nameOffset, nameLength, record);
    return record;
  }

  /** Tells long copies that they are about to be disturbed; must be seen before the change itself. */
  private static void beforeChildren(Branch branch) {
    branch.changes++;
    VarHandle.storeStoreFence();
  }

  private void adjustTrail(int nodes, long dataBytes) {
    for (int i = 0; i < depth; i++) {
      trail[i].descendants += nodes;
      trail[i].subtreeBytes += dataBytes;
    }
  }

  /** Paths of all nodes below a branch, the deepest first. */
  List<byte[]> below(byte[] path, Branch top) {
    List<byte[]> paths = new ArrayList<>();
    List<Branch> branches = new ArrayList<>();
    ChildTable.Entries entries = new ChildTable.Entries();
    Branch branch = top;
    byte[] prefix = path;
    // Nodes met first are closer to the top: the list, read as a queue, is its own agenda.
    for (int next = 0; ; next++) {
      if (branch != null) {
        for (long at = 0; at < 1L << Integer.SIZE; ) {
          at = branch.copySegment(at, entries, hasher);
          for (int i = 0; i < entries.count(); i++) {
            Object child = entries.get(i);
            paths.add(join(prefix, Segment.recordOf(child)));
            branches.add(child instanceof Branch deeper ? deeper : null);
          }
        }
      }
      if (next == paths.size()) {
        break;
      }
      prefix = paths.get(next);
      branch = branches.get(next);
    }
    return paths.reversed();
  }

  /** The path of a child; the root's path may be given as empty or {@code /}. */
  static byte[] join(byte[] parent, byte[] record) {
    int name = NodeRecord.nameOffset(record);
    int length = NodeRecord.nameLength(record);
    int prefix = parent.length == 1 ? 0 : parent.length;
    byte[] path = Arrays.copyOf(parent, prefix + 1 + length);
    path[prefix] = '/';
    System.arraycopy(record, name, path, prefix + 1, length);
    return path;
  }

  // ---- digest

  /** Counts an entry that is new or has changed, and notes in it what it counts: so much goes when it changes again. */
  private void count(byte[] path, int length, Object entry) {
    if (!options.digest()) {
      return;
    }
    digestView.capture(entry, acls, options);
    int counts = (int) digester.of(path, length, digestView);
    if (entry instanceof Branch branch) {
      branch.digest = counts;
    } else {
      NodeRecord.putDigest((byte[]) entry, digestView.dataLength(), counts);
    }
    digest += Integer.toUnsignedLong(counts);
  }

  // ---- quota

  /** Keeps quotas in step with a node that was created. */
  void quotaAfterCreate(String path, int dataLength) {
    if (path.startsWith(Paths.ZOOKEEPER)) {
      String limited = QuotaTable.subject(path, QuotaTable.LIMITS);
      if (limited != null) {
        activateQuota(limited);
      }
      String counted = QuotaTable.subject(path, QuotaTable.USAGE);
      if (counted != null) {
        recomputeUsage(counted);
      }
    }
    adjustUsage(path, 1, dataLength);
  }

  /** Keeps quotas in step with a node that was deleted. */
  void quotaAfterDelete(String path, int dataLength) {
    if (path.startsWith(Paths.ZOOKEEPER)) {
      String limited = QuotaTable.subject(path, QuotaTable.LIMITS);
      if (limited != null) {
        quotas.remove(limited);
      }
      String counted = QuotaTable.subject(path, QuotaTable.USAGE);
      if (counted != null) {
        quotas.update(counted, quota -> quota.withUsage(-1, -1));
      }
    }
    adjustUsage(path, -1, -dataLength);
  }

  /** Keeps quotas in step with a node whose data was set. */
  void quotaAfterSetData(String path, long moreBytes) {
    if (path.startsWith(Paths.ZOOKEEPER)) {
      String limited = QuotaTable.subject(path, QuotaTable.LIMITS);
      if (limited != null) {
        activateQuota(limited);
      }
      String counted = QuotaTable.subject(path, QuotaTable.USAGE);
      if (counted != null) {
        quotas.update(counted, this::readUsage);
      }
    }
    adjustUsage(path, 0, moreBytes);
  }

  /** Puts the quota of a prefix in force as its nodes tell. */
  private void activateQuota(String prefix) {
    byte[] limits = utf8(Paths.QUOTA + prefix + QuotaTable.LIMITS);
    Znode node = new Znode();
    if (find(limits, 0, limits.length, node)) {
      quotas.put(readUsage(Quota.of(prefix, node.record(), node.dataOffset(), node.dataLength())));
    }
  }

  private Quota readUsage(Quota quota) {
    byte[] usage = utf8(QuotaTable.usagePath(quota.prefix()));
    Znode node = new Znode();
    return find(usage, 0, usage.length, node)
        ? quota.withUsage(node.record(), node.dataOffset(), node.dataLength())
        : quota.withUsage(-1, -1);
  }

  /** Counts what a subtree uses into its usage node, if it has one. */
  private void recomputeUsage(String prefix) {
    byte[] path = utf8(prefix);
    Object top = lookup(path, 0, path.length);
    long nodes = 0;
    long bytes = 0;
    if (top instanceof Branch branch) {
      nodes = branch.descendants + 1L;
      bytes = branch.subtreeBytes;
    } else if (top != null) {
      view.capture(top, acls, options);
      nodes = 1;
      bytes = view.dataLength();
    }
    storeUsage(prefix, nodes, bytes);
  }

  private void adjustUsage(String path, int nodes, long bytes) {
    Quota quota = quotas.deepest(path);
    if (quota != null && quota.tracked() && (nodes != 0 || bytes != 0)) {
      storeUsage(quota.prefix(), quota.usedCount() + nodes, quota.usedBytes() + bytes);
    }
  }

  /** Writes usage into its node: no version, no zxid, no event, and no digest as these nodes do not count. */
  private void storeUsage(String prefix, long nodes, long bytes) {
    byte[] path = utf8(QuotaTable.usagePath(prefix));
    Object entry = seek(path, path.length);
    if (entry == null) {
      return;
    }
    view.capture(entry, acls, options);
    setData(path, entry, view, Quota.usageText(nodes, bytes));
    quotas.update(prefix, quota -> quota.withUsage(nodes, bytes));
  }

  /** After a load: puts every quota in force and counts anew. */
  void recomputeQuotas() {
    byte[] top = utf8(Paths.QUOTA);
    if (lookup(top, 0, top.length) instanceof Branch branch) {
      for (byte[] path : below(top, branch)) {
        String text = text(path);
        String prefix = QuotaTable.subject(text, QuotaTable.LIMITS);
        if (prefix != null) {
          recomputeUsage(prefix);
          activateQuota(prefix);
        }
      }
    }
  }
}
