package io.vivarium.storage.filelog;

import io.vivarium.spi.ConfigKey;
import java.nio.file.Path;
import java.util.List;

/** The configuration keys of this plugin; names, units and defaults are ZooKeeper's where it has them. */
final class Keys {
  private static final int DEFAULT_MAX_BUFFER = 1_048_575;
  private static final int LARGEST_MAX_BUFFER = 1 << 30;
  private static final long LARGEST_KB = 1L << 40;

  static final ConfigKey<Path> DATA_DIR =
      ConfigKey.path(
          "dataDir", "Directory of snapshots and epochs, in its sub-directory version-2.");

  static final ConfigKey<Path> DATA_LOG_DIR =
      ConfigKey.path(
          "dataLogDir",
          "Directory of the transaction logs, best on a disk of its own; dataDir when not set.");

  static final ConfigKey<Boolean> AUTOCREATE =
      ConfigKey.flag(
          "datadir.autocreate", true, "Whether missing data directories are created at start.");

  static final ConfigKey<Long> PREALLOC_KB =
      ConfigKey.number(
          "preAllocSize",
          65_536,
          -1,
          LARGEST_KB,
          "KB by which a log file grows ahead of its records; 0 or less turns it off.");

  static final ConfigKey<Long> LOG_SIZE_LIMIT_KB =
      ConfigKey.number(
          "txnLogSizeLimitInKb",
          -1,
          -1,
          LARGEST_KB,
          "KB after which a new log file is begun; 0 or less: only with each snapshot.");

  static final ConfigKey<Boolean> FORCE_SYNC =
      ConfigKey.flag(
          "forceSync",
          true,
          "no: acknowledge writes before they are on disk. A crash of the machine then loses acknowledged writes.");

  static final ConfigKey<Long> SLOW_FORCE_MS =
      ConfigKey.number(
          "fsync.warningthresholdms",
          1000,
          0,
          Long.MAX_VALUE,
          "Milliseconds after which a force of the log is reported as slow.");

  static final ConfigKey<String> COMPRESSION =
      ConfigKey.text(
          "snapshot.compression.method",
          "",
          "How snapshots are compressed: gz, snappy, or empty for not at all. Any kind can be read.");

  static final ConfigKey<Integer> MAX_BUFFER =
      ConfigKey.integer(
          "jute.maxbuffer",
          DEFAULT_MAX_BUFFER,
          1,
          LARGEST_MAX_BUFFER,
          "Bytes of the largest request; with jute.maxbuffer.extrasize, and at least 64 MiB, the largest record in a log.");

  static final ConfigKey<Integer> MAX_BUFFER_EXTRA =
      new ConfigKey<>(
          "jute.maxbuffer.extrasize",
          Integer.class,
          null,
          "Bytes by which a record in a log may be larger than jute.maxbuffer; jute.maxbuffer, at least 1024, when not set.",
          0,
          LARGEST_MAX_BUFFER,
          false);

  private Keys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        DATA_DIR,
        DATA_LOG_DIR,
        AUTOCREATE,
        PREALLOC_KB,
        LOG_SIZE_LIMIT_KB,
        FORCE_SYNC,
        SLOW_FORCE_MS,
        COMPRESSION,
        MAX_BUFFER,
        MAX_BUFFER_EXTRA);
  }
}
