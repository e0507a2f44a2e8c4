package io.vivarium.kernel.admin;

import io.vivarium.model.Zxid;

/** Writes pairs of session and path as a heading with indented lines below it, until the answer is full. One thread. */
final class PathList implements ServerView.PathVisitor {
  private final Answer answer;
  private final boolean sessionsFirst;
  private final String headingEnd;
  private String heading = "";

  private PathList(Answer answer, boolean sessionsFirst, String headingEnd) {
    this.answer = answer;
    this.sessionsFirst = sessionsFirst;
    this.headingEnd = headingEnd;
  }

  /** A session, the given end of its line, and its paths below. */
  static PathList bySession(Answer answer, String headingEnd) {
    return new PathList(answer, true, headingEnd);
  }

  /** A path, and the sessions below. */
  static PathList byPath(Answer answer) {
    return new PathList(answer, false, "");
  }

  @Override
  public boolean visit(long sessionId, String path) {
    String session = Zxid.text(sessionId);
    String above = sessionsFirst ? session : path;
    if (!above.equals(heading)) {
      heading = above;
      answer.line(above + headingEnd);
    }
    answer.line("\t" + (sessionsFirst ? path : session));
    return !answer.isFull();
  }
}
