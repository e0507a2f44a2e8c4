package io.vivarium.kernel;

import io.vivarium.config.ServerConfig;
import io.vivarium.config.TreeSettings;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What recovery brought back: the tree, and its sessions with a full timeout each, as nobody knows when they were last heard of.
 *
 * @param snapshotZxid zxid of the snapshot used; −1 when there was none
 * @param replayed txns applied from the log
 * @param digestMismatches txns after which the tree was not as logged
 * @param exact whether the tree has no effects of txns after its last
 * @param trusted false when there was no data and nobody said that there should be none: the server may not vote
 */
record RecoveredState(
    DataTree tree,
    SessionTracker sessions,
    long snapshotZxid,
    long replayed,
    long digestMismatches,
    boolean exact,
    boolean trusted,
    TimeSource time) {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveredState.class);

  static Recovery recovery(ServerConfig config, Storage storage, ServerEnvironment environment) {
    TreeSettings settings = config.tree();
    TreeOptions options =
        new TreeOptions(
            settings.extendedTypes(),
            settings.emulate353(),
            settings.digest(),
            environment.random().nextLong());
    return new Recovery(
        storage,
        options,
        new Recovery.Settings(
            new Settings(config).fieldLimit(),
            config.snapshots().trustEmpty(),
            config.snapshots().allowLogGaps()),
        environment.time()::monotonicNanos);
  }

  static RecoveredState of(
      ServerConfig config, Recovery recovery, ServerEnvironment environment, KernelMetrics metrics)
      throws StorageException {
    Recovery.Recovered recovered = recovery.run();
    tell(recovered, metrics);
    long now = environment.time().monotonicNanos();
    SessionTracker sessions = new SessionTracker(config.sessions().tickTimeMs(), now);
    follow(recovered.tree(), sessions, now);
    return new RecoveredState(
        recovered.tree(),
        sessions,
        recovered.snapshotZxid(),
        recovered.replayed(),
        recovered.digestMismatches(),
        recovered.exact(),
        trusted(config, recovered),
        environment.time());
  }

  private static void tell(Recovery.Recovered recovered, KernelMetrics metrics) {
    Recovery.Times times = recovered.times();
    metrics.summary("startup_snap_load_time").record(times.snapshotMs());
    metrics.summary("startup_txns_load_time").record(times.replayMs());
    metrics.summary("startup_txns_loaded").record(recovered.replayed());
    metrics.summary("dbinittime").record(times.snapshotMs() + times.replayMs());
  }

  /** Whether this server may say what its history is; asked once, at its start. */
  static boolean trusted(ServerConfig config, Recovery.Recovered recovered)
      throws StorageException {
    boolean found = recovered.snapshotZxid() >= 0 || recovered.replayed() > 0;
    if (found || !config.ensemble().distributed()) {
      return true;
    }
    try {
      if (config.directories().takeEmptyCounts()) {
        return true;
      }
    } catch (IOException e) {
      throw new StorageException(
          FatalReason.UNEXPECTED,
          "The file initialize in " + config.directories().data() + " cannot be removed: " + e,
          e);
    }
    LOG.warn(withoutVote(config.directories()));
    return false;
  }

  /** What an operator is to know of a server that came up empty, and to do if the ensemble is new. */
  static String withoutVote(ServerConfig.Directories directories) {
    String found = directories.present() ? "in " + directories.data() : "from before this start";
    String allow =
        directories.present()
            ? "create the file 'initialize' in that directory and start it again."
            : "set dataDir, create the file 'initialize' in that directory and start it again.";
    return "There is no data "
        + found
        + ", and db.autocreate is false: this server does not vote before it has learned the history"
        + " from a leader. If the ensemble is new, stop it, "
        + allow;
  }

  private static void follow(DataTree tree, SessionTracker sessions, long nowNanos) {
    tree.sessions().forEach((id, timeout) -> sessions.add(new Session(id, timeout, nowNanos)));
  }

  /** Puts another tree in the place of this one. Pipeline's thread, while nothing is served. */
  void replace(DataTree other) {
    tree.become(other);
    sessions.clear();
    follow(tree, sessions, time.monotonicNanos());
  }
}
