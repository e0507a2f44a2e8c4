package io.vivarium.tree;

import io.vivarium.model.Paths;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state: znodes, ACLs, ephemerals, sessions, quotas. A pure function of the txns applied.
 *
 * <h2>One writer, many readers</h2>
 *
 * <p>{@link #apply} and the other methods that change something are called by one thread at a time, the <em>writer</em>. Readers
 * on other threads take no lock: a sequence lock (Boehm, "Can seqlocks get along with programming language memory models?", 2012)
 * tells them whether what they read was disturbed. The writer makes the sequence odd, changes the tree, tells the {@link
 * ChangeListener}, and makes it even again; a reader notes an even sequence, reads, and believes what it read only if the sequence
 * is still the same. So a txn is seen whole or not at all, and the listener has heard of a change before anyone can read it.
 * {@link TreeReader} wraps this up.
 *
 * <p>When a write section ends by an exception the tree stays closed to readers, as it may be half changed; that is a bug or lack
 * of memory, and the process must end.
 */
public final class DataTree {
  private static final VarHandle SEQUENCE;
  private static final VarHandle LAST_ZXID;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SEQUENCE = lookup.findVarHandle(DataTree.class, "sequence", long.class);
      LAST_ZXID = lookup.findVarHandle(DataTree.class, "lastZxid", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final NodeStore nodes;
  private final Map<Long, Integer> sessions;
  private final TxnApplier applier;

  /** Odd while a write section is open. */
  private long sequence;

  private long lastZxid;

  /** A tree with only its built-in nodes. */
  public DataTree(TreeOptions options) {
    this(new NodeStore(options), new ConcurrentHashMap<>());
    BuiltInNodes.ensure(nodes);
  }

  DataTree(NodeStore nodes, Map<Long, Integer> sessions) {
    this.nodes = nodes;
    this.sessions = sessions;
    this.applier = new TxnApplier(nodes, sessions);
  }

  NodeStore nodes() {
    return nodes;
  }

  // ---- write sections

  private void beginWrite() {
    long now = sequence;
    if ((now & 1) != 0) {
      throw new IllegalStateException(
          "a change of the tree failed half-way or is under way on another thread");
    }
    SEQUENCE.setOpaque(this, now + 1);
    VarHandle.storeStoreFence();
  }

  private void endWrite() {
    SEQUENCE.setRelease(this, sequence + 1);
  }

  /** A stamp for {@link #validate}; odd while the writer is at work, when nothing read could be believed. Any thread. */
  long readStamp() {
    return (long) SEQUENCE.getAcquire(this);
  }

  /** Whether everything read since this stamp was taken was undisturbed. Any thread. */
  boolean validate(long stamp) {
    VarHandle.acquireFence();
    return (stamp & 1) == 0 && (long) SEQUENCE.getOpaque(this) == stamp;
  }

  /**
   * Applies one committed txn. Never fails for what the txn asks: what cannot be done is left undone and told in the outcome, as
   * replay needs it. {@link #lastZxid} moves on last.
   *
   * @param changes hears of each changed node, inside the write section
   */
  public TxnOutcome apply(TxnHeader header, Txn txn, ChangeListener changes) {
    beginWrite();
    TxnOutcome outcome = applier.apply(header, txn, changes);
    LAST_ZXID.setRelease(this, header.zxid());
    endWrite();
    return outcome;
  }

  /**
   * Sets the data of {@code /zookeeper/config} to the ensemble's configuration, as a server does when it starts: its stat version
   * is −1. Writer only.
   *
   * @param version zxid of the configuration, becomes mzxid
   * @param time ms since 1970
   */
  public void configure(byte[] text, long version, long time) {
    beginWrite();
    TxnHeader header = new TxnHeader(0, 0, version, time);
    applier.apply(header, new Txn.Reconfig(Paths.CONFIG, text, -1), ChangeListener.NONE);
    endWrite();
  }

  /**
   * Deletes the ephemerals of sessions that do not exist, the last step of a start. Writer only.
   *
   * @return how many sessions had left some
   */
  public int removeOrphanEphemerals() {
    beginWrite();
    int orphaned = 0;
    for (Long session : List.copyOf(nodes.owners.bySession().keySet())) {
      if (!sessions.containsKey(session)) {
        applier.deleteEphemerals(session, lastZxid, ChangeListener.NONE);
        orphaned++;
      }
    }
    endWrite();
    return orphaned;
  }

  /**
   * Takes over the state of another tree, which must not be used any more: after it was loaded from a snapshot of another server, or
   * recovered anew. Readers see the change whole, like a txn. Writer only.
   */
  public void become(DataTree other) {
    beginWrite();
    nodes.become(other.nodes);
    sessions.clear();
    sessions.putAll(other.sessions);
    LAST_ZXID.setRelease(this, other.lastZxid);
    endWrite();
  }

  /**
   * Says which txn this tree is the outcome of: after a load, or when it takes its place in another history. Before anybody else sees
   * the tree.
   */
  public void startAt(long zxid) {
    lastZxid = zxid;
  }

  // ---- reading

  /** Zxid of the last txn applied. Any thread. */
  public long lastZxid() {
    return (long) LAST_ZXID.getAcquire(this);
  }

  /** The node at a path, or null. Writer only, or while nothing writes: others use {@link TreeReader}. */
  public @Nullable Znode find(String path) {
    Znode node = new Znode();
    return find(NodeStore.utf8(path), node) ? node : null;
  }

  /** As {@link #find(String)}, with a path in UTF-8 and into a view that is used again; false when there is no such node. */
  public boolean find(byte[] path, Znode into) {
    return nodes.find(path, 0, path.length, into);
  }

  /** Paths of the ephemerals of a session, in no order: what the txn that closes it lists. Writer only. */
  public List<String> ephemerals(long session) {
    return nodes.owners.ephemerals(session);
  }

  /** Sessions that own ephemerals. A live view, any thread. */
  public Iterable<Long> ephemeralOwners() {
    return Collections.unmodifiableSet(nodes.owners.bySession().keySet());
  }

  /** The sessions and their timeouts in ms. A live view; any thread may read it, weakly consistently. */
  public Map<Long, Integer> sessions() {
    return Collections.unmodifiableMap(sessions);
  }

  /** The quota with the deepest prefix that {@code path} is in, with committed usage; null when there is none. Any thread. */
  public @Nullable Quota quota(String path) {
    return nodes.quotas.deepest(path);
  }

  /** All quotas, with committed usage. A live view; any thread may read it, weakly consistently. */
  public Collection<Quota> quotas() {
    return nodes.quotas.all();
  }

  /** The digest of the tree after the last txn; 0 when none is kept. Writer only. */
  public long digest() {
    return nodes.digest();
  }

  /** A zxid and the digest of the tree after it. */
  public record Version(long zxid, long digest) {}

  /** The last txn applied and the digest of the tree after it, as one. Any thread; waits while the writer is at work. */
  public Version version() {
    while (true) {
      long stamp = readStamp();
      Version version = new Version(lastZxid(), nodes.digest());
      if (validate(stamp)) {
        return version;
      }
      Thread.onSpinWait();
    }
  }

  /**
   * The path of one of the {@link #unknownAcls} nodes; null when there is none, otherwise all nodes may be looked at. Writer only, or
   * while nothing writes.
   */
  public @Nullable String nodeOfUnknownAcl() {
    return unknownAcls() == 0 ? null : new UnknownAclSearch(nodes).find();
  }

  /** How this tree was set up. */
  public TreeOptions options() {
    return nodes.options;
  }

  // ---- figures for operators; any thread, possibly a txn old

  /** Number of nodes, the root and the built-in ones included. */
  public int nodeCount() {
    return nodes.root().descendants + 1;
  }

  /** Number of ephemeral nodes. */
  public int ephemeralCount() {
    return nodes.owners.ephemerals();
  }

  /** Bytes of all paths plus bytes of all data. */
  public long approximateSize() {
    return nodes.pathBytes() + nodes.root().subtreeBytes;
  }

  /** Number of distinct ACLs, the open one not counted. */
  public int aclCount() {
    return nodes.acls.size();
  }

  /**
   * Number of nodes that were loaded without their ACL and have been given none since. Nobody may do anything with them; to those who
   * ask, and in snapshots, they have an ACL that grants nothing.
   */
  public int unknownAcls() {
    return nodes.acls.unknown();
  }
}
