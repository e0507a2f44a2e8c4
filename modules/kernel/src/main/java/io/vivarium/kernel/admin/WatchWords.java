package io.vivarium.kernel.admin;

/** The watches: {@code wchs wchc wchp}. */
final class WatchWords {
  /** A tab, the path of the root, the end of the line. */
  private static final int SHORTEST_LINE = 3;

  private WatchWords() {}

  static void wchs(Question question, Answer answer) {
    ServerView.WatchSummary summary = question.server().watches().summary();
    answer
        .line(summary.sessions() + " connections watching " + summary.paths() + " paths")
        .line("Total watches:" + summary.watches());
  }

  static void wchc(Question question, Answer answer) {
    question
        .server()
        .watches()
        .visitBySession(answer.room(SHORTEST_LINE), PathList.bySession(answer, ""));
    answer.line("");
  }

  static void wchp(Question question, Answer answer) {
    question.server().watches().visitByPath(answer.room(SHORTEST_LINE), PathList.byPath(answer));
    answer.line("");
  }
}
