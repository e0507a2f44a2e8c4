package io.vivarium.shell;

import org.jspecify.annotations.Nullable;

/** A command that came to nothing; the message is for whoever gave it. */
final class Failure extends Exception {
  /** Anything that went wrong. */
  static final int FAILED = 1;

  /** The command line of the shell itself, or the file of its settings. */
  static final int MISUSED = 2;

  /** There is no such command. */
  static final int UNKNOWN_COMMAND = 127;

  private static final long serialVersionUID = 1;

  private final String reason;
  private final @Nullable String path;
  private final int exitCode;

  Failure(String reason, String message, @Nullable String path, int exitCode) {
    super(message);
    this.reason = reason;
    this.path = path;
    this.exitCode = exitCode;
  }

  /** A command line that cannot be meant. */
  static Failure usage(String message) {
    return new Failure("USAGE", message, null, FAILED);
  }

  /** For programs: the name of an ErrorCode, or USAGE, UNKNOWN_COMMAND, FILE, CONFLICT. */
  String reason() {
    return reason;
  }

  @Nullable String path() {
    return path;
  }

  int exitCode() {
    return exitCode;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
