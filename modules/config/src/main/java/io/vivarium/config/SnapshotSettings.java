package io.vivarium.config;

/**
 * When snapshots are taken and removed, and how a server starts from them.
 *
 * @param snapCount txns between snapshots, at least 2
 * @param snapSizeLimitBytes bytes of log between snapshots; 0: no limit
 * @param retainCount snapshots that are kept, at least 3
 * @param purgeIntervalHours time between removals; 0: nothing is removed
 * @param serializeLastProcessedZxid whether the last zxid is written at the end of a snapshot
 * @param trustEmpty whether a log without any snapshot is accepted
 * @param dbAutocreate whether a server without any data may take part
 * @param allowLogGaps start although txns are missing in the middle of the log
 */
public record SnapshotSettings(
    int snapCount,
    long snapSizeLimitBytes,
    int retainCount,
    int purgeIntervalHours,
    boolean serializeLastProcessedZxid,
    boolean trustEmpty,
    boolean dbAutocreate,
    boolean allowLogGaps) {

  private static final int LEAST_SNAP_COUNT = 2;
  private static final int LEAST_RETAINED = 3;

  static SnapshotSettings from(Values values, Problems problems) {
    return new SnapshotSettings(
        atLeast(LEAST_SNAP_COUNT, StorageKeys.SNAP_COUNT, values, problems),
        Math.max(0, values.get(StorageKeys.SNAP_SIZE_LIMIT)) * 1024,
        atLeast(LEAST_RETAINED, StorageKeys.SNAP_RETAIN_COUNT, values, problems),
        values.get(StorageKeys.PURGE_INTERVAL),
        values.get(StorageKeys.SERIALIZE_LAST_PROCESSED_ZXID),
        values.get(StorageKeys.TRUST_EMPTY),
        values.get(StorageKeys.DB_AUTOCREATE),
        values.get(OwnKeys.ALLOW_LOG_GAPS));
  }

  private static int atLeast(int least, Key<Integer> key, Values values, Problems problems) {
    int value = values.get(key);
    Setting written = values.setting(key);
    if (value < least && written != null) {
      problems.warning(
          written, "is too small; " + least + " is used", "Set it to " + least + " or more");
    }
    return Math.max(least, value);
  }
}
