package io.vivarium.kernel.pipeline;

import io.vivarium.tree.DataTree;
import io.vivarium.tree.NodeDigest;
import io.vivarium.tree.Znode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree as it will be once every proposal in flight is applied: the committed tree with an overlay of what those proposals
 * change. Prep judges requests against it, so that pipelined writes see each other. Also runs the digest of the tree ahead.
 *
 * <p>Each overlay entry carries the zxid that made it and goes when that txn is applied; a later change of the same node replaces
 * the entry and stays. Pipeline's thread only.
 */
final class PendingChanges {
  private static final byte[] NO_DATA = new byte[0];

  /** What is below here is not part of the digest. */
  private static final String UNCOUNTED = "/zookeeper/";

  /** A node's pending state; {@code znode} null when it will be gone. */
  private record Entry(long zxid, @Nullable PendingZnode znode) {}

  /** One change, as it is undone when a multi fails. */
  private record Undo(String path, @Nullable Entry before, long digestBefore) {}

  /** The paths that a proposal in flight changed. */
  private record Touched(long zxid, List<String> paths) {}

  private final DataTree tree;
  private final Map<String, Entry> overlay = new HashMap<>();
  private final ArrayDeque<Touched> inFlight = new ArrayDeque<>();
  private final List<Undo> journal = new ArrayList<>();

  private final NodeDigest digests = new NodeDigest();
  private final boolean keepDigest;
  private long digest;

  PendingChanges(DataTree tree, boolean keepDigest) {
    this.tree = tree;
    this.keepDigest = keepDigest;
    this.digest = tree.digest();
  }

  /** The node as it will be; null when it will not exist. */
  @Nullable PendingZnode find(String path) {
    Entry entry = overlay.get(path);
    if (entry != null) {
      return entry.znode();
    }
    Znode committed = tree.find(path);
    if (committed == null) {
      return null;
    }
    byte[] bytes = utf8(path);
    int prefix = keepDigest ? digests.prefix(bytes, bytes.length, committed) : 0;
    return PendingZnode.of(path, committed, prefix);
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

  private static byte[] utf8(String path) {
    return path.getBytes(StandardCharsets.UTF_8);
  }

  private long digestOf(PendingZnode node) {
    boolean counts = keepDigest && !node.path().startsWith(UNCOUNTED);
    return counts ? digests.of(node.crcPrefix(), node, node.creations(), node.owner()) : 0;
  }

  /** The digest of the tree after everything in flight. */
  long digest() {
    return digest;
  }

  /** Sets a node's new state. */
  void put(long zxid, @Nullable PendingZnode before, PendingZnode after) {
    change(zxid, after.path(), before, after);
  }

  /** Removes a node. */
  void remove(long zxid, PendingZnode before) {
    change(zxid, before.path(), before, null);
  }

  private void change(
      long zxid, String path, @Nullable PendingZnode before, @Nullable PendingZnode after) {
    Entry previous = overlay.put(path, new Entry(zxid, after));
    journal.add(new Undo(path, previous, digest));
    if (before != null) {
      digest -= digestOf(before);
    }
    if (after != null) {
      digest += digestOf(after);
    }
  }

  /**
   * The ephemerals that a session will have. Looks through the whole overlay: it is as small as what is in flight, and an index
   * would have to follow every roll-back.
   */
  Set<String> ephemeralsOf(long sessionId) {
    Set<String> paths = new LinkedHashSet<>(tree.ephemerals(sessionId));
    overlay.forEach(
        (path, entry) -> {
          PendingZnode znode = entry.znode();
          if (znode != null && znode.owner() == sessionId) {
            paths.add(path);
          } else {
            paths.remove(path);
          }
        });
    return paths;
  }

  /** Takes back every change since the last {@link #proposed}. */
  void rollBack() {
    for (int i = journal.size() - 1; i >= 0; i--) {
      Undo undo = journal.get(i);
      digest = undo.digestBefore();
      if (undo.before() == null) {
        overlay.remove(undo.path());
      } else {
        overlay.put(undo.path(), undo.before());
      }
    }
    journal.clear();
  }

  /** The changes since the last call belong to a proposal that is on its way now. */
  void proposed(long zxid) {
    if (journal.isEmpty()) {
      return;
    }
    List<String> paths = new ArrayList<>(journal.size());
    for (Undo undo : journal) {
      paths.add(undo.path());
    }
    journal.clear();
    inFlight.add(new Touched(zxid, paths));
  }

  /** A txn was applied: what it left in the overlay is in the tree now. */
  void applied(long zxid) {
    while (!inFlight.isEmpty() && inFlight.peek().zxid() <= zxid) {
      for (String path : inFlight.poll().paths()) {
        Entry entry = overlay.get(path);
        if (entry != null && entry.zxid() <= zxid) {
          overlay.remove(path);
        }
      }
    }
  }

  /** Forgets everything in flight and starts from the committed tree. */
  void reset() {
    overlay.clear();
    inFlight.clear();
    journal.clear();
    digest = tree.digest();
  }
}
