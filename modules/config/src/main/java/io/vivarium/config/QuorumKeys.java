package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.integer;
import static io.vivarium.config.KnownKeys.number;
import static io.vivarium.config.KnownKeys.path;
import static io.vivarium.config.KnownKeys.text;

import java.nio.file.Path;

/** Keys about the ensemble. */
final class QuorumKeys {
  static final Key<Path> DYNAMIC_CONFIG_FILE = path("dynamicConfigFile");
  static final Key<Integer> INIT_LIMIT = integer("initLimit");
  static final Key<Integer> SYNC_LIMIT = integer("syncLimit");
  static final Key<Integer> CONNECT_LIMIT = integer("connectToLearnerMasterLimit");
  static final Key<Integer> ELECTION_ALG = integer("electionAlg");
  static final Key<String> PEER_TYPE = text("peerType");
  static final Key<Boolean> STANDALONE_ENABLED = flag("standaloneEnabled");
  static final Key<Boolean> RECONFIG_ENABLED = flag("reconfigEnabled");
  static final Key<Boolean> LISTEN_ON_ALL_IPS = flag("quorumListenOnAllIPs");
  static final Key<Integer> OBSERVER_MASTER_PORT = integer("observerMasterPort");
  static final Key<Boolean> LEADER_SERVES = flag("leaderServes");
  static final Key<Boolean> MULTI_ADDRESS = flag("multiAddress.enabled");
  static final Key<Boolean> REACHABILITY_CHECK = flag("multiAddress.reachabilityCheckEnabled");
  static final Key<Integer> REACHABILITY_TIMEOUT =
      integer("multiAddress.reachabilityCheckTimeoutMs");
  static final Key<Boolean> SSL_QUORUM = flag("sslQuorum");
  static final Key<Boolean> PORT_UNIFICATION = flag("portUnification");
  static final Key<Long> MYID = number("myid");

  private QuorumKeys() {}
}
