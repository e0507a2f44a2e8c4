package io.vivarium.plugin.installer.content;

/** Why something is not done, in words for the person who asked for it: what is wrong, where, and what to do. Nothing was changed then. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the words to show. */
  public Refusal(String message) {
    super(message);
  }

  /** With the words to show, and what came before. */
  public Refusal(String message, Throwable cause) {
    super(message, cause);
  }
}
