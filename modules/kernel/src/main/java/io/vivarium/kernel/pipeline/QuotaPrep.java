package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.MetricFamily;
import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.Quota;

/**
 * Judges writes against hard quotas. As in ZooKeeper the judgement goes by committed usage only, so pipelined writes can
 * overshoot, and soft limits never refuse.
 */
final class QuotaPrep {
  private final DataTree tree;
  private final boolean enforce;
  private final MetricFamily<? extends Counter> refusals;

  /**
   * Judges by the quotas of a tree.
   *
   * @param enforce whether anything is refused at all
   * @param refusals counts what is, by namespace
   */
  QuotaPrep(DataTree tree, boolean enforce, MetricFamily<? extends Counter> refusals) {
    this.tree = tree;
    this.enforce = enforce;
    this.refusals = refusals;
  }

  /** Whether adding so many nodes and bytes below the deepest quota above {@code path} would exceed a hard limit of it. */
  boolean exceeded(String path, int nodes, long bytes) {
    if (!enforce) {
      return false;
    }
    Quota quota = tree.quota(path);
    if (quota == null || quota.judge(nodes, bytes) != Quota.Verdict.HARD_EXCEEDED) {
      return false;
    }
    String namespace = NamespaceTraffic.namespaceOf(path);
    if (namespace != null) {
      refusals.of(namespace).increment();
    }
    return true;
  }
}
