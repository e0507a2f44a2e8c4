package io.vivarium.transport.tcp;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import java.util.List;

/**
 * What an operator can choose.
 *
 * @param threads I/O threads, at least 1
 * @param mechanism {@code auto}, {@code epoll} or {@code nio}
 * @param lowWaterMark bytes, at least 1
 * @param highWaterMark bytes, above the low mark
 * @param closeTimeoutMillis how long a close waits for the peer to take the rest
 * @param connectTimeoutMillis how long an outgoing connection may take to stand
 */
record TcpSettings(
    int threads,
    String mechanism,
    int lowWaterMark,
    int highWaterMark,
    int closeTimeoutMillis,
    int connectTimeoutMillis) {
  /** Users of connections rely on it, see {@link io.vivarium.spi.transport.ConnectionHandler#onWritable}. */
  static final int MOST_HIGH_WATER_MARK = 1 << 20;

  static final ConfigKey<Integer> THREADS =
      ConfigKey.integer(
          "transport.tcp.threads",
          0,
          0,
          256,
          "Number of I/O threads, 0 to 256; 0 chooses by the number of processors.");
  static final ConfigKey<String> MECHANISM =
      ConfigKey.text(
          "transport.tcp.mechanism",
          "auto",
          "How sockets are polled: epoll (Linux), nio (everywhere) or auto, which takes the faster one that loads.");
  static final ConfigKey<Integer> LOW_WATER_MARK =
      ConfigKey.integer(
          "transport.tcp.lowWaterMark",
          64 << 10,
          1, // nothing is below 0
          1 << 30,
          "Unsent output in bytes of one connection below which it counts as writable again, at least 1.");
  static final ConfigKey<Integer> HIGH_WATER_MARK =
      ConfigKey.integer(
          "transport.tcp.highWaterMark",
          256 << 10,
          1,
          MOST_HIGH_WATER_MARK,
          "Unsent output in bytes of one connection above which it counts as not writable; larger than transport.tcp.lowWaterMark.");
  static final ConfigKey<Integer> CLOSE_TIMEOUT =
      ConfigKey.integer(
          "transport.tcp.closeTimeout",
          3_000,
          1,
          60_000,
          "Milliseconds that a closing connection waits for the peer to take what was written.");
  static final ConfigKey<Integer> CONNECT_TIMEOUT =
      ConfigKey.integer(
          "transport.tcp.connectTimeout",
          5_000,
          1,
          600_000,
          "Milliseconds within which an outgoing connection must stand.");

  static final List<ConfigKey<?>> KEYS =
      List.of(THREADS, MECHANISM, LOW_WATER_MARK, HIGH_WATER_MARK, CLOSE_TIMEOUT, CONNECT_TIMEOUT);

  static TcpSettings from(PluginConfig config) throws PluginException {
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
    int threads = config.get(THREADS);
    return new TcpSettings(
        threads > 0 ? threads : defaultThreads(Runtime.getRuntime().availableProcessors()),
        config.get(MECHANISM),
        low,
        high,
        config.get(CLOSE_TIMEOUT),
        config.get(CONNECT_TIMEOUT));
  }

  /**
   * One thread on small machines, where a second one would compete with the pipeline and the log for the processors; a quarter of
   * the processors on larger ones, up to 16.
   */
  static int defaultThreads(int processors) {
    return Math.clamp(processors / 4, 1, 16);
  }
}
