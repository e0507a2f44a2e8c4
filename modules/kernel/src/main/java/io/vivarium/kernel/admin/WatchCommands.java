package io.vivarium.kernel.admin;

/** The watches: {@code watch_summary watches watches_by_path}. */
final class WatchCommands {
  private WatchCommands() {}

  static void summary(CommandQuestion question, Fields fields) {
    ServerView.WatchSummary summary = question.server().watches().summary();
    fields
        .put("num_connections", summary.sessions())
        .put("num_paths", summary.paths())
        .put("num_total_watches", summary.watches());
  }

  static void bySession(CommandQuestion question, Fields fields) {
    PathGroups groups = PathGroups.bySession();
    question.server().watches().visitBySession(PathGroups.MOST_PAIRS, groups);
    groups.addTo(fields, "session_id_to_watched_paths");
  }

  static void byPath(CommandQuestion question, Fields fields) {
    PathGroups groups = PathGroups.byPath();
    question.server().watches().visitByPath(PathGroups.MOST_PAIRS, groups);
    groups.addTo(fields, "path_to_session_ids");
  }
}
