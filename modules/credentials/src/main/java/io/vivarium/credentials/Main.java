package io.vivarium.credentials;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code vivarium scram} and {@code vivarium digest}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(execute(new PasswordSource(System.in, System.console()), out, err, args));
  }

  /**
   * Runs a command line.
   *
   * @param args begins with the name of the command
   * @return the exit code: 0 done, 1 not done, 2 not understood
   */
  static int execute(PasswordSource passwords, PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Root())
        .addSubcommand(new ScramCommand(passwords))
        .addSubcommand(new DigestCommand(passwords))
        .setOut(out)
        .setErr(err)
        .execute(args);
  }

  /** The program of which these are commands. */
  @Command(name = "vivarium", description = "Runs Vivarium's commands.")
  private static final class Root {}
}
