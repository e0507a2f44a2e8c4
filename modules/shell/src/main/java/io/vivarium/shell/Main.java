package io.vivarium.shell;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The program: {@code vivarium shell}. */
public final class Main {
  private Main() {}

  /** Runs a shell and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, false, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean person = person(System.console());
    int exitCode = ShellCommand.execute(new Streams(in, out, err, person), args);
    out.flush();
    System.exit(exitCode);
  }

  /** There is no console when one of the streams is a pipe or a file. */
  private static boolean person(@Nullable Console console) {
    return console != null && console.isTerminal();
  }
}
