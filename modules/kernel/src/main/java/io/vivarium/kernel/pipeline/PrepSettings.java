package io.vivarium.kernel.pipeline;

/**
 * What prep's decisions depend on besides state.
 *
 * @param extendedTypes whether TTL nodes are enabled
 * @param emulate353 whether the TTL layout of 3.5.3 is in use
 * @param enforceQuota whether hard quotas refuse writes
 * @param digest whether txns carry the digest of the tree
 * @param closeSessionTxn whether closeSession txns list the ephemerals that go with them
 * @param standalone whether reconfig is refused as a server without an ensemble does
 * @param reconfigEnabled whether reconfig is allowed at all
 * @param neverUsedMs age in ms from which a container that never had a child may be removed; 0 for never
 * @param largestTxn bytes of a txn that everybody takes who has to read it, header and digest included
 */
public record PrepSettings(
    boolean extendedTypes,
    boolean emulate353,
    boolean enforceQuota,
    boolean digest,
    boolean closeSessionTxn,
    boolean standalone,
    boolean reconfigEnabled,
    long neverUsedMs,
    int largestTxn) {}
