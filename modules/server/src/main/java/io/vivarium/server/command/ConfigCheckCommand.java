package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.config.Ensemble;
import io.vivarium.config.Problem;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.server.command.ProblemReport.Severity;
import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "System properties and VIVARIUM_ variables count as for a server.",
      "Before an upgrade or the way back run it in the installation that is to serve, with",
      "--upgrade-from: it then tells also what is otherwise in the other one."
    },
    footer = {
      "",
      "Exit codes: 0 a server would start with it (there may be warnings), 2 it would not,",
      "            1 this server is not in its own list of servers.",
      "",
      "Examples:",
      "  vivarium config check conf/zoo.cfg",
      "  vivarium config check --strict --output lines conf/zoo.cfg",
      "  vivarium config check --set myid=3 conf/zoo.cfg    as server 3, without its myid file",
      "  vivarium config check --upgrade-from /opt/vivarium-1 /etc/vivarium/zoo.cfg"
    })
final class ConfigCheckCommand implements Callable<Integer> {
  private static final String PLUGINS = "plugins";

  private final Installation installation;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text for people, lines with tabs for scripts, or json.")
  private Output output;

  @Option(
      names = "--upgrade-from",
      paramLabel = "DIRECTORY",
      description =
          "An installation of another release: also tell which values and plugins differ.")
  private @Nullable Path before;

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private Path file;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ConfigCheckCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws PluginException {
    ServerBuilder server = installation.server(installation.source(file, options));
    ConfigResult result = server.check();
    ProblemReport report = new ProblemReport(result);
    addMissingPlugins(server, result.config(), report);
    addChanges(result, report);
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> {
        report.text().forEach(out::println);
        out.println(file + ": " + verdict(result.config(), report));
      }
      case LINES -> report.items().forEach(item -> out.println(Output.line(item)));
      case JSON -> out.println(Output.json(report.items()));
    }
    return report.exitCode();
  }

  private static void addMissingPlugins(
      ServerBuilder server, @Nullable ServerConfig config, ProblemReport report) {
    if (config == null) {
      return;
    }
    try {
      server.checkPlugins(config);
    } catch (PluginException e) {
      String.valueOf(e.getMessage())
          .lines()
          .forEach(
              line ->
                  report.add(
                      Severity.ERROR,
                      new Problem(
                          PLUGINS,
                          null,
                          line,
                          "Install it with vivarium plugin install, or choose another",
                          new Origin(Origin.Kind.DEFAULT, PLUGINS),
                          e.reason().exitCode())));
    }
  }

  private void addChanges(ConfigResult result, ProblemReport report) {
    Path other = before;
    if (other == null) {
      return;
    }
    try {
      new Upgrade(new OtherInstallation(other), installation)
          .changes(file, options, result.effective())
          .forEach(change -> report.add(Severity.CHANGE, change));
    } catch (IOException e) {
      report.add(
          Severity.ERROR,
          new Problem(
              "--upgrade-from",
              other.toString(),
              "cannot be compared with, as " + e.getMessage(),
              "Name the directory of an installation, with bin/ and plugins/",
              new Origin(Origin.Kind.CODE, ConfigOptions.PLACE),
              Problem.INVALID_CONFIGURATION));
    }
  }

  private String verdict(@Nullable ServerConfig config, ProblemReport report) {
    String counts =
        counted(report.count(Severity.ERROR), "error")
            + ", "
            + counted(report.count(Severity.WARNING), "warning")
            + (before == null ? "" : ", " + counted(report.count(Severity.CHANGE), "change"));
    return config == null || report.exitCode() != 0
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
