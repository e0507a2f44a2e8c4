package io.vivarium.kernel.pipeline;

import io.vivarium.tree.DataTree;
import io.vivarium.tree.Quota;

/**
 * Judges writes against hard quotas. As in ZooKeeper the judgement goes by committed usage only, so pipelined writes can
 * overshoot, and soft limits never refuse.
 */
final class QuotaPrep {
  private final DataTree tree;
  private final boolean enforce;

  QuotaPrep(DataTree tree, boolean enforce) {
    this.tree = tree;
    this.enforce = enforce;
  }

  /** Whether adding so many nodes and bytes below the deepest quota above {@code path} would exceed a hard limit of it. */
  boolean exceeded(String path, int nodes, long bytes) {
    if (!enforce) {
      return false;
    }
    Quota quota = tree.quota(path);
    return quota != null && quota.judge(nodes, bytes) == Quota.Verdict.HARD_EXCEEDED;
  }
}
