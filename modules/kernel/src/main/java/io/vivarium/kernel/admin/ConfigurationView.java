package io.vivarium.kernel.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings in force that {@code conf} prints. Any thread. */
interface ConfigurationView {
  /** Port for plain connections; −1 when there is none. */
  int clientPort();

  /** Port for encrypted connections; −1 when there is none. */
  int secureClientPort();

  /** Where snapshots are; ends in {@code /version-2} where ZooKeeper's does. */
  String dataDir();

  /** Bytes of files in {@link #dataDir}, by their length. May look at the disk. */
  long dataDirSize();

  /** Where the log is. */
  String dataLogDir();

  /** Bytes of files in {@link #dataLogDir}, by their length. May look at the disk. */
  long dataLogSize();

  /** Length of a tick in ms. */
  int tickTimeMs();

  /** Connections allowed per address; 0 for any number. */
  int maxClientConnections();

  /** Least session timeout in ms. */
  int minSessionTimeoutMs();

  /** Greatest session timeout in ms. */
  int maxSessionTimeoutMs();

  /** Connections waiting to be accepted; −1 for the system's choice. */
  int clientPortListenBacklog();

  /** Number of this server in its ensemble; 0 when standalone. */
  long serverId();

  /** The configuration file as it was at the start, its secrets masked; null when there is none. */
  default @Nullable String initialText() {
    return null;
  }

  /** Further settings in force, by name; see the command {@code settings}. */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /** What concerns an ensemble; null when standalone. */
  @Nullable Ensemble ensemble();

  /**
   * The part of the settings that concerns an ensemble.
   *
   * @param initLimitTicks ticks that a learner may take to connect and synchronise
   * @param syncLimitTicks ticks that a learner may be silent
   * @param electionPort port of this server for elections
   * @param quorumPort port of this server for the leader's learners
   * @param observer whether this server has no vote
   * @param membership the server lines and the line {@code version=}, as in {@code /zookeeper/config}
   */
  record Ensemble(
      int initLimitTicks,
      int syncLimitTicks,
      int electionPort,
      int quorumPort,
      boolean observer,
      String membership) {}
}
