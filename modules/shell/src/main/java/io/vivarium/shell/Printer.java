package io.vivarium.shell;

/** Shows what commands have found out. */
sealed interface Printer permits TextPrinter, JsonPrinter {
  /** The lines of an outcome, without the last end of line. */
  String text(Outcome outcome);

  /** The lines of a failure. */
  String text(Failure failure);

  /** Whether zkCli shows this on the error stream. */
  boolean aside(Outcome outcome);
}
