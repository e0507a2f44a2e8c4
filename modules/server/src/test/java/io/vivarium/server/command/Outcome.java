package io.vivarium.server.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * What a command line came to.
 *
 * @param exitCode of the process
 * @param out standard output
 * @param err standard error
 */
record Outcome(int exitCode, String out, String err) {
  static Outcome of(Path home, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        VivariumCommand.execute(home, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
