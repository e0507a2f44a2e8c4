package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.tree.NodeDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what a snapshot holds while it is read, and computes the digest of its tree. Memory: sessions, and the depth of the tree. One thread. */
public final class Census extends SnapshotWalk.Visitor {
  private static final int LARGEST = 10;

  private final Map<EphemeralOwner.Kind, Long> kinds = new EnumMap<>(EphemeralOwner.Kind.class);
  private final Set<Long> sessionIds = new HashSet<>();
  private final Set<Long> orphanOwners = new HashSet<>();
  private final AclTexts acls = new AclTexts();
  private final NodeDigest digests = new NodeDigest();
  private final PriorityQueue<Ranked> heaviest =
      new PriorityQueue<>(Comparator.comparingLong(Ranked::figure));
  private final PriorityQueue<Ranked> widest =
      new PriorityQueue<>(Comparator.comparingLong(Ranked::figure));

  /** The znodes above the one that was read last, with how many children each had so far. */
  private final Deque<Open> open = new ArrayDeque<>();

  private byte[] path = new byte[256];
  private long nodes;
  private long dataBytes;
  private long pathBytes;
  private long digest;
  private long newestZxid;
  private long newestTime;
  private int depth;

  /** A znode and what it is listed for. */
  record Ranked(String path, long figure) {}

  private static final class Open {
    private final String path;
    private long children;

    Open(String path) {
      this.path = path;
    }
  }

  @Override
  public void session(long sessionId, int timeout) {
    sessionIds.add(sessionId);
  }

  @Override
  public void acl(long id, List<Acl> acl) {
    acls.add(id, acl);
  }

  @Override
  public void node(SnapshotNode node) {
    nodes++;
    dataBytes += node.dataLength();
    pathBytes += node.pathLength();
    newestZxid = Math.max(newestZxid, Math.max(node.mzxid(), node.pzxid()));
    newestTime = Math.max(newestTime, node.mtime());
    EphemeralOwner.Kind kind = NodeText.kind(node);
    kinds.merge(kind, 1L, Long::sum);
    if (kind == EphemeralOwner.Kind.EPHEMERAL && !sessionIds.contains(node.ephemeralOwner())) {
      orphanOwners.add(node.ephemeralOwner());
    }
    digest += digest(node);
    String at = NodeText.path(node);
    rank(heaviest, at, node.dataLength());
    place(at);
  }

  private long digest(SnapshotNode node) {
    int length = node.pathLength();
    if (path.length < length) {
      path = new byte[2 * length];
    }
    System.arraycopy(node.pathArray(), node.pathOffset(), path, 0, length);
    if (!NodeDigest.counts(path, length)) {
      return 0;
    }
    byte[] data = node.dataArray();
    int prefix =
        data == null
            ? digests.prefix(path, length, path, 0, 0)
            : digests.prefix(path, length, data, node.dataOffset(), node.dataLength());
    return digests.of(prefix, node, node.cversion(), node.ephemeralOwner());
  }

  /** Parents come before children, and everything below a znode stands together. */
  private void place(String at) {
    while (!open.isEmpty() && !isChild(at, open.element().path)) {
      closeOne();
    }
    if (!open.isEmpty()) {
      open.element().children++;
    }
    open.push(new Open(at));
    depth = Math.max(depth, open.size() - 1);
  }

  private static boolean isChild(String at, String parent) {
    int slash = at.lastIndexOf('/');
    return parent.equals(slash == 0 ? "/" : at.substring(0, slash)) && at.length() > 1;
  }

  private void closeOne() {
    Open done = open.pop();
    rank(widest, done.path, done.children);
  }

  private static void rank(PriorityQueue<Ranked> queue, String path, long figure) {
    if (figure > 0) {
      queue.add(new Ranked(path, figure));
      if (queue.size() > LARGEST) {
        queue.remove();
      }
    }
  }

  /** Everything was read. */
  void finish() {
    while (!open.isEmpty()) {
      closeOne();
    }
  }

  /** Znodes read. */
  public long nodes() {
    return nodes;
  }

  long dataBytes() {
    return dataBytes;
  }

  long pathBytes() {
    return pathBytes;
  }

  int sessions() {
    return sessionIds.size();
  }

  /** Owners of ephemerals that are no sessions of the snapshot: it was taken while they ended. */
  int orphanOwners() {
    return orphanOwners.size();
  }

  int acls() {
    return acls.count();
  }

  int depth() {
    return depth;
  }

  /** The digest of the tree of all znodes read. */
  public long digest() {
    return digest;
  }

  /** The newest time at which a znode was changed, ms since 1970. */
  public long newestTime() {
    return newestTime;
  }

  /** The newest zxid that a znode tells of. */
  long newestZxid() {
    return newestZxid;
  }

  long count(EphemeralOwner.Kind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  List<Ranked> heaviest() {
    return sorted(heaviest);
  }

  List<Ranked> widest() {
    return sorted(widest);
  }

  private static List<Ranked> sorted(PriorityQueue<Ranked> queue) {
    Ranked[] all = queue.toArray(new Ranked[0]);
    Arrays.sort(all, Comparator.comparingLong(Ranked::figure).reversed());
    return List.of(all);
  }

  /** The txn up to whose effects a snapshot may hold; −1 when it does not tell. */
  public static long exactFrom(long nameZxid, SnapshotTrailer trailer) {
    SnapshotTrailer.@Nullable Digest digest = trailer.digest();
    boolean tells =
        trailer.lastProcessedZxid() != SnapshotTrailer.UNKNOWN_ZXID
            || (digest != null && digest.zxid() != 0);
    if (!tells) {
      return -1;
    }
    return Math.max(
        nameZxid, Math.max(trailer.lastProcessedZxid(), digest == null ? -1 : digest.zxid()));
  }
}
