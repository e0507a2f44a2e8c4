package io.vivarium.kernel;

import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import io.vivarium.tree.DataTree;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A server inside a program that brings everything outward itself: plugins that it has started, time, chance, and what things run on.
 * It is the server that {@link Server} runs, less the search for plugins and the ports. Methods are for the maker's thread.
 */
public final class EmbeddedServer {
  /** Plugins, started, in the hands of the maker. */
  public record Plugins(
      Storage storage,
      List<Authentication> authentications,
      Transport transport,
      Consensus consensus) {}

  /**
   * What a server finds around it.
   *
   * @param random decides what is to differ between servers; never anything replicated
   * @param fatal told when the server cannot go on
   */
  public record Surroundings(
      TimeSource time, Execution execution, RandomGenerator random, FatalErrors fatal) {}

  private final ServerCore core;

  /** Recovers the state; nothing runs yet. */
  public EmbeddedServer(ServerConfig config, Plugins plugins, Surroundings around)
      throws IOException {
    core =
        new ServerCore(
            config,
            new ServerParts(
                plugins.storage(),
                plugins.authentications(),
                plugins.transport(),
                plugins.consensus(),
                null),
            new ServerEnvironment(
                around.time(),
                around.execution(),
                around.random(),
                around.fatal(),
                BuildVersion.read()),
            new ServerStats(),
            new KernelMetrics());
  }

  /** Begins to work, and to await clients on the configured port. */
  public void start() throws IOException, InterruptedException {
    core.start();
    core.clientPort().open();
  }

  /** The replicated state; written by the pipeline's agent alone. */
  public DataTree tree() {
    return core.tree();
  }

  /** Drops the clients, finishes what is under way and ends all that runs. */
  public void stop() throws InterruptedException {
    core.clientPort().close();
    core.stop();
    core.awaitSnapshot();
  }
}
