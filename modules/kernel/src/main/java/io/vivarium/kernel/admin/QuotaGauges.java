package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.tree.Quota;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Limits and usage of quotas by namespace, as ZooKeeper shows them: added up over all quotas below the first element of a path, with
 * −1 for a limit that is not set.
 */
final class QuotaGauges {
  /** Quotas are made by clients: further namespaces are added up under {@value #OTHER}. */
  static final int MAX_NAMESPACES = 1_000;

  static final String OTHER = "other";

  private final ServerView.Tree tree;

  QuotaGauges(ServerView.Tree tree) {
    this.tree = tree;
  }

  void publishTo(KernelMetrics metrics) {
    metrics.gauges("quota_count_limit_per_namespace", () -> limits(Quota::countLimit));
    metrics.gauges("quota_bytes_limit_per_namespace", () -> limits(Quota::bytesLimit));
    metrics.gauges("quota_count_usage_per_namespace", () -> usage(Quota::usedCount));
    metrics.gauges("quota_bytes_usage_per_namespace", () -> usage(Quota::usedBytes));
  }

  private Map<String, Long> limits(ToLongFunction<Quota> limit) {
    Map<String, Long> sums = new TreeMap<>();
    for (Quota quota : tree.quotas()) {
      add(sums, quota, limit);
    }
    return sums;
  }

  /** Of those whose usage is counted. */
  private Map<String, Long> usage(ToLongFunction<Quota> used) {
    Map<String, Long> sums = new TreeMap<>();
    for (Quota quota : tree.quotas()) {
      if (quota.tracked()) {
        add(sums, quota, used);
      }
    }
    return sums;
  }

  private static void add(Map<String, Long> sums, Quota quota, ToLongFunction<Quota> figure) {
    String namespace = NamespaceTraffic.namespaceOf(quota.prefix());
    if (namespace != null) {
      String key = sums.size() < MAX_NAMESPACES || sums.containsKey(namespace) ? namespace : OTHER;
      sums.merge(key, figure.applyAsLong(quota), Long::sum);
    }
  }
}
