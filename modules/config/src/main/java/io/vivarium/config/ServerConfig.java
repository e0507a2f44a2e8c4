package io.vivarium.config;

/**
 * A checked configuration: everything the server needs to know, typed. Immutable; any thread. Read by {@link ConfigLoader}.
 *
 * @param directories where data is kept
 * @param clientPorts where clients are awaited
 * @param sessions bounds of sessions and connections
 * @param requests bounds of requests and replies
 * @param tree behaviour of the tree
 * @param snapshots when snapshots are taken and removed
 * @param log how the log is forced
 * @param access who may do what
 * @param ensemble the other servers
 * @param plugins which plugin does what
 * @param pluginConfigs the values of plugins' keys
 * @param effective every key with its value and origin, for people
 */
public record ServerConfig(
    Directories directories,
    ClientPorts clientPorts,
    SessionLimits sessions,
    RequestLimits requests,
    TreeSettings tree,
    SnapshotSettings snapshots,
    LogSettings log,
    Access access,
    Ensemble ensemble,
    PluginSelection plugins,
    PluginConfigs pluginConfigs,
    EffectiveConfig effective) {

  /**
   * How txns are gathered before the log is forced, and how many are kept for learners.
   *
   * @param flushDelayMs longest time a txn waits for others; 0: none waits
   * @param maxWriteQueuePollTimeMs time to wait for one more txn when {@code flushDelayMs} is set
   * @param maxBatchSize most txns forced together; 0: no limit
   * @param commitLogCount committed txns kept in memory for learners
   * @param snapshotSizeFactor share of a snapshot's size up to which a learner is brought up from the log on disk; negative: never
   */
  public record LogSettings(
      long flushDelayMs,
      long maxWriteQueuePollTimeMs,
      int maxBatchSize,
      int commitLogCount,
      double snapshotSizeFactor) {

    static LogSettings from(Values values) {
      long delay = values.get(StorageKeys.FLUSH_DELAY);
      return new LogSettings(
          delay,
          values.get(StorageKeys.MAX_WRITE_QUEUE_POLL_TIME, delay / 3),
          values.get(StorageKeys.MAX_BATCH_SIZE),
          values.get(StorageKeys.COMMIT_LOG_COUNT),
          values.get(StorageKeys.SNAPSHOT_SIZE_FACTOR));
    }
  }
}
