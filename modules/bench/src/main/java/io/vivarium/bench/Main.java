package io.vivarium.bench;

import io.vivarium.bench.command.BenchCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** The program: {@code vivarium bench run | compare | table}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    Path home = Path.of(System.getProperty("vivarium.home", "."));
    System.exit(BenchCommand.execute(home, out, err, args));
  }
}
