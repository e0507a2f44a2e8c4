package io.vivarium.client;

import io.vivarium.model.OpCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who wants to be told of what, by the paths that the server knows. One-shot watches go when they fire; all are set again on another
 * connection. Confined to the session's event loop.
 */
final class Watches {
  /** Longest text of paths in bytes, roughly, that one request sets again; servers take requests of 1 MiB. */
  private static final int BATCH = 128 * 1024;

  /** What a listener waits for. */
  enum Kind {
    /** One-shot, on a node that is there: changed or deleted. */
    DATA,
    /** One-shot, on a node that was missing: created. */
    EXIST,
    /** One-shot: children came or went. */
    CHILD,
    PERSISTENT,
    PERSISTENT_RECURSIVE
  }

  private final Map<Kind, Map<String, Set<EventListener>>> tables = new EnumMap<>(Kind.class);

  Watches() {
    for (Kind kind : Kind.values()) {
      tables.put(kind, new HashMap<>());
    }
  }

  private Map<String, Set<EventListener>> table(Kind kind) {
    return tables.computeIfAbsent(kind, none -> new HashMap<>());
  }

  void add(Kind kind, String path, EventListener listener) {
    table(kind).computeIfAbsent(path, none -> new LinkedHashSet<>()).add(listener);
  }

  /** Whom to tell of a change, each once; one-shot watches are taken. */
  Set<EventListener> fired(WatchEvent event) {
    Set<EventListener> told = new LinkedHashSet<>();
    String path = event.path();
    boolean children = event.type() == WatchEvent.Type.NODE_CHILDREN_CHANGED;
    boolean deleted = event.type() == WatchEvent.Type.NODE_DELETED;
    if (!children) {
      take(Kind.DATA, path, told);
      take(Kind.EXIST, path, told);
      recursive(path, told);
    }
    if (children || deleted) {
      take(Kind.CHILD, path, told);
    }
    told.addAll(table(Kind.PERSISTENT).getOrDefault(path, Set.of()));
    return told;
  }

  private void take(Kind kind, String path, Set<EventListener> told) {
    Set<EventListener> taken = table(kind).remove(path);
    if (taken != null) {
      told.addAll(taken);
    }
  }

  private void recursive(String path, Set<EventListener> told) {
    Map<String, Set<EventListener>> table = table(Kind.PERSISTENT_RECURSIVE);
    if (table.isEmpty() || !path.startsWith(Paths.ROOT)) {
      return;
    }
    String at = path;
    while (true) {
      told.addAll(table.getOrDefault(at, Set.of()));
      if (at.equals(Paths.ROOT)) {
        return;
      }
      at = Paths.parent(at);
    }
  }

  /** Forgets the watches of a type on a path; returns whom to tell that, by the kind that was removed. */
  Map<WatcherType, Set<EventListener>> remove(WatcherType type, String path) {
    Map<WatcherType, Set<EventListener>> told = new EnumMap<>(WatcherType.class);
    boolean any = type == WatcherType.ANY;
    if (any || type == WatcherType.CHILDREN) {
      remove(Kind.CHILD, path, WatcherType.CHILDREN, told);
    }
    if (any || type == WatcherType.DATA) {
      remove(Kind.DATA, path, WatcherType.DATA, told);
      remove(Kind.EXIST, path, WatcherType.DATA, told);
    }
    if (any || type == WatcherType.PERSISTENT) {
      remove(Kind.PERSISTENT, path, WatcherType.PERSISTENT, told);
    }
    if (any || type == WatcherType.PERSISTENT_RECURSIVE) {
      remove(Kind.PERSISTENT_RECURSIVE, path, WatcherType.PERSISTENT, told);
    }
    return told;
  }

  private void remove(
      Kind kind, String path, WatcherType as, Map<WatcherType, Set<EventListener>> told) {
    Set<EventListener> removed = table(kind).remove(path);
    if (removed != null) {
      told.computeIfAbsent(as, none -> new LinkedHashSet<>()).addAll(removed);
    }
  }

  /** What sets all of them again on another connection: in pieces, as a request has a largest size; none when nothing is watched. */
  List<Request.SetWatches> requests(long lastZxid) {
    List<Request.SetWatches> requests = new ArrayList<>();
    Map<Kind, List<String>> batch = new EnumMap<>(Kind.class);
    int size = 0;
    for (Kind kind : Kind.values()) {
      for (String path : table(kind).keySet()) {
        batch.computeIfAbsent(kind, none -> new ArrayList<>()).add(path);
        size += Integer.BYTES + path.length();
        if (size >= BATCH) {
          requests.add(request(lastZxid, batch));
          batch.clear();
          size = 0;
        }
      }
    }
    if (!batch.isEmpty()) {
      requests.add(request(lastZxid, batch));
    }
    return requests;
  }

  /** Servers before 3.6 know the older operation only; they have no persistent watches either. */
  private static Request.SetWatches request(long lastZxid, Map<Kind, List<String>> batch) {
    boolean persistent =
        batch.containsKey(Kind.PERSISTENT) || batch.containsKey(Kind.PERSISTENT_RECURSIVE);
    return new Request.SetWatches(
        persistent ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES,
        lastZxid,
        batch.getOrDefault(Kind.DATA, List.of()),
        batch.getOrDefault(Kind.EXIST, List.of()),
        batch.getOrDefault(Kind.CHILD, List.of()),
        batch.getOrDefault(Kind.PERSISTENT, List.of()),
        batch.getOrDefault(Kind.PERSISTENT_RECURSIVE, List.of()));
  }
}
