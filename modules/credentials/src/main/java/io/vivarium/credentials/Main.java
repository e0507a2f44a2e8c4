package io.vivarium.credentials;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/** The program: {@code vivarium scram}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(
        ScramCommand.execute(new PasswordSource(System.in, System.console()), out, err, args));
  }
}
