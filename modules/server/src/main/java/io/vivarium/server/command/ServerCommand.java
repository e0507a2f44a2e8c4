package io.vivarium.server.command;

import io.vivarium.config.ConfigSource;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium server}. */
@Command(
    name = "server",
    description = "Runs a server in the foreground until SIGTERM.",
    customSynopsis = {
      "vivarium server [--strict] [--set KEY=VALUE]... [CONFIG]",
      "   or: vivarium server PORT DATADIR [TICKTIME [MAXCLIENTCNXNS]]"
    },
    footer = {
      "",
      "Without arguments it serves on 2181 with its data under data/ of the installation, unless",
      "conf/default.cfg of the installation says otherwise.",
      "",
      "Exit codes: 0 told to stop; 1 unexpected, port in use; 2 wrong command line or configuration;",
      "            3 data directory; 4 admin endpoint; 10 disk; 12, 13 peers; 14 quorum port.",
      "",
      "Examples:",
      "  vivarium server conf/zoo.cfg",
      "  vivarium server --set clientPort=2182 conf/zoo.cfg",
      "  vivarium server 2181 /var/lib/vivarium"
    })
final class ServerCommand implements Callable<Integer> {
  /** What stands where in ZooKeeper's form without a file. */
  private static final List<String> POSITIONS =
      List.of("clientPort", "dataDir", "tickTime", "maxClientCnxns");

  private final Installation installation;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Parameters(
      arity = "0..4",
      paramLabel = "CONFIG",
      description = "The configuration file; or port, data directory, tick time, connections.")
  private List<String> arguments = new ArrayList<>();

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ServerCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws PluginException {
    return new ServerStart(installation, spec.commandLine().getErr()).run(source());
  }

  private ConfigSource source() {
    if (arguments.size() < 2) {
      Path file = arguments.isEmpty() ? null : Path.of(arguments.getFirst());
      return installation.source(file, options);
    }
    if (arguments.size() > POSITIONS.size()) {
      throw new ParameterException(
          spec.commandLine(), "more than " + POSITIONS.size() + " arguments");
    }
    Map<String, String> values = new LinkedHashMap<>(options.values());
    for (int i = 0; i < arguments.size(); i++) {
      values.putIfAbsent(POSITIONS.get(i), arguments.get(i));
    }
    return ConfigSource.ofMachine(null).withCode(ConfigOptions.PLACE, values);
  }
}
