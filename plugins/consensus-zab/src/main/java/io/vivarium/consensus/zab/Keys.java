package io.vivarium.consensus.zab;

import io.vivarium.consensus.zab.auth.PeerLogins;
import io.vivarium.spi.ConfigKey;
import java.util.List;
import java.util.stream.Stream;

/** The configuration keys of this plugin; names, units and defaults are ZooKeeper's. */
final class Keys {
  private static final int LARGEST_MS = Integer.MAX_VALUE;
  private static final int DEFAULT_MAX_BUFFER = 1_048_575;
  private static final int LARGEST_MAX_BUFFER = 1 << 30;

  static final ConfigKey<Integer> CONNECT_TIMEOUT_MS =
      ConfigKey.integer(
          "cnxTimeout",
          5000,
          1,
          LARGEST_MS,
          "Milliseconds within which an election connection must stand.");

  static final ConfigKey<Integer> HANDSHAKE_TIMEOUT_MS =
      ConfigKey.integer(
          "quorumCnxnTimeoutMs",
          -1,
          -1,
          LARGEST_MS,
          "Milliseconds within which a new election connection must say who it is; -1: syncLimit.");

  static final ConfigKey<Boolean> KEEP_ALIVE =
      ConfigKey.flag("tcpKeepAlive", false, "Whether the system probes idle election connections.");

  static final ConfigKey<Integer> BIND_RETRIES =
      ConfigKey.integer(
          "electionPortBindRetry",
          3,
          0,
          Integer.MAX_VALUE,
          "Attempts to bind the election port, a second apart; 0: endless.");

  static final ConfigKey<Integer> LEAST_NOTIFICATION_MS =
      ConfigKey.integer(
          "fastleader.minNotificationInterval",
          200,
          1,
          LARGEST_MS,
          "Milliseconds after which a vote is first repeated.");

  /** Without a value it is what the election takes for usual, which is less than ZooKeeper's minute. */
  static final ConfigKey<Integer> LONGEST_NOTIFICATION_MS =
      new ConfigKey<>(
          "fastleader.maxNotificationInterval",
          Integer.class,
          null,
          "Milliseconds between repeated votes at most; 5000 when not set.",
          1,
          LARGEST_MS,
          false);

  static final ConfigKey<Integer> EPOCH_WAIT_MS =
      ConfigKey.integer(
          "leader.maxTimeToWaitForEpoch",
          -1,
          -1,
          LARGEST_MS,
          "Milliseconds after which a leader without a quorum gives up when a voter looks again;"
              + " -1: initLimit.");

  static final ConfigKey<Integer> CONNECT_RETRY_MS =
      ConfigKey.integer(
          "leaderConnectDelayDuringRetryMs",
          100,
          0,
          60_000,
          "Scale in milliseconds of the time between attempts to connect to a leader: it begins with 5 ms,"
              + " doubles with each, and the last one comes when it has grown to 16 times this.");

  static final ConfigKey<Boolean> STANDALONE_ENABLED =
      ConfigKey.flag(
          "standaloneEnabled",
          true,
          "Whether a server without others needs no ensemble; then an ensemble cannot shrink to"
              + " one.");

  static final ConfigKey<Long> OBSERVER_RECONNECT_MS =
      ConfigKey.number(
          "observer.reconnectDelayMs",
          0,
          0,
          LARGEST_MS,
          "Milliseconds at most, by chance, before an observer that lost its leader looks again.");

  static final ConfigKey<Long> OBSERVER_QUEUE_BYTES =
      ConfigKey.number(
          "observerMaster.sizeLimit",
          32L << 20,
          0,
          LARGEST_MS,
          "Bytes of committed txns that a follower keeps for its observers.");

  static final ConfigKey<Integer> MAX_BUFFER =
      ConfigKey.integer(
          "jute.maxbuffer",
          DEFAULT_MAX_BUFFER,
          1,
          LARGEST_MAX_BUFFER,
          "Bytes of the largest request; txns between servers may be larger by as much as in the"
              + " log.");

  static final ConfigKey<Integer> MAX_BUFFER_EXTRA =
      new ConfigKey<>(
          "jute.maxbuffer.extrasize",
          Integer.class,
          null,
          "Bytes by which a txn may be larger than jute.maxbuffer; jute.maxbuffer, at least 1024,"
              + " when not set.",
          0,
          LARGEST_MAX_BUFFER,
          false);

  private Keys() {}

  static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> own =
        List.of(
            CONNECT_TIMEOUT_MS,
            HANDSHAKE_TIMEOUT_MS,
            KEEP_ALIVE,
            BIND_RETRIES,
            LEAST_NOTIFICATION_MS,
            LONGEST_NOTIFICATION_MS,
            EPOCH_WAIT_MS,
            CONNECT_RETRY_MS,
            STANDALONE_ENABLED,
            OBSERVER_RECONNECT_MS,
            OBSERVER_QUEUE_BYTES,
            MAX_BUFFER,
            MAX_BUFFER_EXTRA);
    return Stream.of(own, PeerLogins.configKeys()).<ConfigKey<?>>flatMap(List::stream).toList();
  }
}
