package io.vivarium.storage.filelog;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the plugin in the form it is used.
 *
 * @param dataDir where snapshots and numbers are
 * @param dataLogDir where the log is; may be the same
 * @param autocreate whether missing directories are created
 * @param compression how new snapshots are compressed
 * @param log how the log is written and read
 */
record Settings(
    Path dataDir, Path dataLogDir, boolean autocreate, Compression compression, LogSettings log) {
  private static final int KB = 1024;
  private static final int LEAST_EXTRA = 1024;

  /**
   * Records up to this size are always written and read. The limits of configuration are for requests of clients; the txn that
   * closes a session lists all its ephemerals and can be larger than any of them.
   */
  private static final long ALWAYS_ALLOWED = 64L * 1024 * 1024;

  /** What an array can hold, with its frame, and twice over when damage is searched. */
  private static final long LARGEST_RECORD = (Integer.MAX_VALUE >> 1) - 1024;

  /** Reads the plugin's keys. */
  static Settings of(PluginConfig config) throws PluginException {
    Path dataDir = config.find(Keys.DATA_DIR);
    if (dataDir == null) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "dataDir is not set: name the directory that shall hold the data, for example dataDir=/var/lib/zookeeper",
          null);
    }
    Path dataLogDir = config.find(Keys.DATA_LOG_DIR);
    Integer extra = config.find(Keys.MAX_BUFFER_EXTRA);
    LogSettings log =
        new LogSettings(
            config.get(Keys.PREALLOC_KB) * KB,
            config.get(Keys.LOG_SIZE_LIMIT_KB) * KB,
            config.get(Keys.FORCE_SYNC),
            config.get(Keys.SLOW_FORCE_MS),
            largestRecord(config.get(Keys.MAX_BUFFER), extra));
    return new Settings(
        dataDir,
        dataLogDir == null ? dataDir : dataLogDir,
        config.get(Keys.AUTOCREATE),
        compression(config.get(Keys.COMPRESSION)),
        log);
  }

  /** The longest payload that is believed, by {@code jute.maxbuffer} and what records may have more. */
  static int largestRecord(long maxBuffer, @Nullable Integer extra) {
    long largest = maxBuffer + Math.max(LEAST_EXTRA, extra == null ? maxBuffer : extra);
    return (int) Math.clamp(largest, ALWAYS_ALLOWED, LARGEST_RECORD);
  }

  private static Compression compression(String method) throws PluginException {
    return Arrays.stream(Compression.values())
        .filter(known -> known.method().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                new PluginException(
                    FatalReason.INVALID_INVOCATION,
                    Keys.COMPRESSION.name() + "=" + method + ": allowed are gz, snappy, or nothing",
                    null));
  }
}
