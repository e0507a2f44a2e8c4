package io.vivarium.kernel.admin;

/** What the server was told: {@code configuration dirs initial_configuration}. */
final class ConfigurationCommands {
  private ConfigurationCommands() {}

  static void configuration(CommandQuestion question, Fields fields) {
    ConfigurationView configuration = question.server().configuration();
    fields
        .put("client_port", configuration.clientPort())
        .put("data_dir", configuration.dataDir())
        .put("data_log_dir", configuration.dataLogDir())
        .put("tick_time", configuration.tickTimeMs())
        .put("max_client_cnxns", configuration.maxClientConnections())
        .put("min_session_timeout", configuration.minSessionTimeoutMs())
        .put("max_session_timeout", configuration.maxSessionTimeoutMs())
        .put("server_id", configuration.serverId())
        .put("client_port_listen_backlog", configuration.clientPortListenBacklog());
  }

  static void dirs(CommandQuestion question, Fields fields) {
    ConfigurationView configuration = question.server().configuration();
    fields
        .put("datadir_size", configuration.dataDirSize())
        .put("logdir_size", configuration.dataLogSize());
  }

  static void initial(CommandQuestion question, Fields fields) {
    ConfigurationView configuration = question.server().configuration();
    fields.put(
        "initial_configuration",
        configuration.ensemble() == null ? configuration.initialText() : null);
  }
}
