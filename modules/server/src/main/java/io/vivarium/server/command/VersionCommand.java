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
      names = "--zookeeper",
      description = "The line that ZooKeeper's tools print first: zkServer.sh version.")
  private boolean likeZooKeeper;

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
    if (likeZooKeeper) {
      out.println("Apache ZooKeeper, version " + BuildVersion.release());
      out.println("Vivarium " + BuildVersion.product());
      return;
    }
    out.println("Vivarium " + BuildVersion.product());
    out.println("in place of Apache ZooKeeper, version " + BuildVersion.text());
  }
}
