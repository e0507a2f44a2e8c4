package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.integer;
import static io.vivarium.config.KnownKeys.number;
import static io.vivarium.config.KnownKeys.path;
import static io.vivarium.config.KnownKeys.ratio;

import java.nio.file.Path;

/** Keys about the data directory, the transaction log, snapshots and the tree. */
final class StorageKeys {
  static final Key<Path> DATA_DIR = path("dataDir");
  static final Key<Path> DATA_LOG_DIR = path("dataLogDir");
  static final Key<Boolean> DATADIR_AUTOCREATE = flag("datadir.autocreate");
  static final Key<Boolean> DB_AUTOCREATE = flag("db.autocreate");
  static final Key<Integer> SNAP_RETAIN_COUNT = integer("autopurge.snapRetainCount");
  static final Key<Integer> PURGE_INTERVAL = integer("autopurge.purgeInterval");
  static final Key<Boolean> SYNC_ENABLED = flag("syncEnabled");
  static final Key<Integer> SNAP_COUNT = integer("snapCount");
  static final Key<Long> SNAP_SIZE_LIMIT = number("snapSizeLimitInKb");
  static final Key<Boolean> TRUST_EMPTY = flag("snapshot.trust.empty");
  static final Key<Boolean> SERIALIZE_LAST_PROCESSED_ZXID =
      flag("serializeLastProcessedZxid.enabled");
  static final Key<Long> FLUSH_DELAY = number("flushDelay");
  static final Key<Long> MAX_WRITE_QUEUE_POLL_TIME = number("maxWriteQueuePollTime");
  static final Key<Integer> MAX_BATCH_SIZE = integer("maxBatchSize");
  static final Key<Integer> COMMIT_LOG_COUNT = integer("commitLogCount");
  static final Key<Double> SNAPSHOT_SIZE_FACTOR = ratio("snapshotSizeFactor");
  static final Key<Boolean> CLOSE_SESSION_TXN = flag("closeSessionTxn.enabled");
  static final Key<Boolean> DIGEST_ENABLED = flag("digest.enabled");
  static final Key<Boolean> EXTENDED_TYPES = flag("extendedTypesEnabled");
  static final Key<Boolean> EMULATE_353 = flag("emulate353TTLNodes");
  static final Key<Long> CONTAINER_CHECK_INTERVAL = number("znode.container.checkIntervalMs");
  static final Key<Integer> CONTAINER_MAX_PER_MINUTE = integer("znode.container.maxPerMinute");
  static final Key<Long> CONTAINER_MAX_NEVER_USED =
      number("znode.container.maxNeverUsedIntervalMs");
  static final Key<Boolean> FORCE_SYNC = flag("forceSync");

  private StorageKeys() {}
}
