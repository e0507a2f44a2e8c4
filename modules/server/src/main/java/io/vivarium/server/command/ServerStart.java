package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.BuildVersion;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.PluginException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a configuration to a server that runs until it is told to stop.
 *
 * @param installation whose plugins it has
 * @param err where a configuration is refused
 */
record ServerStart(Installation installation, PrintWriter err) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

  /** Where {@code logback.xml} and {@code JsonLines} find the number of this server. */
  private static final String LOGGED_NAME = "vivarium.myid";

  private static final int MEBI = 20;

  /** Blocks while the server runs; returns the exit code. */
  int run(ConfigSource source) throws PluginException {
    ServerBuilder builder = installation.server(source);
    ConfigResult result = builder.check();
    if (!result.ok()) {
      new ProblemReport(result).text().forEach(err::println);
      err.println("Invalid config, exiting abnormally");
      return result.exitCode();
    }
    nameInLog(result.require().ensemble().myid());
    introduce();
    result.warnings().forEach(warning -> LOG.warn("{}", warning.text()));
    result
        .effective()
        .configured()
        .forEach(item -> LOG.info("{}={} ({})", item.key(), item.value(), item.origin()));
    result.effective().mappings().forEach(mapping -> LOG.info("{}", mapping));
    try (Server server = builder.start()) {
      return new ServerRun(server).untilItEnds();
    }
  }

  /** The first line of a log: whoever reads it later, or during an upgrade, has to know what ran there. */
  private void introduce() {
    Runtime machine = Runtime.getRuntime();
    LOG.info(
        "Vivarium {} from {}, in place of ZooKeeper {}; Java {} with {} processor(s) and at most {} MiB of heap, process {}",
        BuildVersion.product(),
        installation.home(),
        BuildVersion.text(),
        Runtime.version(),
        machine.availableProcessors(),
        machine.maxMemory() >> MEBI,
        ProcessHandle.current().pid());
  }

  /** As in ZooKeeper, each line tells whose it is, so that the logs of an ensemble can be laid together. */
  private static void nameInLog(@Nullable Long myid) {
    System.setProperty(LOGGED_NAME, myid == null ? "" : myid.toString());
  }
}
