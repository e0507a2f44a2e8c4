package io.vivarium.tree.watch;

import io.vivarium.model.Acl;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.TreeReader;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All watches of a server.
 *
 * <h2>No event is lost</h2>
 *
 * <p>Interest comes from I/O threads, changes from the tree's writer. Paths are spread over stripes, each with its lock. A watch
 * left by a read must fire for every change after the version that was read, so {@link #add} asks, under the lock of the path's
 * stripe, whether what was read is unchanged, and registers only then. The writer takes the same lock when it looks for watches,
 * after it has opened its write section and changed the node. If the reader has the lock first, the writer finds the watch; if the
 * writer has it first, the reader finds that the node has changed and reads again.
 *
 * <p>To spare the lock where nobody watches, the writer first looks at a count of watches. That is a race of Dekker's kind: the
 * reader raises the count and then asks whether the node is unchanged, the writer changes the node and then looks at the count,
 * each with a full fence in between, so at least one of them sees what the other did. The same holds for the count of recursive
 * watches, which decides whether the ancestors of a path are looked at.
 *
 * <h2>Order</h2>
 *
 * <p>Events leave in the order of the changes; for one change a connection is told once, whatever it watches it by. The order
 * between connections is not specified.
 */
public final class WatchTable implements ChangeListener {
  /** How a watch was asked for. */
  public enum Mode {
    /** By exists or getData. */
    DATA(Watch.DATA),
    /** By getChildren. */
    CHILD(Watch.CHILD),
    PERSISTENT(Watch.PERSISTENT),
    RECURSIVE(Watch.RECURSIVE);

    private final int bit;

    Mode(int bit) {
      this.bit = bit;
    }
  }

  private static final int STRIPES = 64;

  /** What a connection may have of the half of the memory that is kept for those with few watches. */
  private static final long FEW_BYTES = 64 << 10;

  /** The sum of what is not told of is below this share of the limit. */
  private static final int UNTOLD_SHARE = 64 * STRIPES;

  private final Stripe[] stripes = new Stripe[STRIPES];

  /** Watches registered or just being registered. */
  private final AtomicInteger watches = new AtomicInteger();

  /** Recursive ones among them. */
  private final AtomicInteger recursive = new AtomicInteger();

  private final AtomicInteger dataEntries = new AtomicInteger();
  private final AtomicInteger childEntries = new AtomicInteger();

  private final long mostBytes;

  /** What a stripe may keep to itself of its bytes, this way or that; all of it where nobody needs the sum. */
  private final long mostUntold;

  /** What all watches take, without what the stripes have not told yet. */
  private final AtomicLong bytes = new AtomicLong();

  private Told witness = (type, connections) -> {};

  // The writer's own.
  private long change;
  private Watches[] told = new Watches[16];
  private int toldCount;

  /** An empty table, for any number of watches. */
  public WatchTable() {
    this(0);
  }

  /**
   * An empty table.
   *
   * @param mostBytes of memory beyond which {@link #hasRoom} says no; 0 for any
   */
  public WatchTable(long mostBytes) {
    this.mostBytes = mostBytes;
    this.mostUntold = mostBytes == 0 ? Long.MAX_VALUE : mostBytes / UNTOLD_SHARE;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** Told how many connections hear of each change that anybody watches. The writer's thread; must be quick. */
  @FunctionalInterface
  public interface Told {
    /** So many hear of it, at least one. */
    void told(WatchEvent.Type type, int connections);
  }

  /** Has somebody told of the events from now on. Before the first change. */
  public void witness(Told newWitness) {
    witness = newWitness;
  }

  private Stripe stripe(int pathHash) {
    return stripes[(pathHash ^ (pathHash >>> 16)) & (STRIPES - 1)];
  }

  // ---- interest

  /**
   * Whether a connection may leave so many more watches. Those who leave them ask; nothing is refused here. Half of the memory is for
   * connections that have few, so that those with many keep nobody out. Any thread; several that ask at once may all hear yes.
   *
   * @param characters of all the paths together
   */
  public boolean hasRoom(Watches by, int paths, long characters) {
    long more = WatchBytes.alone(paths, characters);
    long its = by.bytesWith(paths, more);
    if (its < 0) {
      return false;
    }
    if (mostBytes == 0) {
      return true;
    }
    long all = bytes.get() + more;
    return all <= mostBytes / 2 || (all <= mostBytes && its <= FEW_BYTES);
  }

  /** Keeps the figure in step; the stripe is held. Told to the others from time to time only, as they all wait for one line of the cache. */
  private void took(Stripe stripe, long more) {
    stripe.untoldBytes += more;
    if (Math.abs(stripe.untoldBytes) > mostUntold) {
      bytes.addAndGet(stripe.untoldBytes);
      stripe.untoldBytes = 0;
    }
  }

  /**
   * Leaves a watch for what {@code read} read last. Any thread.
   *
   * @return false when that has changed meanwhile: nothing is left then, and the caller reads again
   */
  public boolean add(String path, Mode mode, Watches by, TreeReader read) {
    return register(path, mode, by, read::unchanged);
  }

  /** Leaves a watch whatever the state of the node; for addWatch. Any thread. */
  public void add(String path, Mode mode, Watches by) {
    register(path, mode, by, () -> true);
  }

  boolean register(String path, Mode mode, Watches by, BooleanSupplier unchanged) {
    watches.incrementAndGet();
    if (mode == Mode.RECURSIVE) {
      recursive.incrementAndGet();
    }
    // Our half of Dekker's race: the count must be seen before we ask. A volatile write alone does
    // not keep a later read of another kind, such as that of the tree's sequence, behind it.
    VarHandle.fullFence();
    boolean added = false;
    try {
      Stripe stripe = stripe(path.hashCode());
      synchronized (stripe) {
        if (!unchanged.getAsBoolean()) {
          return false;
        }
        added = put(stripe, path, mode, by);
        return true;
      }
    } finally {
      if (!added) {
        watches.decrementAndGet();
        if (mode == Mode.RECURSIVE) {
          recursive.decrementAndGet();
        }
      }
    }
  }

  /** True when the bit is new. */
  private boolean put(Stripe stripe, String path, Mode mode, Watches by) {
    WatchedPath watched = stripe.getOrAdd(path);
    Watch watch = by.on(watched);
    if (watch == null) {
      watch = new Watch(by, watched);
      if (!by.add(watch)) {
        if (watched.count() == 0) {
          stripe.remove(watched);
        }
        return false;
      }
      watched.add(watch);
      took(stripe, watched.count() == 1 ? WatchBytes.alone(path) : WatchBytes.WATCH);
    } else if ((watch.mode & mode.bit) != 0) {
      return false;
    }
    setMode(watch, watch.mode | mode.bit);
    return true;
  }

  /** Keeps the figures in step. */
  private void setMode(Watch watch, int mode) {
    count(dataEntries, watch.mode, mode, Watch.DATA_TABLE);
    count(childEntries, watch.mode, mode, Watch.CHILD_TABLE);
    watch.mode = mode;
  }

  private static void count(AtomicInteger entries, int before, int after, int table) {
    boolean was = (before & table) != 0;
    boolean is = (after & table) != 0;
    if (was != is) {
      entries.addAndGet(is ? 1 : -1);
    }
  }

  /** Clears bits of a watch and forgets it when none is left. The stripe is held. */
  private void clear(Stripe stripe, Watch watch, int bits) {
    int gone = watch.mode & bits;
    if (gone == 0) {
      return;
    }
    setMode(watch, watch.mode & ~bits);
    watches.addAndGet(-Integer.bitCount(gone));
    if ((gone & Watch.RECURSIVE) != 0) {
      recursive.decrementAndGet();
    }
    if (watch.mode == 0) {
      watch.owner.remove(watch);
      watch.path.remove(watch);
      boolean last = watch.path.count() == 0;
      if (last) {
        stripe.remove(watch.path);
      }
      took(stripe, last ? -WatchBytes.alone(watch.path.path) : -WatchBytes.WATCH);
    }
  }

  private static int bits(WatcherType type) {
    return switch (type) {
      case CHILDREN -> Watch.CHILD;
      case DATA -> Watch.DATA;
      case ANY -> Watch.DATA_TABLE | Watch.CHILD_TABLE;
      case PERSISTENT -> Watch.PERSISTENT;
      case PERSISTENT_RECURSIVE -> Watch.RECURSIVE;
    };
  }

  /** Whether there is a watch of this type. Any thread. */
  public boolean contains(String path, WatcherType type, Watches by) {
    Stripe stripe = stripe(path.hashCode());
    synchronized (stripe) {
      WatchedPath watched = stripe.get(path, path.length(), path.hashCode());
      Watch watch = watched == null ? null : by.on(watched);
      return watch != null && (watch.mode & bits(type)) != 0;
    }
  }

  /** Takes the watches of this type away; false when there were none. Any thread. */
  public boolean remove(String path, WatcherType type, Watches by) {
    Stripe stripe = stripe(path.hashCode());
    synchronized (stripe) {
      WatchedPath watched = stripe.get(path, path.length(), path.hashCode());
      Watch watch = watched == null ? null : by.on(watched);
      if (watch == null || (watch.mode & bits(type)) == 0) {
        return false;
      }
      clear(stripe, watch, bits(type));
      return true;
    }
  }

  /** Takes all watches of a connection away and lets it leave no more. Any thread. */
  public void close(Watches by) {
    for (Watch watch : by.close()) {
      Stripe stripe = stripe(watch.path.path.hashCode());
      synchronized (stripe) {
        clear(stripe, watch, ~0);
      }
    }
  }

  // ---- changes

  /** The writer's half of Dekker's race: the node has been changed, now look. */
  boolean anyWatches() {
    VarHandle.fullFence();
    return watches.get() != 0;
  }

  /** As {@link #anyWatches}, after it. */
  boolean anyRecursive() {
    return recursive.get() != 0;
  }

  @Override
  public void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid) {
    if (!anyWatches()) {
      return;
    }
    change++;
    int fires = Watch.DATA | Watch.PERSISTENT | Watch.RECURSIVE;
    int consumed = Watch.DATA;
    if (type == WatchEvent.Type.NODE_DELETED) {
      fires |= Watch.CHILD;
      consumed |= Watch.CHILD;
    }
    int hash = anyRecursive() ? collectAncestors(path) : path.hashCode();
    collect(path, path.length(), hash, fires, consumed);
    tell(type, path, path.length(), acl, zxid);
  }

  @Override
  public void childrenChanged(String childPath, List<Acl> parentAcl, long zxid) {
    if (!anyWatches()) {
      return;
    }
    change++;
    int length = Math.max(1, childPath.lastIndexOf('/'));
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + childPath.charAt(i);
    }
    collect(childPath, length, hash, Watch.CHILD | Watch.PERSISTENT, Watch.CHILD);
    tell(WatchEvent.Type.NODE_CHILDREN_CHANGED, childPath, length, parentAcl, zxid);
  }

  /** Collects the recursive watches of all ancestors; returns the hash of the path, which {@link String#hashCode} builds alike. */
  private int collectAncestors(String path) {
    int hash = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '/') {
        // "/" is the parent of "/a", "/a" that of "/a/b".
        if (i > 0) {
          collect(path, i, hash, Watch.RECURSIVE, 0);
        } else if (path.length() > 1) {
          collect(path, 1, '/', Watch.RECURSIVE, 0);
        }
      }
      hash = 31 * hash + c;
    }
    return hash;
  }

  private void collect(String path, int length, int hash, int fires, int consumed) {
    Stripe stripe = stripe(hash);
    synchronized (stripe) {
      WatchedPath watched = stripe.get(path, length, hash);
      if (watched == null) {
        return;
      }
      // From the end: a watch that is used up is replaced by the last one, which has been seen.
      for (int i = watched.count() - 1; i >= 0; i--) {
        Watch watch = watched.get(i);
        if ((watch.mode & fires) != 0) {
          if (watch.owner.toldChange != change) {
            watch.owner.toldChange = change;
            remember(watch.owner);
          }
          clear(stripe, watch, consumed);
        }
      }
    }
  }

  private void remember(Watches one) {
    if (toldCount == told.length) {
      told = Arrays.copyOf(told, 2 * toldCount);
    }
    told[toldCount++] = one;
  }

  /** Tells those that were collected, with no lock held, as what they do is not ours to know. */
  private void tell(WatchEvent.Type type, String path, int length, List<Acl> acl, long zxid) {
    if (toldCount == 0) {
      return;
    }
    witness.told(type, toldCount);
    WatchEvent event = new WatchEvent(type, path.substring(0, length), zxid);
    boolean open = acl.equals(Acl.OPEN);
    for (int i = 0; i < toldCount; i++) {
      Watcher watcher = told[i].watcher;
      if (open || watcher.mayRead(acl)) {
        watcher.fired(event);
      }
    }
    Arrays.fill(told, 0, toldCount, null);
    toldCount = 0;
  }

  // ---- for operators; any thread

  /** What {@link #counts} cannot know without a walk. */
  private static final class Tally implements Predicate<Watch> {
    private final Set<Watches> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private int paths;
    private @Nullable WatchedPath last;

    @Override
    public boolean test(Watch watch) {
      connections.add(watch.owner);
      if (watch.path != last) {
        last = watch.path;
        paths++;
      }
      return true;
    }
  }

  /** Counts the watches; walks the table, a stripe at a time. */
  public WatchCounts counts() {
    Tally tally = new Tally();
    walk(Watch.DATA_TABLE, tally);
    return new WatchCounts(
        tally.connections.size(), tally.paths, dataEntries.get(), childEntries.get());
  }

  /** Entries in both tables, without walking them. */
  public int size() {
    return dataEntries.get() + childEntries.get();
  }

  /** Bytes that all watches take; asks every stripe. */
  long bytes() {
    long sum = bytes.get();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        sum += stripe.untoldBytes;
      }
    }
    return sum;
  }

  /** What {@link #hasRoom} goes by. */
  long toldBytes() {
    return bytes.get();
  }

  /**
   * The watched paths of the data table and who watches each.
   *
   * @param most how many watches are told of, as there may be millions; which ones is not specified
   */
  public Map<String, List<Watcher>> watchersByPath(int most) {
    Map<String, List<Watcher>> byPath = new TreeMap<>();
    int[] told = new int[1];
    walk(
        Watch.DATA_TABLE,
        watch -> {
          if (told[0] == most) {
            return false;
          }
          told[0]++;
          byPath
              .computeIfAbsent(watch.path.path, path -> new ArrayList<>())
              .add(watch.owner.watcher);
          return true;
        });
    return byPath;
  }

  /** Visits the watches of a table, those on a path one after the other, until the visitor has enough. */
  private void walk(int table, Predicate<Watch> visitor) {
    Predicate<Watch> each = watch -> (watch.mode & table) == 0 || visitor.test(watch);
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        if (!stripe.allMatch(watched -> watched.allMatch(each))) {
          return;
        }
      }
    }
  }
}
