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
  private final RecordBuffer packed = new RecordBuffer();
  private Branch root;
  private long digest;
  private long pathBytes;

  /** The entry at the place, as the last look or change left it. */
  private final Entry here = new Entry();

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
    NodeRecord.encode(packed, new byte[0], 0, 0, new Znode(), new byte[0]);
    root = new Branch(packed.exact(), 0, 0);
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

  /** Shows the entry at a path in UTF-8; false when there is none. The empty path is the root too. */
  boolean lookup(byte[] path, int offset, int length, Entry into) {
    if (length > 0 && path[offset] != '/') {
      return false;
    }
    if (length <= 1) {
      into.show(root);
      return true;
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
        return false;
      }
      boolean found = parent.get(hasher.hash(path, start, bytes), path, start, bytes, into);
      if (!found || stop == end) {
        return found;
      }
      Branch next = into.branch();
      if (next == null) {
        return false;
      }
      parent = next;
      start = stop + 1;
    }
  }

  /** Fills a view from the node at a path; false when there is none. */
  boolean find(byte[] path, int offset, int length, Znode into) {
    if (!lookup(path, offset, length, into.entry())) {
      return false;
    }
    into.capture(into.entry(), acls, options);
    return true;
  }

  // ---- finding the place to change

  /** Finds the place of a path given by its first bytes, and says whether there is an entry: {@link #here}. 0 bytes are the root. */
  boolean seek(byte[] path, int length) {
    depth = 0;
    here.show(root);
    if (length <= 1) {
      return true;
    }
    int start = 1;
    Branch parent = root;
    while (parent != null) {
      push(parent);
      int stop = start;
      while (stop < length && path[stop] != '/') {
        stop++;
      }
      nameOffset = start;
      nameLength = stop - start;
      hash = hasher.hash(path, start, nameLength);
      boolean found = parent.get(hash, path, start, nameLength, here);
      if (!found || stop == length) {
        return found;
      }
      parent = here.branch();
      start = stop + 1;
    }
    return false;
  }

  /** What the last {@link #seek} found, or what a change made of it. To be looked at before the next change. */
  Entry here() {
    return here;
  }

  private void push(Branch branch) {
    if (depth == trail.length) {
      trail = Arrays.copyOf(trail, 2 * depth);
    }
    trail[depth++] = branch;
  }

  /** The branch at the first {@code length} bytes of a path; a leaf there becomes one. Null when there is no node. */
  @Nullable Branch seekBranch(byte[] path, int length) {
    if (!seek(path, length)) {
      return null;
    }
    Branch branch = here.branch();
    return branch != null ? branch : promote(path, length);
  }

  private Branch promote(byte[] path, int length) {
    view.capture(here, acls, options);
    byte[] record = Arrays.copyOfRange(here.record(), here.start(), here.end());
    Branch branch = new Branch(record, view.czxid(), 0);
    branch.subtreeBytes = view.dataLength();
    branch.digest = view.digest;
    if (options.digest()) {
      branch.crcPrefix = digester.prefix(path, length, view);
    }
    trail[depth - 1].replace(hash, path, nameOffset, nameLength, branch);
    here.show(branch);
    return branch;
  }

  // ---- changing

  /**
   * Adds a node below {@code parent}, which the last {@link #seekBranch} returned. The view has its zxids, times and owner; ACL
   * number and the rest of what is derived are set here.
   *
   * @param slash length of the parent's path
   */
  void insert(
      Branch parent, byte[] path, int slash, Znode node, byte @Nullable [] data, List<Acl> acl) {
    push(parent);
    nameOffset = slash + 1;
    nameLength = path.length - nameOffset;
    hash = hasher.hash(path, nameOffset, nameLength);
    node.aclId = acls.acquire(acl);
    node.digested = options.digest();
    NodeRecord.encode(packed, path, nameOffset, nameLength, node, data);
    countPacked(path, path.length);
    beforeChildren(parent);
    parent.childNameBytes += nameLength;
    parent.add(hash, packed.bytes(), packed.length(), hasher);
    here.show(packed.bytes(), 0, packed.length());
    adjustTrail(1, data == null ? 0 : data.length);
    pathBytes += path.length;
    owners.add(path, node.storedOwner);
  }

  /** Whether there is a node of this name below a branch. */
  boolean has(Branch parent, byte[] path, int start, int length) {
    return parent.get(hasher.hash(path, start, length), path, start, length, here);
  }

  /**
   * Adds a node of a snapshot below {@code parent}, which the last {@link #seekBranch} returned; that place stays the place, so that
   * brothers can follow. The view has everything but the ACL's number, also pzxid and creation counter.
   *
   * @param path in UTF-8, its first {@code length} bytes
   * @param slash length of the parent's path
   * @param data what it has, in an array that is not kept; null for null data
   * @param acl null when nobody knows it
   * @return false when there is such a node already, and nothing was done
   */
  boolean load(
      Branch parent,
      byte[] path,
      int length,
      int slash,
      Znode node,
      TreeLoader.@Nullable Part data,
      @Nullable List<Acl> acl) {
    int start = slash + 1;
    int bytes = length - start;
    int nameHash = hasher.hash(path, start, bytes);
    if (parent.get(nameHash, path, start, bytes, here)) {
      return false;
    }
    node.aclId = acls.acquire(acl);
    node.digested = options.digest();
    int dataLength = data == null ? 0 : data.length();
    if (data == null) {
      NodeRecord.encode(packed, path, start, bytes, node, path, 0, -1);
    } else {
      NodeRecord.encode(packed, path, start, bytes, node, data.array(), data.offset(), dataLength);
    }
    parent.childNameBytes += bytes;
    addCounted(parent, nameHash, path, length, node, dataLength);
    push(parent);
    adjustTrail(1, dataLength);
    depth--;
    pathBytes += length;
    if (node.storedOwner != 0) {
      owners.add(Arrays.copyOf(path, length), node.storedOwner);
    }
    return true;
  }

  /** Adds the packed record of a snapshot, which the digest counts from now on. What had children is a branch, whatever it has now. */
  private void addCounted(
      Branch parent, int nameHash, byte[] path, int length, Znode node, int dataLength) {
    int crcPrefix = 0;
    int counts = 0;
    if (options.digest()) {
      int dataOffset = packed.length() - dataLength;
      crcPrefix = digester.prefix(path, length, packed.bytes(), dataOffset, dataLength);
      if (NodeDigest.counts(path, length)) {
        counts = (int) digester.of(crcPrefix, node, node.counter, node.storedOwner);
      }
      NodeRecord.putDigest(packed, dataLength, counts);
      digest += Integer.toUnsignedLong(counts);
    }
    if (node.counter == 0 && node.pzxid == node.czxid) {
      parent.add(nameHash, packed.bytes(), packed.length(), hasher);
      return;
    }
    Branch branch = new Branch(packed.exact(), node.pzxid, node.counter);
    branch.subtreeBytes = dataLength;
    branch.crcPrefix = crcPrefix;
    branch.digest = counts;
    parent.add(nameHash, branch, hasher);
  }

  /** Sets what a branch remembers of its children; the path is given by its first bytes. */
  void setHistory(Branch branch, byte[] path, int length, long pzxid, int counter) {
    digest -= Integer.toUnsignedLong(branch.digest);
    branch.pzxid = pzxid;
    branch.counter = counter;
    count(path, length, branch);
  }

  /** Removes the childless node that the last {@link #seek} for this path found. */
  void remove(byte[] path) {
    view.capture(here, acls, options);
    Branch parent = trail[depth - 1];
    Branch branch = here.branch();
    digest -= view.digest();
    beforeChildren(parent);
    if (branch != null) {
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
   */
  void setData(byte[] path, Znode fields, byte @Nullable [] data) {
    long more = (data == null ? 0L : data.length) - fields.dataLength();
    NodeRecord.encode(packed, here.record(), here.nameOffset(), here.nameLength(), fields, data);
    Branch branch = here.branch();
    if (branch != null) {
      branch.subtreeBytes += more;
      if (options.digest()) {
        byte[] content = data == null ? new byte[0] : data;
        branch.crcPrefix = digester.prefix(path, path.length, content, 0, content.length);
      }
    }
    if (more != 0) {
      adjustTrail(0, more);
    }
    exchange(path, fields.digest());
  }

  /**
   * Puts another ACL on the entry that the last {@link #seek} for this path found; the view as in {@link #setData}. Null for one that
   * nobody knows.
   */
  void setAcl(byte[] path, Znode fields, @Nullable List<Acl> acl) {
    int before = fields.aclId;
    // As in AclTable.release: a scan that we do not see here will see that we are writing.
    VarHandle.fullFence();
    for (TreeScan scan : scans) {
      scan.aclWillChange(path, before);
    }
    fields.aclId = acls.acquire(acl);
    acls.release(before);
    NodeRecord.repack(packed, fields);
    exchange(path, fields.digest());
  }

  /** Puts the packed record in place of that of an entry which counted {@code before} in the digest. */
  private void exchange(byte[] path, long before) {
    digest -= before;
    Branch branch = here.branch();
    if (branch != null) {
      byte[] record = packed.exact();
      // Who lists names may come upon it before this change is over.
      VarHandle.storeStoreFence();
      branch.record = record;
      count(path, path.length, branch);
      here.show(branch);
      return;
    }
    countPacked(path, path.length);
    byte[] bytes = packed.bytes();
    trail[depth - 1].replace(hash, path, nameOffset, nameLength, bytes, packed.length());
    here.show(bytes, 0, packed.length());
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
            Entry child = entries.get(i);
            paths.add(join(prefix, child));
            branches.add(child.branch());
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
  static byte[] join(byte[] parent, Entry child) {
    int length = child.nameLength();
    int prefix = parent.length == 1 ? 0 : parent.length;
    byte[] path = Arrays.copyOf(parent, prefix + 1 + length);
    path[prefix] = '/';
    System.arraycopy(child.record(), child.nameOffset(), path, prefix + 1, length);
    return path;
  }

  // ---- digest

  /** Counts a branch that is new or has changed, and notes in it what it counts: so much goes when it changes again. */
  private void count(byte[] path, int length, Branch branch) {
    if (options.digest()) {
      digestView.capture(branch, acls, options);
      branch.digest = counted(path, length);
    }
  }

  /** As {@link #count}, for the packed record of a node without children. */
  private void countPacked(byte[] path, int length) {
    if (options.digest()) {
      digestView.capture(packed.bytes(), 0, packed.length(), acls, options);
      NodeRecord.putDigest(packed, digestView.dataLength(), counted(path, length));
    }
  }

  private int counted(byte[] path, int length) {
    int counts = (int) digester.of(path, length, digestView);
    digest += Integer.toUnsignedLong(counts);
    return counts;
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
    long nodes = 0;
    long bytes = 0;
    if (seek(path, path.length)) {
      view.capture(here, acls, options);
      Branch branch = here.branch();
      nodes = view.descendants() + 1L;
      bytes = branch == null ? view.dataLength() : branch.subtreeBytes;
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
    if (!seek(path, path.length)) {
      return;
    }
    view.capture(here, acls, options);
    setData(path, view, Quota.usageText(nodes, bytes));
    quotas.update(prefix, quota -> quota.withUsage(nodes, bytes));
  }

  /** After a load: puts every quota in force and counts anew. */
  void recomputeQuotas() {
    byte[] top = utf8(Paths.QUOTA);
    Branch branch = seek(top, top.length) ? here.branch() : null;
    if (branch != null) {
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
