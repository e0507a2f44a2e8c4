package io.vivarium.kernel.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects pairs of session and path by one of the two, up to a limit of what is kept in memory. One thread. */
final class PathGroups implements ServerView.PathVisitor {
  /** Characters of paths that one answer has at most; what comes after is left out, and the answer says so. */
  static final int MOST_CHARACTERS = 8 << 20;

  /** Pairs that one answer has at most. */
  static final int MOST_PAIRS = 500_000;

  private final Map<String, List<Object>> groups = new LinkedHashMap<>();
  private final boolean sessionsFirst;
  private int pairs;
  private long characters;

  private PathGroups(boolean sessionsFirst) {
    this.sessionsFirst = sessionsFirst;
  }

  static PathGroups bySession() {
    return new PathGroups(true);
  }

  static PathGroups byPath() {
    return new PathGroups(false);
  }

  @Override
  public boolean visit(long sessionId, String path) {
    if (isFull()) {
      return false;
    }
    pairs++;
    characters += path.length();
    groups
        .computeIfAbsent(sessionsFirst ? Long.toString(sessionId) : path, _ -> new ArrayList<>())
        .add(sessionsFirst ? path : (Object) sessionId);
    return true;
  }

  /** Adds the groups to an answer. */
  void addTo(Fields fields, String name) {
    fields.put(name, groups);
    if (isFull()) {
      fields.put("truncated", true);
    }
  }

  private boolean isFull() {
    return pairs >= MOST_PAIRS || characters >= MOST_CHARACTERS;
  }
}
