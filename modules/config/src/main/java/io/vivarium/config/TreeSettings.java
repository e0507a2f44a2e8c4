package io.vivarium.config;

/**
 * How the tree behaves.
 *
 * @param extendedTypes whether TTL znodes may be created
 * @param emulate353 whether TTL znodes are laid out as in 3.5.3
 * @param digest whether a digest of the tree is kept
 * @param enforceQuota whether hard quotas are enforced
 * @param closeSessionTxn whether the txn that closes a session lists its ephemerals
 * @param containers how containers and TTL znodes are removed
 */
public record TreeSettings(
    boolean extendedTypes,
    boolean emulate353,
    boolean digest,
    boolean enforceQuota,
    boolean closeSessionTxn,
    Containers containers) {

  /**
   * Removal of empty containers and expired TTL znodes.
   *
   * @param checkIntervalMs time between looks; 0: never
   * @param maxPerMinute most removals in a minute
   * @param maxNeverUsedMs age at which a container that never had a child is removed; 0: never
   */
  public record Containers(long checkIntervalMs, int maxPerMinute, long maxNeverUsedMs) {}

  static TreeSettings from(Values values) {
    return new TreeSettings(
        values.get(StorageKeys.EXTENDED_TYPES),
        values.get(StorageKeys.EMULATE_353),
        values.get(StorageKeys.DIGEST_ENABLED),
        values.get(ClientKeys.ENFORCE_QUOTA),
        values.get(StorageKeys.CLOSE_SESSION_TXN),
        new Containers(
            values.get(StorageKeys.CONTAINER_CHECK_INTERVAL),
            values.get(StorageKeys.CONTAINER_MAX_PER_MINUTE),
            values.get(StorageKeys.CONTAINER_MAX_NEVER_USED)));
  }
}
