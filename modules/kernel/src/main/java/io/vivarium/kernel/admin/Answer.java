package io.vivarium.kernel.admin;

/** The text of an answer, up to a limit. Whoever fills it in a loop asks {@link #isFull} and stops. One thread. */
final class Answer {
  private final StringBuilder text = new StringBuilder();
  private final int limit;

  /**
   * An empty answer.
   *
   * @param limit characters after which the rest is left out
   */
  Answer(int limit) {
    this.limit = limit;
  }

  /** Adds text without ending the line. */
  Answer add(String part) {
    if (!isFull()) {
      text.append(part);
    }
    return this;
  }

  /** Adds text and ends the line. */
  Answer line(String part) {
    return add(part).add("\n");
  }

  /** Whether the limit is reached and nothing more is taken. */
  boolean isFull() {
    return text.length() >= limit;
  }

  /** How many lines of at least this length make it full; whoever collects lines before adding them needs no more. */
  int room(int shortestLine) {
    return Math.max(0, limit - text.length()) / shortestLine + 1;
  }

  /** The whole text; one that was cut says so in its last line. */
  String done() {
    if (isFull()) {
      text.append("\n... cut off here: the answer exceeds ").append(limit).append(" characters\n");
    }
    return text.toString();
  }
}
