package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminReply;
import java.util.List;

/** The commands that only look, or reset counters: names, what they need, who answers them. Names are ZooKeeper's. */
enum Command {
  CONFIGURATION("configuration", Needs.SERVING, "conf", "config"),
  CONNECTION_STAT_RESET("connection_stat_reset", Needs.SERVING, "crst"),
  CONNECTIONS("connections", Needs.SERVING, "cons"),
  DIRS("dirs", Needs.SERVING),
  DUMP("dump", Needs.SERVING),
  ENSEMBLE("ensemble", Needs.STATE),
  GET_TRACE_MASK("get_trace_mask", Needs.STATE, "gtmk"),
  HASH("hash", Needs.SERVING),
  INITIAL_CONFIGURATION("initial_configuration", Needs.SERVING, "icfg"),
  IS_READ_ONLY("is_read_only", Needs.SERVING, "isro"),
  LAST_SNAPSHOT("last_snapshot", Needs.SERVING, "lsnp"),
  LEADER("leader", Needs.SERVING, "lead"),
  MONITOR("monitor", Needs.SERVING, "mntr"),
  OBSERVER_CONNECTION_STAT_RESET("observer_connection_stat_reset", Needs.SERVING, "orst"),
  OBSERVERS("observers", Needs.SERVING, "obsr"),
  RUOK("ruok", Needs.SERVING),
  SERVER_STATS("server_stats", Needs.SERVING, "srvr"),
  SET_TRACE_MASK("set_trace_mask", Needs.STATE, "stmk"),
  STATS("stats", Needs.SERVING, "stat"),
  STAT_RESET("stat_reset", Needs.SERVING, "srst"),
  VOTING_VIEW("voting_view", Needs.SERVING),
  WATCH_SUMMARY("watch_summary", Needs.SERVING, "wchs"),
  WATCHES("watches", Needs.SERVING, "wchc"),
  WATCHES_BY_PATH("watches_by_path", Needs.SERVING, "wchp"),
  ZABSTATE("zabstate", Needs.STATE);

  private enum Needs {
    /** Clients are served. */
    SERVING,
    /** The data has been read. */
    STATE
  }

  private final String text;
  private final Needs needs;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable list, though its type does not say so
  private final List<String> aliases;

  Command(String text, Needs needs, String... aliases) {
    this.text = text;
    this.needs = needs;
    this.aliases = List.of(aliases);
  }

  String text() {
    return text;
  }

  List<String> aliases() {
    return aliases;
  }

  boolean needsServing() {
    return needs == Needs.SERVING;
  }

  /** Whether the answer grows with watches or ephemerals, which clients make as they like. */
  boolean isLarge() {
    return this == DUMP || this == WATCHES || this == WATCHES_BY_PATH;
  }

  AdminReply answer(CommandQuestion question) {
    Fields fields = new Fields();
    switch (this) {
      case CONFIGURATION -> ConfigurationCommands.configuration(question, fields);
      case CONNECTION_STAT_RESET -> {
        return ConnectionCommands.reset(question);
      }
      case CONNECTIONS -> ConnectionCommands.connections(question, fields);
      case DIRS -> ConfigurationCommands.dirs(question, fields);
      case DUMP -> SessionCommands.dump(question, fields);
      case ENSEMBLE -> EnsembleCommands.ensemble(question, fields);
      case GET_TRACE_MASK -> TraceCommands.get(question, fields);
      case HASH -> StatusCommands.hash(question, fields);
      case INITIAL_CONFIGURATION -> ConfigurationCommands.initial(question, fields);
      case IS_READ_ONLY -> StatusCommands.isReadOnly(question, fields);
      case LAST_SNAPSHOT -> SnapshotCommands.last(question, fields);
      case LEADER -> EnsembleCommands.leader(question, fields);
      case MONITOR -> StatusCommands.monitor(question, fields);
      case OBSERVERS -> EnsembleCommands.observers(question, fields);
      // There are no counters per observer; the command is known so that scripts go on.
      case RUOK, OBSERVER_CONNECTION_STAT_RESET -> {}
      case SERVER_STATS -> StatusCommands.serverStats(question, fields);
      case SET_TRACE_MASK -> TraceCommands.set(question, fields);
      case STATS -> StatusCommands.stats(question, fields);
      case STAT_RESET -> question.server().resetStats();
      case VOTING_VIEW -> EnsembleCommands.votingView(question, fields);
      case WATCH_SUMMARY -> WatchCommands.summary(question, fields);
      case WATCHES -> WatchCommands.bySession(question, fields);
      case WATCHES_BY_PATH -> WatchCommands.byPath(question, fields);
      case ZABSTATE -> EnsembleCommands.zabState(question, fields);
    }
    return AdminReply.of(fields.done());
  }
}
