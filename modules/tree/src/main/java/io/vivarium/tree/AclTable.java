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
 */
final class AclTable {
  /** The number of {@link Acl#OPEN}. */
  static final int OPEN = -1;

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

  /** The number of a list, counted once more. */
  int acquire(List<Acl> acl) {
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
    if (id == OPEN || --references[id] > 0) {
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
    List<Acl> list = lists[id];
    if (list == null) {
      throw new IllegalStateException("no ACL has the number " + id);
    }
    return list;
  }

  /** Number of distinct lists, the open one not counted. */
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

  /** A copy by number; null where a number is free. */
  @Nullable List<Acl>[] copy() {
    return Arrays.copyOf(lists, used);
  }
}
