package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.number;
import static io.vivarium.config.ValueType.oneOf;
import static io.vivarium.config.ValueType.path;
import static io.vivarium.config.ValueType.ratio;
import static io.vivarium.config.ValueType.yesNo;

import java.nio.file.Path;
import java.util.List;

/** Keys about the data directory, the transaction log, snapshots and the tree. */
final class StorageKeys {
  private static final int MAX = Integer.MAX_VALUE;

  static final Key<Path> DATA_DIR =
      Key.named(
              "dataDir",
              path(),
              null,
              "Directory of the snapshots, of myid and of the epoch files.")
          .byDefault("none, it is required");
  static final Key<Path> DATA_LOG_DIR =
      Key.named(
              "dataLogDir",
              path(),
              null,
              "Directory of the transaction log; a disk of its own makes writes faster.")
          .byDefault("dataDir");
  static final Key<Boolean> DATADIR_AUTOCREATE =
      Key.property(
              "datadir.autocreate",
              flag(),
              true,
              "Create missing data directories; otherwise the server exits with 3.")
          .since("3.5");
  static final Key<Boolean> DB_AUTOCREATE =
      Key.property(
              "db.autocreate",
              flag(),
              true,
              "Whether a server without any data may take part; when false, only if the file initialize is in dataDir.")
          .since("3.6");
  static final Key<Integer> SNAP_RETAIN_COUNT =
      Key.named(
              "autopurge.snapRetainCount",
              integer(0, MAX, ""),
              3,
              "Snapshots to keep, with the logs they need; less than 3 counts as 3.")
          .since("3.4");
  static final Key<Integer> PURGE_INTERVAL =
      Key.named(
              "autopurge.purgeInterval",
              integer(0, MAX, "hours"),
              0,
              "Time between removals of old snapshots and logs; 0 removes nothing.")
          .since("3.4");
  static final Key<Boolean> SYNC_ENABLED =
      Key.named(
              "syncEnabled", flag(), true, "Whether an observer writes its own log and snapshots.")
          .since("3.4.6")
          .or("observer.syncEnabled");
  static final Key<Integer> SNAP_COUNT =
      Key.property(
          "snapCount",
          integer(0, MAX, "txns"),
          100_000,
          "Txns between snapshots; each server waits for a random number from half of it to all of it. Less than 2 counts as 2.");
  static final Key<Long> SNAP_SIZE_LIMIT =
      Key.property(
              "snapSizeLimitInKb",
              number(Long.MIN_VALUE, Long.MAX_VALUE / 1024, "KB"),
              4_194_304L,
              "Bytes of log between snapshots, with the same spread; 0 or less: no limit.")
          .since("3.6");
  static final Key<Boolean> TRUST_EMPTY =
      Key.property(
              "snapshot.trust.empty",
              flag(),
              false,
              "Start with a transaction log but without any snapshot.")
          .since("3.5.6");
  static final Key<Boolean> SERIALIZE_LAST_PROCESSED_ZXID =
      Key.property(
              "serializeLastProcessedZxid.enabled",
              flag(),
              true,
              "Write the zxid reached at the end of a snapshot into it.")
          .since("3.9");
  static final Key<Long> FLUSH_DELAY =
      Key.property(
              "flushDelay",
              number(0, MAX, "ms"),
              0L,
              "Longest time a txn waits in memory for others before the log is forced.")
          .since("3.6")
          .notYet();
  static final Key<Long> MAX_WRITE_QUEUE_POLL_TIME =
      Key.property(
              "maxWriteQueuePollTime",
              number(0, MAX, "ms"),
              null,
              "Time to wait for another txn before the log is forced, when flushDelay is set.")
          .since("3.6")
          .byDefault("flushDelay / 3")
          .notYet();
  static final Key<Integer> MAX_BATCH_SIZE =
      Key.property(
              "maxBatchSize",
              integer(0, MAX, "txns"),
              1000,
              "Most txns forced to the log together; 0: no limit.")
          .since("3.6")
          .notYet();
  static final Key<Integer> COMMIT_LOG_COUNT =
      Key.property(
              "commitLogCount",
              integer(1, MAX, "txns"),
              500,
              "Committed txns kept in memory to bring a learner up to date.")
          .since("3.6");
  static final Key<Double> SNAPSHOT_SIZE_FACTOR =
      Key.property(
              "snapshotSizeFactor",
              ratio(-Double.MAX_VALUE, Double.MAX_VALUE),
              0.33,
              "A learner is brought up from the log on disk as long as that is smaller than this share of a snapshot; negative: never.")
          .since("3.5");
  static final Key<Boolean> CLOSE_SESSION_TXN =
      Key.property(
              "closeSessionTxn.enabled",
              flag(),
              true,
              "The txn that closes a session lists its ephemeral znodes; the same on all servers.")
          .since("3.6");
  static final Key<Boolean> DIGEST_ENABLED =
      Key.property(
              "digest.enabled",
              flag(),
              true,
              "Keep a digest of the tree, and write it into txns and snapshots.")
          .since("3.6");
  static final Key<Boolean> EXTENDED_TYPES =
      Key.property("extendedTypesEnabled", flag(), false, "Allow TTL znodes.").since("3.5.4");
  static final Key<Boolean> EMULATE_353 =
      Key.property(
              "emulate353TTLNodes", flag(), false, "Understand the TTL znodes of version 3.5.3.")
          .since("3.5.4")
          .mapped("read as version 3.5.3 laid them out; only for data that it wrote");
  static final Key<Long> CONTAINER_CHECK_INTERVAL =
      Key.bare(
              "znode.container.checkIntervalMs",
              number(0, MAX, "ms"),
              60_000L,
              "Time between looks for empty containers and expired TTL znodes; 0: never.")
          .since("3.5.1");
  static final Key<Integer> CONTAINER_MAX_PER_MINUTE =
      Key.bare(
              "znode.container.maxPerMinute",
              integer(1, MAX, "per minute"),
              10_000,
              "Most containers and TTL znodes removed in a minute.")
          .since("3.6");
  static final Key<Long> CONTAINER_MAX_NEVER_USED =
      Key.bare(
              "znode.container.maxNeverUsedIntervalMs",
              number(0, Long.MAX_VALUE, "ms"),
              0L,
              "Age at which a container that never had a child is removed; 0: never.")
          .since("3.6");

  static final Key<Boolean> FORCE_SYNC =
      Key.property(
              "forceSync",
              yesNo(),
              true,
              "Force the log to disk before a write is acknowledged; with no, writes are lost at a power failure.")
          .ofPlugin();

  private StorageKeys() {}

  static List<Key<?>> all() {
    return List.of(
        DATA_DIR,
        DATA_LOG_DIR,
        DATADIR_AUTOCREATE,
        DB_AUTOCREATE,
        SNAP_RETAIN_COUNT,
        PURGE_INTERVAL,
        SYNC_ENABLED,
        SNAP_COUNT,
        SNAP_SIZE_LIMIT,
        TRUST_EMPTY,
        SERIALIZE_LAST_PROCESSED_ZXID,
        FLUSH_DELAY,
        MAX_WRITE_QUEUE_POLL_TIME,
        MAX_BATCH_SIZE,
        COMMIT_LOG_COUNT,
        SNAPSHOT_SIZE_FACTOR,
        CLOSE_SESSION_TXN,
        DIGEST_ENABLED,
        EXTENDED_TYPES,
        EMULATE_353,
        CONTAINER_CHECK_INTERVAL,
        CONTAINER_MAX_PER_MINUTE,
        CONTAINER_MAX_NEVER_USED);
  }

  /** Keys that a storage plugin reads, and those that nothing may set. */
  static List<Key<?>> ofPlugins() {
    return List.of(
        Key.property(
                "txnLogSizeLimitInKb",
                number(Long.MIN_VALUE, Long.MAX_VALUE / 1024, "KB"),
                -1L,
                "Size at which a new log file is begun; 0 or less: only with a snapshot.")
            .since("3.6")
            .ofPlugin(),
        Key.property(
                "preAllocSize",
                number(-1, MAX, "KB"),
                65_536L,
                "Step by which a log file grows ahead of its content.")
            .ofPlugin(),
        Key.property(
                "fsync.warningthresholdms",
                number(0, MAX, "ms"),
                1000L,
                "A force that takes longer is logged and counted.")
            .since("3.3.4")
            .orBare()
            .ofPlugin(),
        FORCE_SYNC,
        Key.property(
                "snapshot.compression.method",
                oneOf("", "gz", "snappy"),
                "",
                "How snapshots are compressed.")
            .since("3.6")
            .byDefault("(empty): not")
            .ofPlugin(),
        Key.property(
                "jute.maxbuffer.extrasize",
                integer(0, MAX, "bytes"),
                null,
                "What a txn may exceed jute.maxbuffer by when it is read back; less than 1024 counts as 1024.")
            .since("3.5.7")
            .byDefault("jute.maxbuffer")
            .ofPlugin(),
        Key.property(
                "intBufferStartingSizeBytes",
                integer(0, MAX, "bytes"),
                1024,
                "First size of a buffer.")
            .since("3.6")
            .withoutEffect("buffers size themselves"),
        Key.property(
                "test.allowDiscontinuousProposals", flag(), false, "Hook of ZooKeeper's own tests.")
            .refused("it switches a consistency check off and is meant for ZooKeeper's own tests"),
        Key.property(
                "testingonly.initialZxid",
                number(0, Long.MAX_VALUE, ""),
                null,
                "Hook of ZooKeeper's own tests.")
            .refused("it sets the first zxid and is meant for ZooKeeper's own tests"));
  }
}
