package io.vivarium.kernel.admin;

/** What the server was told and where it runs: {@code conf dirs envi}. */
final class ConfigurationWords {
  /** The one election algorithm there is, fast leader election, has this number in configurations. */
  private static final int ELECTION_ALGORITHM = 3;

  private ConfigurationWords() {}

  static void conf(Question question, Answer answer) {
    ConfigurationView configuration = question.server().configuration();
    answer
        .line("clientPort=" + configuration.clientPort())
        .line("secureClientPort=" + configuration.secureClientPort())
        .line("dataDir=" + configuration.dataDir())
        .line("dataDirSize=" + configuration.dataDirSize())
        .line("dataLogDir=" + configuration.dataLogDir())
        .line("dataLogSize=" + configuration.dataLogSize())
        .line("tickTime=" + configuration.tickTimeMs())
        .line("maxClientCnxns=" + configuration.maxClientConnections())
        .line("minSessionTimeout=" + configuration.minSessionTimeoutMs())
        .line("maxSessionTimeout=" + configuration.maxSessionTimeoutMs())
        .line("clientPortListenBacklog=" + configuration.clientPortListenBacklog())
        .line("serverId=" + configuration.serverId());
    ConfigurationView.Ensemble ensemble = configuration.ensemble();
    if (ensemble != null) {
      ensemble(ensemble, answer);
    }
  }

  static void dirs(Question question, Answer answer) {
    ConfigurationView configuration = question.server().configuration();
    answer
        .line("datadir_size: " + configuration.dataDirSize())
        .line("logdir_size: " + configuration.dataLogSize());
  }

  static void envi(Question question, Answer answer) {
    answer.line("Environment:");
    question.server().environment().forEach((key, value) -> answer.line(key + "=" + value));
  }

  private static void ensemble(ConfigurationView.Ensemble ensemble, Answer answer) {
    answer
        .line("initLimit=" + ensemble.initLimitTicks())
        .line("syncLimit=" + ensemble.syncLimitTicks())
        .line("electionAlg=" + ELECTION_ALGORITHM)
        .line("electionPort=" + ensemble.electionPort())
        .line("quorumPort=" + ensemble.quorumPort())
        .line("peerType=" + (ensemble.observer() ? 1 : 0))
        .line("membership: ")
        .add(ensemble.membership());
  }
}
