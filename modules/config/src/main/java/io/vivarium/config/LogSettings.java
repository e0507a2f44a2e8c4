package io.vivarium.config;

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
