package io.vivarium.kernel.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Metrics of one name, told apart by a key such as a server id or the first element of a path. Keys may come from clients, so
 * there are at most {@value #MAX_KEYS}; further keys share the member {@value #OTHER}. Any thread.
 *
 * @param <T> the kind of metric
 */
public final class MetricFamily<T> {
  /** How many keys a family tells apart. */
  static final int MAX_KEYS = 1_000;

  /** The key under which all others are counted once there are {@value #MAX_KEYS}. */
  static final String OTHER = "other";

  private final ConcurrentMap<String, T> members = new ConcurrentHashMap<>();
  private final Supplier<? extends T> maker;

  MetricFamily(Supplier<? extends T> maker) {
    this.maker = maker;
  }

  /** The member of this key, made when asked for the first time. */
  public T of(String key) {
    T known = members.get(key);
    if (known != null) {
      return known;
    }
    // Two threads may both pass the check: the limit is a bound on memory and need not be exact.
    String kept = members.size() < MAX_KEYS ? key : OTHER;
    return members.computeIfAbsent(kept, k -> maker.get());
  }

  void each(BiConsumer<? super String, ? super T> use) {
    members.forEach(use);
  }

  void eachMember(Consumer<? super T> use) {
    members.values().forEach(use);
  }
}
