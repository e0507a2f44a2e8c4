package io.vivarium.plugin.installer;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The program: {@code vivarium plugin}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    Terminal terminal =
        new Terminal(
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            new BufferedReader(new InputStreamReader(System.in, charset)),
            isPerson(System.console()));
    Path home = Path.of(System.getProperty("vivarium.home", "."));
    System.exit(PluginCommand.execute(home, terminal, Clock.systemUTC(), args));
  }

  private static boolean isPerson(@Nullable Console console) {
    return console != null && console.isTerminal();
  }
}
