package io.vivarium.consensus.zab;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.consensus.zab.election.ElectionLinkSettings;
import io.vivarium.consensus.zab.link.LinkSettings;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.zab.Defect;
import io.vivarium.zab.ZabSettings;
import io.vivarium.zab.election.ElectionSettings;
import java.util.Set;

/**
 * The configuration of the plugin, and what it makes of that together with what the server was told of its ensemble.
 *
 * @param defects historic defects brought back; empty outside of tests
 */
record ZabConfig(PluginConfig values, Set<Defect> defects) {
  private static final int LEAST_EXTRA = 1024;

  /** Packets up to this size are always taken, as records of the log are: the txn that closes a session lists its ephemerals. */
  private static final long ALWAYS_ALLOWED = 64L << 20;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE >> 1;

  /** A request may grow by this when it is forwarded: each byte of a text that is no UTF-8 becomes U+FFFD, which has three. */
  private static final long FORWARDED_GROWTH = 3;

  /** What a forwarded request has besides: its heads, and who asks, which our servers limit to 64 identities of 4096 characters in all. */
  private static final long AROUND_REQUEST = 64 << 10;

  /** A full part of an answer to a ping, with 64 Ki sessions of 12 bytes, is taken however small requests are. */
  private static final long LEAST_FROM_LEARNER = 1 << 20;

  /** Bytes that may wait for a learner, unless the heap is small. */
  private static final long BACKLOG = 256L << 20;

  private static final int BACKLOG_SHARE = 8;

  /** How the core behaves. */
  ZabSettings zab(EnsembleSettings ensemble) {
    return new ZabSettings(
        ensemble,
        election(ensemble),
        values.get(Keys.EPOCH_WAIT_MS),
        Math.min(BACKLOG, Runtime.getRuntime().maxMemory() / BACKLOG_SHARE),
        values.get(Keys.OBSERVER_RECONNECT_MS),
        values.get(Keys.OBSERVER_QUEUE_BYTES),
        !values.get(Keys.STANDALONE_ENABLED),
        defects);
  }

  /** How quorum links are made. */
  LinkSettings links(EnsembleSettings ensemble, PeerAuthentication authentication) {
    return new LinkSettings(
        ensemble.options().secure(),
        ensemble.options().listenOnAllIps(),
        values.get(Keys.CONNECT_RETRY_MS),
        largestFromLeader(),
        largestFromLearner(),
        authentication,
        Math.max(1, ensemble.timing().initMs()));
  }

  /** How election connections are made. */
  ElectionLinkSettings elections(EnsembleSettings ensemble, PeerAuthentication authentication) {
    int greeting = values.get(Keys.HANDSHAKE_TIMEOUT_MS);
    return new ElectionLinkSettings(
        ensemble.serverId(),
        ensemble.options().secure(),
        ensemble.options().listenOnAllIps(),
        values.get(Keys.KEEP_ALIVE),
        values.get(Keys.CONNECT_TIMEOUT_MS),
        greeting > 0 ? greeting : Math.max(1, ensemble.timing().syncMs()),
        values.get(Keys.BIND_RETRIES),
        authentication);
  }

  private ElectionSettings election(EnsembleSettings ensemble) {
    ElectionSettings usual =
        ElectionSettings.usual(ensemble.serverId(), ensemble.options().reconfig());
    int least = values.get(Keys.LEAST_NOTIFICATION_MS);
    Integer longest = values.find(Keys.LONGEST_NOTIFICATION_MS);
    return new ElectionSettings(
        usual.serverId(),
        usual.reconfig(),
        least,
        Math.max(least, longest == null ? usual.maxIntervalMs() : longest),
        usual.quietMs(),
        usual.quietUnlinkedMs());
  }

  private int largestFromLeader() {
    return (int) Math.clamp(withExtra(), ALWAYS_ALLOWED, LARGEST_ARRAY);
  }

  /**
   * Learners send no txns, so they need not be allowed as much as leaders: the largest is a forwarded request, or, from a learner of
   * ZooKeeper's, an answer to a ping that ZooKeeper's leader would take. What is larger than any txn could not be proposed.
   */
  private int largestFromLearner() {
    long forwarded = FORWARDED_GROWTH * values.get(Keys.MAX_BUFFER);
    return (int)
        Math.clamp(
            Math.max(forwarded, withExtra()) + AROUND_REQUEST,
            LEAST_FROM_LEARNER,
            largestFromLeader());
  }

  /** The largest buffer that a server of ZooKeeper's takes from another. */
  private long withExtra() {
    long buffer = values.get(Keys.MAX_BUFFER);
    Integer extra = values.find(Keys.MAX_BUFFER_EXTRA);
    return buffer + Math.max(LEAST_EXTRA, extra == null ? buffer : extra);
  }
}
