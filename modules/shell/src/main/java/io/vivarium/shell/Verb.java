package io.vivarium.shell;

/**
 * A command of the shell.
 *
 * @param usage name and options, as zkCli lists them
 * @param summary what it does, in a line
 */
record Verb(String name, String usage, String summary, Syntax syntax, Action action) {
  /** What a command does. */
  @FunctionalInterface
  interface Action {
    void run(Shell shell, Arguments arguments) throws Failure;
  }
}
