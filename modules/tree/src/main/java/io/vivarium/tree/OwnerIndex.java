package io.vivarium.tree;

import io.vivarium.model.EphemeralOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths of all nodes that do not live for ever: ephemerals by session, containers, TTL nodes. One writer; readers under a
 * stamp.
 */
final class OwnerIndex {
  final PathSet containers = new PathSet();
  final PathSet ttls = new PathSet();

  private final Map<Long, PathSet> bySession = new ConcurrentHashMap<>();
  private final NameHash hasher;
  private final TreeOptions options;
  private int ephemerals;

  OwnerIndex(NameHash hasher, TreeOptions options) {
    this.hasher = hasher;
    this.options = options;
  }

  private EphemeralOwner.Kind kind(long owner) {
    return EphemeralOwner.kind(owner, options.extendedTypes(), options.emulate353());
  }

  void add(byte[] path, long owner) {
    switch (kind(owner)) {
      case PERSISTENT -> {}
      case CONTAINER -> containers.add(path, hasher);
      case TTL -> ttls.add(path, hasher);
      case EPHEMERAL -> {
        bySession.computeIfAbsent(owner, session -> new PathSet()).add(path, hasher);
        ephemerals++;
      }
    }
  }

  void remove(byte[] path, long owner) {
    switch (kind(owner)) {
      case PERSISTENT -> {}
      case CONTAINER -> containers.remove(path, hasher);
      case TTL -> ttls.remove(path, hasher);
      case EPHEMERAL -> {
        PathSet paths = bySession.get(owner);
        if (paths != null) {
          paths.remove(path, hasher);
          ephemerals--;
          if (paths.size() == 0) {
            bySession.remove(owner);
          }
        }
      }
    }
  }

  /** Number of ephemeral nodes. */
  int ephemerals() {
    return ephemerals;
  }

  /** Sessions that own ephemerals. */
  Map<Long, PathSet> bySession() {
    return bySession;
  }

  /** The paths of a session's ephemerals, in no order. */
  List<String> ephemerals(long session) {
    return paths(bySession.get(session));
  }

  private List<String> paths(@Nullable PathSet set) {
    List<String> paths = new ArrayList<>();
    if (set == null) {
      return paths;
    }
    ChildTable.Entries entries = new ChildTable.Entries();
    for (long at = 0; at < 1L << Integer.SIZE; ) {
      at = set.copySegment(at, entries, hasher);
      for (int i = 0; i < entries.count(); i++) {
        paths.add(PathSet.path(entries.get(i)));
      }
    }
    return paths;
  }
}
