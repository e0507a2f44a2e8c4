package io.vivarium.tree;

import io.vivarium.model.Paths;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The quotas in force by prefix. Written by the tree's writer, read by any thread. */
final class QuotaTable {
  static final String LIMITS = "/zookeeper_limits";
  static final String USAGE = "/zookeeper_stats";

  private final Map<String, Quota> byPrefix = new ConcurrentHashMap<>();

  /** The subtree that a node below {@code /zookeeper/quota} with this last name speaks of; null when it is no such node. */
  static @Nullable String subject(String path, String lastName) {
    return path.length() > Paths.QUOTA.length() + lastName.length()
            && path.startsWith(Paths.QUOTA)
            && path.charAt(Paths.QUOTA.length()) == '/'
            && path.endsWith(lastName)
        ? path.substring(Paths.QUOTA.length(), path.length() - lastName.length())
        : null;
  }

  static String usagePath(String prefix) {
    return Paths.QUOTA + prefix + USAGE;
  }

  boolean isEmpty() {
    return byPrefix.isEmpty();
  }

  @Nullable Quota get(String prefix) {
    return byPrefix.get(prefix);
  }

  /** All of them; a live view, weakly consistent. */
  Collection<Quota> all() {
    return Collections.unmodifiableCollection(byPrefix.values());
  }

  void put(Quota quota) {
    byPrefix.put(quota.prefix(), quota);
  }

  void remove(String prefix) {
    byPrefix.remove(prefix);
  }

  /** Changes the quota of a prefix, if there is one. */
  void update(String prefix, UnaryOperator<Quota> change) {
    byPrefix.computeIfPresent(prefix, (key, quota) -> change.apply(quota));
  }

  /** The quota with the deepest prefix that {@code path} is in, or null. */
  @Nullable Quota deepest(String path) {
    if (byPrefix.isEmpty()) {
      return null;
    }
    int end = path.length();
    while (end > 0) {
      Quota quota = byPrefix.get(path.substring(0, end));
      if (quota != null) {
        return quota;
      }
      end = path.lastIndexOf('/', end - 1);
    }
    return null;
  }
}
