package io.vivarium.simulator;

import io.vivarium.auth.builtin.BuiltinAuthenticationProvider;
import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.consensus.standalone.StandaloneConsensusProvider;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** What is simulated: servers with the plugins of this source tree. */
final class Rigs {
  private static final Map<String, String> COMMON =
      Map.of(
          "clientPort", String.valueOf(Machine.CLIENT_PORT),
          "dataDir", "unused",
          "admin.enableServer", "false",
          "maxClientCnxns", "0",
          "tickTime", "500",
          "snapCount", "60",
          "autopurge.snapRetainCount", "3");

  private static final List<PluginProvider<Authentication>> AUTHENTICATIONS =
      List.of(new BuiltinAuthenticationProvider());

  private static final ServerConfig STANDALONE =
      config(new StandaloneConsensusProvider(), Map.of("consensus", "standalone"));

  private static final Map<String, LongFunction<Simulation.Setup>> ALL = new TreeMap<>();

  static {
    ALL.put("one", _ -> standalone(Simulation.everything()));
    ALL.put("one-quiet", _ -> standalone(Set.of()));
  }

  private Rigs() {}

  /** The names of what can be simulated. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** What is simulated by a name, for each seed. */
  static LongFunction<Simulation.Setup> named(String name) {
    LongFunction<Simulation.Setup> found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no setup " + name + "; there are " + names());
    }
    return found;
  }

  /** One server and some clients. */
  static Simulation.Setup standalone(Set<FaultPlan.Kind> kinds) {
    return new Simulation.Setup(
        1, 1, _ -> STANDALONE, software(new StandaloneConsensusProvider()), 3, kinds, 6_000);
  }

  private static Machine.Software software(PluginProvider<Consensus> consensus) {
    return new Machine.Software(consensus, AUTHENTICATIONS, new NoMetrics());
  }

  private static ServerConfig config(
      PluginProvider<Consensus> consensus, Map<String, String> special) {
    Map<String, String> settings = new HashMap<>(COMMON);
    settings.putAll(special);
    List<ConfigKey<?>> keys = new ArrayList<>(consensus.configKeys());
    AUTHENTICATIONS.forEach(provider -> keys.addAll(provider.configKeys()));
    return ConfigLoader.load(ConfigSource.empty().withCode(settings), keys).require();
  }
}
