package io.vivarium.transport.inprocess;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import java.util.List;

/**
 * What can be chosen.
 *
 * @param threads I/O threads, at least 1
 * @param capacity bytes on their way in one direction of a connection, at least 1
 * @param lowWaterMark bytes, at least 1
 * @param highWaterMark bytes, above the low mark
 * @param closeTimeoutMillis how long a close waits for the peer to take the rest
 */
record InProcessSettings(
    int threads, int capacity, int lowWaterMark, int highWaterMark, int closeTimeoutMillis) {
  /** Users of connections rely on it, see {@link io.vivarium.spi.transport.ConnectionHandler#onWritable}. */
  static final int MOST_HIGH_WATER_MARK = 1 << 20;

  static final ConfigKey<Integer> THREADS =
      ConfigKey.integer(
          "transport.inprocess.threads", 1, 1, 256, "Number of I/O threads, 1 to 256.");
  static final ConfigKey<Integer> CAPACITY =
      ConfigKey.integer(
          "transport.inprocess.capacity",
          64 << 10,
          1,
          1 << 30,
          "Bytes that may be on their way in each direction of a connection, sent and not yet read.");
  static final ConfigKey<Integer> LOW_WATER_MARK =
      ConfigKey.integer(
          "transport.inprocess.lowWaterMark",
          64 << 10,
          1, // nothing is below 0
          1 << 30,
          "Unsent output in bytes of one connection below which it counts as writable again, at least 1.");
  static final ConfigKey<Integer> HIGH_WATER_MARK =
      ConfigKey.integer(
          "transport.inprocess.highWaterMark",
          256 << 10,
          1,
          MOST_HIGH_WATER_MARK,
          "Unsent output in bytes of one connection above which it counts as not writable; larger than"
              + " transport.inprocess.lowWaterMark.");
  static final ConfigKey<Integer> CLOSE_TIMEOUT =
      ConfigKey.integer(
          "transport.inprocess.closeTimeout",
          3_000,
          1,
          60_000,
          "Milliseconds that a closing connection waits for the peer to take what was written.");

  static final List<ConfigKey<?>> KEYS =
      List.of(THREADS, CAPACITY, LOW_WATER_MARK, HIGH_WATER_MARK, CLOSE_TIMEOUT);

  static InProcessSettings from(PluginConfig config) throws PluginException {
    int low = config.get(LOW_WATER_MARK);
    int high = config.get(HIGH_WATER_MARK);
    if (low >= high) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          LOW_WATER_MARK.name()
              + "="
              + low
              + " must be smaller than "
              + HIGH_WATER_MARK.name()
              + "="
              + high,
          null);
    }
    return new InProcessSettings(
        config.get(THREADS), config.get(CAPACITY), low, high, config.get(CLOSE_TIMEOUT));
  }
}
