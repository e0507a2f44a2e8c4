package io.vivarium.simulator;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Whole servers with somebody's consensus engine, on one thread and by one seed: time, chance, network and disks are the trial's, everything
 * else is what runs in production, from the bytes of the clients to the tree. Servers are killed and lose power, are cut off from each
 * other, stand still, have clocks that jump and disks that fail. All the while, and afterwards, there must be one history on all servers, of
 * which nothing that a client was told is missing.
 *
 * <p>The engine works in turns: all that it does it does in calls of its host, with the network, the time, the chance and the executor for what
 * blocks that it was given. It starts no thread; {@code PluginContext.threads()} refuses. What it says to its peers is not looked into.
 *
 * <p>Immutable; any thread. {@code vivarium-auth-builtin} must be on the path.
 */
public final class EngineTrial {
  /** Settings of every simulated server. */
  static final Map<String, String> COMMON =
      Map.of(
          "clientPort", String.valueOf(Machine.CLIENT_PORT),
          "dataDir", "unused",
          "admin.enableServer", "false",
          "maxClientCnxns", "0",
          "tickTime", "500",
          "snapCount", "60",
          "autopurge.snapRetainCount", "3");

  private static final int MOST_SERVERS = 9;
  private static final int CLIENTS = 4;
  private static final int MOST_FAULTS = 12;
  private static final int FAULT_MS = 8_000;

  /** Without those that presume what an engine says to its peers, or how it copes with an empty disk. */
  private static final Set<FaultPlan.Kind> KINDS =
      Set.copyOf(
          EnumSet.complementOf(
              EnumSet.of(FaultPlan.Kind.STATE, FaultPlan.Kind.ROT, FaultPlan.Kind.MEMBERS)));

  private final ConsensusProvider engine;
  private final int servers;
  private final Map<String, String> settings;

  private EngineTrial(ConsensusProvider engine, int servers, Map<String, String> settings) {
    this.engine = engine;
    this.servers = servers;
    this.settings = Map.copyOf(settings);
  }

  /** Of one server, on its own. */
  public static EngineTrial of(ConsensusProvider engine) {
    return new EngineTrial(engine, 1, Map.of());
  }

  /**
   * The same of several servers, all of which vote.
   *
   * @param count 1 to 9; with more than one each has the lines {@code server.1} to {@code server.N} of all in its configuration
   */
  public EngineTrial servers(int count) {
    if (count < 1 || count > MOST_SERVERS) {
      throw new IllegalArgumentException(count + " servers; 1 to " + MOST_SERVERS + " can be");
    }
    return new EngineTrial(engine, count, settings);
  }

  /** The same with a line of configuration, as it would stand in {@code zoo.cfg} of every server. */
  public EngineTrial set(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new EngineTrial(engine, servers, more);
  }

  /**
   * What happened in all runs together.
   *
   * @param seeds runs
   * @param txns that were committed
   * @param acknowledged writes that a client was told are done
   * @param unknown writes of which a client never heard
   * @param reads that were answered
   * @param faults what went wrong
   */
  public record Figures(
      int seeds, long txns, long acknowledged, long unknown, long reads, long faults) {}

  /**
   * Runs seeds, one after the other. The same seed is the same run, event for event, for as long as this class and the engine are the same.
   *
   * @param first the first of them
   * @param count how many
   * @throws AssertionError for the first run in which something is not as it must be, with its seed and the faults that it needs
   */
  public Figures run(long first, int count) {
    Simulation.Setup setup = setup();
    Figures sum = new Figures(0, 0, 0, 0, 0, 0);
    for (long seed = first; seed < first + count; seed++) {
      Simulation.Outcome outcome = Simulation.run(seed, setup, null, null);
      if (!outcome.violations().isEmpty()) {
        throw new AssertionError(story(setup, outcome));
      }
      sum = plus(sum, outcome.figures());
    }
    return sum;
  }

  /**
   * Runs one seed and tells what happens, line by line, with what is not as it must be.
   *
   * @param reader called on this thread
   */
  public void tell(long seed, Consumer<String> reader) {
    Simulation.run(seed, setup(), null, reader);
  }

  private static Figures plus(Figures sum, Simulation.Figures one) {
    return new Figures(
        sum.seeds() + 1,
        sum.txns() + one.txns(),
        sum.acknowledged() + one.acknowledged(),
        sum.unknown() + one.unknown(),
        sum.reads() + one.reads(),
        sum.faults() + one.faults().values().stream().mapToInt(Integer::intValue).sum());
  }

  private static String story(Simulation.Setup setup, Simulation.Outcome failed) {
    return "seed "
        + failed.seed()
        + ": "
        + Shrinker.story(failed, setup)
        + "\ntell("
        + failed.seed()
        + ", System.out::println) shows the whole run";
  }

  private Simulation.Setup setup() {
    List<AuthenticationProvider> authentications = List.of(builtin());
    Map<Integer, ServerConfig> configs = new ConcurrentHashMap<>();
    return new Simulation.Setup(
        servers,
        membership(servers, 0),
        (server, _) -> configs.computeIfAbsent(server, id -> config(id, authentications)),
        new Machine.Software(engine, authentications, new NoMetrics(), false),
        new Simulation.Clients(CLIENTS, 0),
        KINDS,
        MOST_FAULTS,
        FAULT_MS);
  }

  private ServerConfig config(int server, List<AuthenticationProvider> authentications) {
    Map<String, String> own = new TreeMap<>(settings);
    own.put("consensus", engine.id());
    if (servers > 1) {
      own.put("myid", String.valueOf(server));
      own.putIfAbsent("initLimit", "10");
      own.putIfAbsent("syncLimit", "4");
      for (String line : membership(servers, 0).text().lines().toList()) {
        int end = line.indexOf('=');
        own.put(line.substring(0, end), line.substring(end + 1));
      }
    }
    return config(engine, authentications, own);
  }

  /** A configuration of simulated servers. */
  static ServerConfig config(
      PluginProvider<Consensus> consensus,
      List<? extends PluginProvider<?>> authentications,
      Map<String, String> special) {
    Map<String, String> all = new TreeMap<>(COMMON);
    all.putAll(special);
    List<ConfigKey<?>> keys = new ArrayList<>(consensus.configKeys());
    authentications.forEach(provider -> keys.addAll(provider.configKeys()));
    return ConfigLoader.load(ConfigSource.empty().withCode(all), keys).require();
  }

  /** Voters, numbered from 1, and observers behind them. */
  static Membership membership(int voters, int observers) {
    StringBuilder lines = new StringBuilder();
    for (int id = 1; id <= voters + observers; id++) {
      lines.append(Machine.line(id, id <= voters ? "participant" : "observer")).append('\n');
    }
    return Membership.parse(lines.toString());
  }

  private static AuthenticationProvider builtin() {
    for (AuthenticationProvider provider : ServiceLoader.load(AuthenticationProvider.class)) {
      if (provider.id().equals("builtin")) {
        return provider;
      }
    }
    throw new IllegalStateException("vivarium-auth-builtin is not on the path of this test");
  }
}
