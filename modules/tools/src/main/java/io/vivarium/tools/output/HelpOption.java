package io.vivarium.tools.output;

import picocli.CommandLine.Option;

/** The option of commands that have no other in common. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  public HelpOption() {}
}
