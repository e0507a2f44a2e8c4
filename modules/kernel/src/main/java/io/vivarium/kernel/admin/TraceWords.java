package io.vivarium.kernel.admin;

/** The trace mask: {@code gtmk stmk}. */
final class TraceWords {
  private TraceWords() {}

  static void gtmk(Question question, Answer answer) {
    answer.add(Long.toString(question.server().traceMask()));
  }

  static void stmk(Question question, Answer answer) {
    question.server().traceMask(question.argument());
    gtmk(question, answer);
  }
}
