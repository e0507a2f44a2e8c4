package io.vivarium.tree;

import io.vivarium.model.Acl;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Every distinct ACL once, with a number that znodes refer to. The open ACL is the number {@link #OPEN} and is not in the table.
 * Numbers are counted: when the last reference goes, the entry goes, and the number is used again, though not while a scan still
 * relies on it. One writer; readers take {@link #list} under a stamp.
 *
 * <p>A loaded node may refer to a list that its snapshot does not have. All such nodes share the number {@link #UNKNOWN}, which is apart
 * from those of the lists that clients have set, whatever these say.
 */
final class AclTable {
  /** The number of {@link Acl#OPEN}. */
  static final int OPEN = -1;

  /** The number of a list that nobody knows; those of the others begin with 1, here as in ZooKeeper. */
  static final int UNKNOWN = 0;

  /** What an unknown list is taken for: nobody may do anything. It is not empty, as an empty one forbids nothing. */
  static final List<Acl> CLOSED = List.of(new Acl(0, "world", "anyone"));

  /** By number, from 1. Never changed in place where a reader could mind: entries appear before they are referred to. */
  private @Nullable List<Acl>[] lists = newLists(8);

  private int[] references = new int[8];
  private int used = 1;
  private final AtomicInteger scans = new AtomicInteger();
  private final Map<List<Acl>, Integer> ids = new HashMap<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final ArrayList<Integer> dead = new ArrayList<>();

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Acl>[] newLists(int length) {
    return new List[length];
  }

  /** The number of a list, counted once more; null stands for one that nobody knows. */
  int acquire(@Nullable List<Acl> acl) {
    if (acl == null) {
      references[UNKNOWN]++;
      return UNKNOWN;
    }
    if (acl.equals(Acl.OPEN)) {
      return OPEN;
    }
    Integer known = ids.get(acl);
    int id = known != null ? known : add(List.copyOf(acl));
    references[id]++;
    return id;
  }

  private int add(List<Acl> acl) {
    Integer reused = free.poll();
    int id = reused != null ? reused : used++;
    if (id == lists.length) {
      lists = Arrays.copyOf(lists, 2 * id);
      references = Arrays.copyOf(references, 2 * id);
    }
    lists[id] = acl;
    ids.put(acl, id);
    return id;
  }

  /** Takes one reference back. */
  void release(int id) {
    if (id == OPEN || --references[id] > 0 || id == UNKNOWN) {
      return;
    }
    // A scan counts itself and then reads the stamp; we have moved the stamp and read the count
    // only after this fence. So either
    // we see the scan, or it sees that we are writing and takes its copy again.
    VarHandle.fullFence();
    dead.add(id);
    sweep();
  }

  /** Frees the numbers that nothing refers to, unless a scan still might. */
  private void sweep() {
    if (scans.get() > 0) {
      return;
    }
    for (int id : dead) {
      if (references[id] == 0 && lists[id] != null) {
        drop(id);
      }
    }
    dead.clear();
  }

  private void drop(int id) {
    ids.remove(lists[id]);
    lists[id] = null;
    free.add(id);
  }

  /** The list of a number; throws for a number out of range, as a racing reader may have. */
  List<Acl> list(int id) {
    if (id == OPEN) {
      return Acl.OPEN;
    }
    if (id == UNKNOWN) {
      return CLOSED;
    }
    List<Acl> list = lists[id];
    if (list == null) {
      throw new IllegalStateException("no ACL has the number " + id);
    }
    return list;
  }

  /** Number of references to lists that nobody knows. */
  int unknown() {
    return references[UNKNOWN];
  }

  /** Number of distinct lists, the open one and unknown ones not counted. */
  int size() {
    return ids.size();
  }

  /** Keeps numbers from being used again until {@link #unpin}. Any thread. */
  void pin() {
    scans.incrementAndGet();
  }

  /** The end of one {@link #pin}; what died meanwhile is freed with the next that dies. Any thread. */
  void unpin() {
    scans.decrementAndGet();
  }

  /** A copy by number; null where a number is free. The closed list is in it while something refers to it. */
  @Nullable List<Acl>[] copy() {
    @Nullable List<Acl>[] copy = Arrays.copyOf(lists, used);
    copy[UNKNOWN] = unknown() > 0 ? CLOSED : null;
    return copy;
  }
}
