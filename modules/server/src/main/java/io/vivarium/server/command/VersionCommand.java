package io.vivarium.server.command;

import io.vivarium.kernel.BuildVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vivarium version}. */
@Command(
    name = "version",
    description = "Tells the version, and the release of ZooKeeper that it takes the place of.")
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  VersionCommand() {}

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    out.println("Vivarium " + BuildVersion.product());
    out.println("in place of Apache ZooKeeper, version " + BuildVersion.text());
  }
}
