package io.vivarium.kernel;

import io.vivarium.config.ServerConfig;
import io.vivarium.config.TreeSettings;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;

/**
 * What recovery brought back: the tree, and its sessions with a full timeout each, as nobody knows when they were last heard of.
 *
 * @param snapshotZxid zxid of the snapshot used; −1 when there was none
 * @param replayed txns applied from the log
 * @param digestMismatches txns after which the tree was not as logged
 */
record RecoveredState(
    DataTree tree,
    SessionTracker sessions,
    long snapshotZxid,
    long replayed,
    long digestMismatches,
    int snapCount,
    TimeSource time) {

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
            config.snapshots().allowLogGaps()));
  }

  static RecoveredState of(ServerConfig config, Recovery recovery, ServerEnvironment environment)
      throws StorageException {
    Recovery.Recovered recovered = recovery.run();
    long now = environment.time().monotonicNanos();
    SessionTracker sessions = new SessionTracker(config.sessions().tickTimeMs(), now);
    follow(recovered.tree(), sessions, now);
    return new RecoveredState(
        recovered.tree(),
        sessions,
        recovered.snapshotZxid(),
        recovered.replayed(),
        recovered.digestMismatches(),
        config.snapshots().snapCount(),
        environment.time());
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

  /**
   * Whether a snapshot is worth writing soon: so many txns were replayed that the next start would be slow too.
   */
  boolean wantsSnapshot() {
    return snapshotZxid >= 0 && replayed >= snapCount / 2;
  }
}
