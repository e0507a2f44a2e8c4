package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.Ensemble;
import io.vivarium.config.ServerConfig;
import io.vivarium.spi.PluginException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium config check}. */
@Command(
    name = "check",
    description = {
      "Tells everything that is wrong with a configuration, and starts nothing.",
      "System properties and VIVARIUM_ variables count as for a server."
    },
    footer = {
      "",
      "Exit codes: 0 a server would start with it (there may be warnings), 2 it would not,",
      "            1 this server is not in its own list of servers.",
      "",
      "Examples:",
      "  vivarium config check conf/zoo.cfg",
      "  vivarium config check --strict --output lines conf/zoo.cfg",
      "  vivarium config check --set myid=3 conf/zoo.cfg    as server 3, without its myid file"
    })
final class ConfigCheckCommand implements Callable<Integer> {
  private final Installation installation;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text for people, lines with tabs for scripts, or json.")
  private Output output;

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private Path file;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ConfigCheckCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws PluginException {
    ConfigResult result = installation.check(file, options);
    PrintWriter out = spec.commandLine().getOut();
    ProblemReport report = new ProblemReport(result);
    switch (output) {
      case TEXT -> {
        report.text().forEach(out::println);
        out.println(file + ": " + verdict(result));
      }
      case LINES -> report.items().forEach(item -> out.println(Output.line(item)));
      case JSON -> out.println(Output.json(report.items()));
    }
    return result.exitCode();
  }

  private static String verdict(ConfigResult result) {
    ServerConfig config = result.config();
    String counts =
        counted(result.errors().size(), "error")
            + ", "
            + counted(result.warnings().size(), "warning");
    return config == null
        ? "not valid, " + counts
        : "valid for " + whatFor(config.ensemble()) + ", " + counts;
  }

  private static String whatFor(Ensemble ensemble) {
    return ensemble.distributed()
        ? "server " + ensemble.myid() + " of an ensemble of " + ensemble.size()
        : "a standalone server";
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
