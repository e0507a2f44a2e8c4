package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.number;
import static io.vivarium.config.ValueType.oneOf;
import static io.vivarium.config.ValueType.path;
import static io.vivarium.config.ValueType.port;
import static io.vivarium.config.ValueType.yesNo;

import java.nio.file.Path;
import java.util.List;

/** Keys about the ensemble. */
final class QuorumKeys {
  private static final int MAX = Integer.MAX_VALUE;

  static final Key<Path> DYNAMIC_CONFIG_FILE =
      Key.named(
              "dynamicConfigFile",
              path(),
              null,
              "File with the server, group and weight lines, rewritten when the membership changes.")
          .since("3.5");
  static final Key<Integer> INIT_LIMIT =
      Key.named(
              "initLimit",
              integer(0, MAX, "ticks"),
              null,
              "Time for a learner to connect to the leader and to catch up.")
          .byDefault("none, required in an ensemble");
  static final Key<Integer> SYNC_LIMIT =
      Key.named(
              "syncLimit",
              integer(0, MAX, "ticks"),
              null,
              "How far a learner may lag behind before it is dropped.")
          .byDefault("none, required in an ensemble");
  static final Key<Integer> CONNECT_LIMIT =
      Key.named(
              "connectToLearnerMasterLimit",
              integer(0, MAX, "ticks"),
              0,
              "Time for a learner to connect; 0: initLimit.")
          .since("3.7");
  static final Key<Integer> ELECTION_ALG =
      Key.named("electionAlg", integer(3, 3, ""), 3, "The election algorithm; 3 is the only one.");
  static final Key<String> PEER_TYPE =
      Key.named(
          "peerType",
          oneOf("participant", "observer"),
          "participant",
          "Role of this server; its server line wins.");
  static final Key<Boolean> STANDALONE_ENABLED =
      Key.named(
              "standaloneEnabled",
              flag(),
              true,
              "A single server line runs standalone; when false, as an ensemble of one.")
          .since("3.5");
  static final Key<Boolean> RECONFIG_ENABLED =
      Key.named("reconfigEnabled", flag(), false, "Allow clients to change the membership.")
          .since("3.5.3");
  static final Key<Boolean> LISTEN_ON_ALL_IPS =
      Key.named(
              "quorumListenOnAllIPs",
              flag(),
              false,
              "Listen for peers on every address instead of those of the server line.")
          .since("3.4.5");
  static final Key<Integer> OBSERVER_MASTER_PORT =
      Key.named(
              "observerMasterPort",
              port(),
              0,
              "Port at which followers serve observers; 0: none; the same on all servers.")
          .since("3.6");
  static final Key<Boolean> LEADER_SERVES =
      Key.property("leaderServes", yesNo(), true, "The leader accepts clients.");
  static final Key<Boolean> MULTI_ADDRESS =
      Key.named(
              "multiAddress.enabled",
              flag(),
              false,
              "Allow several addresses in a server line; changes the quorum protocol, so a rolling restart of its own.")
          .since("3.6");
  static final Key<Boolean> REACHABILITY_CHECK =
      Key.named(
              "multiAddress.reachabilityCheckEnabled",
              flag(),
              true,
              "Probe the addresses of a peer before one is chosen.")
          .since("3.6")
          .mapped("addresses are tried by connecting to them");
  static final Key<Integer> REACHABILITY_TIMEOUT =
      Key.named(
              "multiAddress.reachabilityCheckTimeoutMs",
              integer(1, MAX, "ms"),
              1000,
              "Time for such a probe.")
          .since("3.6")
          .mapped("the time to connect to one of several addresses");
  static final Key<Long> MYID =
      Key.named(
              "myid",
              number(0, Long.MAX_VALUE, ""),
              null,
              "Number of this server, instead of the file myid in dataDir.")
          .byDefault("the file myid")
          .ours();

  private QuorumKeys() {}

  static List<Key<?>> all() {
    return List.of(
        DYNAMIC_CONFIG_FILE,
        INIT_LIMIT,
        SYNC_LIMIT,
        CONNECT_LIMIT,
        ELECTION_ALG,
        PEER_TYPE,
        STANDALONE_ENABLED,
        RECONFIG_ENABLED,
        LISTEN_ON_ALL_IPS,
        OBSERVER_MASTER_PORT,
        LEADER_SERVES,
        MULTI_ADDRESS,
        REACHABILITY_CHECK,
        REACHABILITY_TIMEOUT,
        MYID);
  }
}
