package io.vivarium.server.command;

import io.vivarium.config.ClientPorts;
import io.vivarium.config.ConfigResult;
import io.vivarium.config.EffectiveConfig;
import io.vivarium.config.ServerConfig;
import io.vivarium.spi.PluginException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium health}. */
@Command(
    name = "health",
    description = {
      "Tells whether the server of this machine that has this configuration is alive, with a quorum or",
      "without. It opens no session and needs no certificate: it asks at the client port, then at the",
      "admin endpoint; where both are encrypted or off, a port that takes connections is enough."
    },
    footer = {
      "",
      "Exit codes: 0 it is alive; 1 nobody answers; 2 wrong command line or configuration.",
      "",
      "Examples:",
      "  vivarium health conf/zoo.cfg",
      "  vivarium health --set clientPort=2182 conf/zoo.cfg    as the server was started"
    })
final class HealthCommand implements Callable<Integer> {
  private static final int NOBODY = 1;

  private final Installation installation;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "CONFIG",
      description = "The configuration file of the server.")
  private @Nullable Path file;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  HealthCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws PluginException {
    ConfigResult result = installation.check(file, options);
    PrintWriter err = spec.commandLine().getErr();
    if (!result.ok()) {
      new ProblemReport(result).text().forEach(err::println);
      return result.exitCode();
    }
    List<String> silent = new ArrayList<>();
    for (Door door : doors(result.require())) {
      String trouble = door.knock();
      if (trouble == null) {
        spec.commandLine().getOut().println("alive: " + door.place());
        return 0;
      }
      silent.add(trouble);
    }
    err.println(
        silent.isEmpty()
            ? "vivarium health: this configuration has no port that is known before a server starts"
            : "vivarium health: nobody answers; " + String.join("; ", silent));
    return NOBODY;
  }

  /** What tells most first. */
  private static List<Door> doors(ServerConfig config) {
    ClientPorts ports = config.clientPorts();
    int port = known(ports.clientPort());
    int secure = known(ports.secureClientPort());
    boolean plain = !config.encryption().clientPort();
    List<Door> doors = new ArrayList<>();
    if (plain && port != ClientPorts.ANY) {
      doors.add(Door.words(ports.clientPortAddress(), port));
    }
    if (config.plugins().admin().contains("http") && !on(config, "admin.forceHttps")) {
      int admin = Integer.parseInt(value(config, "admin.serverPort"));
      if (admin != 0) { // 0 is any
        doors.add(Door.http(value(config, "admin.serverAddress"), admin));
      }
    }
    if (!plain && port != ClientPorts.ANY) {
      doors.add(Door.encrypted(ports.clientPortAddress(), port));
    }
    if (secure != ClientPorts.ANY) {
      doors.add(Door.encrypted(ports.secureClientPortAddress(), secure));
    }
    return doors;
  }

  private static int known(@Nullable Integer port) {
    return port == null ? ClientPorts.ANY : port;
  }

  private static boolean on(ServerConfig config, String key) {
    return Boolean.parseBoolean(value(config, key));
  }

  private static String value(ServerConfig config, String key) {
    return config.effective().items().stream()
        .filter(item -> item.key().equals(key))
        .map(EffectiveConfig.Item::value)
        .findFirst()
        .orElseThrow();
  }
}
