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
        largestPacket(),
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

  private int largestPacket() {
    long buffer = values.get(Keys.MAX_BUFFER);
    Integer extra = values.find(Keys.MAX_BUFFER_EXTRA);
    return (int)
        Math.clamp(
            buffer + Math.max(LEAST_EXTRA, extra == null ? buffer : extra),
            ALWAYS_ALLOWED,
            LARGEST_ARRAY);
  }
}
