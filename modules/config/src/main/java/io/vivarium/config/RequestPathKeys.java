package io.vivarium.config;

import static io.vivarium.config.ValueType.className;
import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;

import java.util.ArrayList;
import java.util.List;

/** Keys that tune threads, caches and queues which ZooKeeper's request path has and ours has not. */
final class RequestPathKeys {
  private static final int MIN = Integer.MIN_VALUE;
  private static final int MAX = Integer.MAX_VALUE;

  private RequestPathKeys() {}

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>(replies());
    keys.addAll(threads());
    keys.addAll(commits());
    keys.addAll(watches());
    return keys;
  }

  private static List<Key<?>> replies() {
    String unread = "requests wait unread in the socket";
    String encoded = "replies are encoded straight from the tree";
    String once = "ACLs are checked once, where the write is prepared";
    ValueType<Integer> entries = integer(MIN, MAX, "entries");
    return List.of(
        of("maxResponseCacheSize", entries, 400, "3.5.3", "Replies to getData kept.", encoded),
        of(
            "maxGetChildrenResponseCacheSize",
            entries,
            400,
            "3.6",
            "Replies to getChildren kept.",
            encoded),
        of(
            "enableEagerACLCheck",
            flag(),
            false,
            "3.6",
            "Check ACLs before a write is forwarded.",
            once),
        of(
            "request_stale_latency_check",
            flag(),
            false,
            "3.6",
            "Drop requests that waited too long.",
            unread),
        of(
            "request_stale_connection_check",
            flag(),
            true,
            "3.6",
            "Drop requests of closed connections.",
            unread),
        of(
            "request_throttler.shutdownTimeout",
            milliseconds(),
            10_000,
            "3.6",
            "Time to drain at the end.",
            unread));
  }

  private static List<Key<?>> threads() {
    String reason = "the transport chooses its own threads and buffers";
    ValueType<Integer> threads = integer(0, MAX, "threads");
    ValueType<Integer> bytes = integer(0, MAX, "bytes");
    String some = "√(cores / 2)";
    return List.of(
        computed("nio.numSelectorThreads", threads, some, "3.5", "Threads that select.", reason),
        computed("nio.numWorkerThreads", threads, "2 × cores", "3.5", "Threads for I/O.", reason),
        of("nio.directBufferBytes", bytes, 65_536, "3.5", "Buffer for writes.", reason),
        of(
            "nio.shutdownTimeout",
            milliseconds(),
            5000,
            "3.5",
            "Time for them at the end.",
            reason));
  }

  private static List<Key<?>> commits() {
    String reason = "the request pipeline has stages instead of thread pools";
    String prefix = "commitProcessor.";
    ValueType<Integer> threads = integer(0, MAX, "threads");
    ValueType<Integer> requests = integer(-1, MAX, "requests");
    return List.of(
        computed(
            prefix + "numWorkerThreads", threads, "cores", "3.5", "Threads for reads.", reason),
        of(
            prefix + "shutdownTimeout",
            milliseconds(),
            5000,
            "3.5",
            "Time for them at the end.",
            reason),
        of(prefix + "maxReadBatchSize", requests, -1, "3.6", "Reads between commits.", reason),
        of(prefix + "maxCommitBatchSize", requests, 1, "3.6", "Commits between reads.", reason));
  }

  private static List<Key<?>> watches() {
    String table = "there is one watch table; it is compact and needs no cleaning";
    ValueType<Integer> watchers = integer(-1, MAX, "watchers");
    ValueType<Integer> seconds = integer(0, MAX, "s");
    ValueType<Integer> threads = integer(0, MAX, "threads");
    return List.of(
        of(
            "watchManagerName",
            className(),
            "WatchManager",
            "3.6",
            "Class that keeps watches.",
            table),
        of(
            "watcherCleanThreshold",
            watchers,
            1000,
            "3.6",
            "Dead watchers that start a cleaning.",
            table),
        of("watcherCleanIntervalInSeconds", seconds, 600, "3.6", "Time between cleanings.", table),
        of("watcherCleanThreadsNum", threads, 2, "3.6", "Threads that clean.", table),
        of(
            "maxInProcessingDeadWatchers",
            watchers,
            -1,
            "3.6",
            "Dead watchers at which requests wait.",
            table),
        of(
            "bitHashCacheSize",
            integer(0, MAX, "entries"),
            10,
            "3.6",
            "Cache of the compact form.",
            table));
  }

  private static ValueType<Integer> milliseconds() {
    return integer(0, MAX, "ms");
  }

  private static <T> Key<T> of(
      String name, ValueType<T> type, T byDefault, String since, String help, String reason) {
    return Key.property(name, type, byDefault, help).since(since).withoutEffect(reason);
  }

  private static <T> Key<T> computed(
      String name, ValueType<T> type, String byDefault, String since, String help, String reason) {
    return Key.property(name, type, null, help)
        .since(since)
        .byDefault(byDefault)
        .withoutEffect(reason);
  }
}
