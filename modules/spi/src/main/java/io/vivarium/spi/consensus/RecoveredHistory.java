package io.vivarium.spi.consensus;

/**
 * What recovery found on this server's disk.
 *
 * @param lastZxid zxid of the last txn that is in log or snapshot; 0 for an empty server
 * @param lastSnapshotZxid zxid of the snapshot that recovery began from
 * @param trusted false when the server came up empty without permission to count as such ({@code db.autocreate=false}): it may
 *     not vote
 */
public record RecoveredHistory(long lastZxid, long lastSnapshotZxid, boolean trusted) {}
