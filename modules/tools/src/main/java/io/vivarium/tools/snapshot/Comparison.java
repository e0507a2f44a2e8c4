package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.model.Acl;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Compares two snapshots in a memory of given size. Two files need not have their znodes in one order, so a first reading only adds up the
 * fingerprints of the znodes in each of many buckets, chosen by their paths: in the buckets whose sums are equal nothing differs. The
 * znodes of the others are then held and compared, as many buckets at a time as have room. So files that are equal are read once, files
 * that differ here and there twice, whatever they hold. One thread.
 */
final class Comparison {
  private static final int BUCKET_BITS = 18;
  private static final int BUCKETS = 1 << BUCKET_BITS;

  /** A znode that is held takes so much besides its path: the entry of the map, the record and the text, generously. */
  private static final int ENTRY_BYTES = 180;

  /** In no reading. */
  private static final int ALIKE = -1;

  /** Is told of each znode that differs. */
  @FunctionalInterface
  interface Listener {
    /**
     * A znode differs.
     *
     * @param sign {@code -} only left, {@code +} only right, {@code ~} in both
     * @param what differs; empty unless it is in both
     */
    void differs(String sign, String path, List<String> what);
  }

  private final Path left;
  private final Path right;
  private final Progress progress;
  private final long room;
  private final Listener listener;
  private final Map<String, ComparedNode> held = new TreeMap<>();
  private long differences;
  private int readings;

  /**
   * A comparison that has not begun.
   *
   * @param room bytes that znodes may take which are held
   */
  Comparison(Path left, Path right, Progress progress, long room, Listener listener) {
    this.left = left;
    this.right = right;
    this.progress = progress;
    this.room = room;
    this.listener = listener;
  }

  /**
   * Compares; returns how many znodes differ.
   *
   * @throws IOException when a file is damaged or cannot be read
   */
  long run() throws IOException {
    Sums sums = new Sums();
    read(left, (path, print, node) -> sums.left(path, print, node));
    read(right, (path, print, node) -> sums.right(print, node));
    readings = 1;
    int[] readingOf = new int[BUCKETS];
    int last = plan(sums, readingOf);
    for (int reading = 0; reading <= last; reading++) {
      int now = reading;
      read(left, (path, print, node) -> hold(readingOf[bucket(print)] == now, path, node));
      read(right, (path, print, node) -> meet(readingOf[bucket(print)] == now, path, node));
      readings++;
      held.keySet().forEach(path -> tell("-", path, List.of()));
      held.clear();
    }
    return differences;
  }

  /** How often both files were read. */
  int readings() {
    return readings;
  }

  /** Says in which reading each bucket is looked at; returns the last one, {@link #ALIKE} when there is none. */
  private int plan(Sums sums, int[] readingOf) {
    Arrays.fill(readingOf, ALIKE);
    int reading = ALIKE;
    long taken = room;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (sums.difference[bucket] == 0) {
        continue;
      }
      if (reading == ALIKE || taken + sums.bytes[bucket] > room) {
        reading++;
        taken = 0;
      }
      taken += sums.bytes[bucket];
      readingOf[bucket] = reading;
    }
    return reading;
  }

  private static int bucket(long print) {
    return (int) (print >>> (Long.SIZE - BUCKET_BITS));
  }

  private void hold(boolean now, String path, Nodes.Lazy node) {
    if (now) {
      held.put(path, node.read());
    }
  }

  private void meet(boolean now, String path, Nodes.Lazy node) {
    if (!now) {
      return;
    }
    ComparedNode own = node.read();
    ComparedNode other = held.remove(path);
    if (other == null) {
      tell("+", path, List.of());
    } else if (!other.equals(own)) {
      tell("~", path, other.differing(own));
    }
  }

  private void tell(String sign, String path, List<String> what) {
    differences++;
    listener.differs(sign, path, what);
  }

  private void read(Path file, Nodes.Taker taker) throws IOException {
    SnapshotWalk.read(file, progress, new Nodes(taker));
  }

  /** Of each bucket: the fingerprints of the left file less those of the right one, and what holding the left znodes would take. */
  private static final class Sums {
    private final long[] difference = new long[BUCKETS];
    private final long[] bytes = new long[BUCKETS];

    void left(String path, long print, Nodes.Lazy node) {
      difference[bucket(print)] += node.read().fingerprint(print);
      bytes[bucket(print)] += ENTRY_BYTES + 2L * path.length();
    }

    void right(long print, Nodes.Lazy node) {
      difference[bucket(print)] -= node.read().fingerprint(print);
    }
  }

  /** Hands on the znodes of a file with the fingerprints of their paths. */
  private static final class Nodes extends SnapshotWalk.Visitor {
    /** Takes a znode. */
    @FunctionalInterface
    interface Taker {
      void take(String path, long print, Lazy node);
    }

    /** A znode for whoever wants to know more than its path. */
    @FunctionalInterface
    interface Lazy {
      ComparedNode read();
    }

    private final Taker taker;
    private final AclTexts acls = new AclTexts();
    private final CRC32 crc = new CRC32();

    Nodes(Taker taker) {
      this.taker = taker;
    }

    @Override
    public void acl(long id, List<Acl> acl) {
      acls.add(id, acl);
    }

    @Override
    public void node(SnapshotNode node) {
      String path = NodeText.path(node);
      taker.take(path, ComparedNode.fingerprint(path), () -> compared(node));
    }

    private ComparedNode compared(SnapshotNode node) {
      byte[] data = node.dataArray();
      crc.reset();
      if (data != null) {
        crc.update(data, node.dataOffset(), node.dataLength());
      }
      return new ComparedNode(
          data == null ? -1 : node.dataLength(),
          (int) crc.getValue(),
          node.version(),
          node.aversion(),
          node.cversion(),
          node.ephemeralOwner(),
          acls.of(node.aclId()),
          node.czxid(),
          node.mzxid(),
          node.pzxid());
    }
  }
}
