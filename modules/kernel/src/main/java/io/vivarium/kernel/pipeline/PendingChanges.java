package io.vivarium.kernel.pipeline;

import io.vivarium.tree.DataTree;
import io.vivarium.tree.NodeDigest;
import io.vivarium.tree.Znode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree as it will be once every proposal in flight is applied: the committed tree with an overlay of what those proposals
 * change. Prep judges requests against it, so that pipelined writes see each other. Also runs the digest of the tree ahead.
 *
 * <p>Each change carries the zxid that made it and goes when that txn is applied; a later change of the same node takes its place in
 * the overlay and stays. Pipeline's thread only.
 */
final class PendingChanges {
  private static final byte[] NO_DATA = new byte[0];

  /** What is below here is not part of the digest. */
  private static final String UNCOUNTED = "/zookeeper/";

  /** A node's state after one change; {@code znode} null when it will be gone. */
  private static final class Change {
    final long zxid;
    final String path;
    final @Nullable PendingZnode znode;

    /** What the node counts in the digest, as an unsigned number. */
    final int counts;

    /** What stood in the overlay before, as long as this change may be taken back. */
    @Nullable Change before;

    Change(long zxid, String path, @Nullable PendingZnode znode, int counts) {
      this.zxid = zxid;
      this.path = path;
      this.znode = znode;
      this.counts = counts;
    }

    /** Who will own the node; 0 for nobody. */
    long owner() {
      return znode == null ? 0 : znode.owner();
    }
  }

  private final DataTree tree;
  private final Map<String, Change> overlay = new HashMap<>();

  /** Of what is in the overlay, by owner: the nodes that will have one. */
  private final Map<Long, Set<String>> owned = new HashMap<>();

  /** The changes of all proposals in flight, and behind them those that may still be taken back. */
  private final ArrayDeque<Change> changes = new ArrayDeque<>();

  /** How many of the last ones belong to no proposal yet, and the digest before them. */
  private int revocable;

  private long digestBefore;

  private final NodeDigest digests = new NodeDigest();
  private final boolean keepDigest;
  private long digest;

  // Used again for every request.
  private final Znode view = new Znode();
  private String encodedPath = "";
  private byte[] encoded = NO_DATA;

  PendingChanges(DataTree tree, boolean keepDigest) {
    this.tree = tree;
    this.keepDigest = keepDigest;
    this.digest = tree.digest();
    this.digestBefore = digest;
  }

  /** The node as it will be; null when it will not exist. */
  @Nullable PendingZnode find(String path) {
    Change change = overlay.get(path);
    if (change != null) {
      return change.znode;
    }
    return tree.find(utf8(path), view) ? PendingZnode.of(path, view) : null;
  }

  /** The CRC over path and data that the digest of a node begins with; 0 when no digest is kept. */
  int crcPrefix(String path, byte @Nullable [] data) {
    if (!keepDigest) {
      return 0;
    }
    byte[] bytes = utf8(path);
    byte[] counted = data == null ? NO_DATA : data;
    return digests.prefix(bytes, bytes.length, counted, 0, counted.length);
  }

  /** Prep asks for the same path several times in a row. */
  private byte[] utf8(String path) {
    if (!path.equals(encodedPath)) {
      encoded = path.getBytes(StandardCharsets.UTF_8);
      encodedPath = path;
    }
    return encoded;
  }

  /** What a pending node counts in the digest. */
  private int counts(PendingZnode node) {
    if (!keepDigest || node.path().startsWith(UNCOUNTED)) {
      return 0;
    }
    int prefix = node.crcKnown() ? node.crcPrefix() : committedPrefix(node.path());
    return (int) digests.of(prefix, node, node.creations(), node.owner());
  }

  private int committedPrefix(String path) {
    byte[] bytes = utf8(path);
    if (!tree.find(bytes, view)) {
      throw new IllegalStateException("a node that pending changes left its data is gone");
    }
    return digests.prefix(bytes, bytes.length, view);
  }

  /** The digest of the tree after everything in flight. */
  long digest() {
    return digest;
  }

  /** Sets a node's new state. */
  void put(long zxid, @Nullable PendingZnode before, PendingZnode after) {
    change(before, new Change(zxid, after.path(), after, counts(after)));
  }

  /** Removes a node. */
  void remove(long zxid, PendingZnode before) {
    change(before, new Change(zxid, before.path(), null, 0));
  }

  private void change(@Nullable PendingZnode committed, Change change) {
    Change before = overlay.put(change.path, change);
    change.before = before;
    moved(change.path, before == null ? 0 : before.owner(), change.owner());
    changes.add(change);
    revocable++;
    if (before != null) {
      digest -= Integer.toUnsignedLong(before.counts);
    } else if (committed != null) {
      digest -= Integer.toUnsignedLong(committed.counted());
    }
    digest += Integer.toUnsignedLong(change.counts);
  }

  /** The entry of a path in the overlay has another owner now; 0 stands for none. */
  private void moved(String path, long from, long to) {
    if (from == to) {
      return;
    }
    if (from != 0) {
      Set<String> paths = owned.get(from);
      if (paths != null && paths.remove(path) && paths.isEmpty()) {
        owned.remove(from);
      }
    }
    if (to != 0) {
      owned.computeIfAbsent(to, _ -> new LinkedHashSet<>()).add(path);
    }
  }

  /** The ephemerals that a session will have. Costs as much as it has: all sessions of a server may end at once. */
  Set<String> ephemeralsOf(long sessionId) {
    Set<String> paths = new LinkedHashSet<>();
    for (String path : tree.ephemerals(sessionId)) {
      Change change = overlay.get(path);
      if (change == null || change.owner() == sessionId) {
        paths.add(path);
      }
    }
    paths.addAll(owned.getOrDefault(sessionId, Set.of()));
    return paths;
  }

  /** Takes back every change since the last {@link #proposed}. */
  void rollBack() {
    for (; revocable > 0; revocable--) {
      Change change = changes.removeLast();
      Change before = change.before;
      if (before == null) {
        overlay.remove(change.path);
      } else {
        overlay.put(change.path, before);
      }
      moved(change.path, change.owner(), before == null ? 0 : before.owner());
    }
    digest = digestBefore;
  }

  /** The changes since the last call belong to a proposal that is on its way now. */
  void proposed() {
    if (revocable > 0) {
      forgetBefore();
    }
    digestBefore = digest;
  }

  private void forgetBefore() {
    Iterator<Change> newest = changes.descendingIterator();
    for (; revocable > 0; revocable--) {
      newest.next().before = null;
    }
  }

  /** A txn was applied: what it left in the overlay is in the tree now. */
  void applied(long zxid) {
    for (Change oldest; (oldest = changes.peek()) != null && oldest.zxid <= zxid; ) {
      changes.remove();
      if (overlay.remove(oldest.path, oldest)) {
        moved(oldest.path, oldest.owner(), 0);
      }
    }
  }

  /** Forgets everything in flight and starts from the committed tree. */
  void reset() {
    overlay.clear();
    owned.clear();
    changes.clear();
    revocable = 0;
    digest = tree.digest();
    digestBefore = digest;
  }
}
