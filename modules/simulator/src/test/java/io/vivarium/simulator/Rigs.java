package io.vivarium.simulator;

import io.vivarium.auth.builtin.BuiltinAuthenticationProvider;
import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.consensus.standalone.StandaloneConsensusProvider;
import io.vivarium.consensus.zab.DefectiveZabProvider;
import io.vivarium.consensus.zab.ZabConsensusProvider;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.zab.Defect;
import java.util.ArrayList;
import java.util.EnumSet;
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

  /** So many faults that roles end before they have begun. */
  private static final int STORM = 60;

  private static final int CALM = 12;

  /** What ends roles. */
  private static final Set<FaultPlan.Kind> EDGES =
      Set.copyOf(EnumSet.of(FaultPlan.Kind.CRASH, FaultPlan.Kind.PARTITION, FaultPlan.Kind.RESET));

  private static final Map<Integer, List<ServerConfig>> ENSEMBLES = new HashMap<>();

  private static final Map<String, LongFunction<Simulation.Setup>> ALL = new TreeMap<>();

  static {
    ALL.put("one", _ -> standalone(Simulation.everything()));
    ALL.put("one-quiet", _ -> standalone(Set.of()));
    ALL.put("three", _ -> ensemble(3, 0, Simulation.everything()));
    ALL.put("three-quiet", _ -> ensemble(3, 0, Set.of()));
    ALL.put("three-crash", _ -> ensemble(3, 0, Set.of(FaultPlan.Kind.CRASH)));
    ALL.put("three-partition", _ -> ensemble(3, 0, Set.of(FaultPlan.Kind.PARTITION)));
    ALL.put("three-pause", _ -> ensemble(3, 0, Set.of(FaultPlan.Kind.PAUSE)));
    ALL.put("three-disk", _ -> ensemble(3, 0, Set.of(FaultPlan.Kind.DISK)));
    ALL.put("five", _ -> ensemble(5, 0, Simulation.everything()));
    ALL.put("storm", _ -> storm());
    ALL.put("seven", _ -> ensemble(7, 0, Simulation.everything()));
    for (Defect defect : Defect.values()) {
      ALL.put(defect.name(), seed -> defective(defect, seed));
    }
    ALL.put("observers", _ -> ensemble(3, 2, Simulation.everything()));
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
        1, 1, _ -> STANDALONE, software(new StandaloneConsensusProvider()), 3, kinds, 12, 6_000);
  }

  /** An ensemble and some clients. */
  static Simulation.Setup ensemble(int voters, int observers, Set<FaultPlan.Kind> kinds) {
    return ensemble(voters, observers, kinds, CALM, new ZabConsensusProvider());
  }

  /** Three servers that hardly come to rest. */
  private static Simulation.Setup storm() {
    return ensemble(3, 0, EDGES, STORM, new ZabConsensusProvider());
  }

  /** An ensemble with a historic defect, and the faults that it needs. */
  private static Simulation.Setup defective(Defect defect, long seed) {
    int observers = defect == Defect.ZOOKEEPER_2959 ? 2 : 0;
    return ensemble(
        3,
        observers,
        EDGES,
        seed % 2 == 0 ? CALM : STORM,
        new DefectiveZabProvider(Set.of(defect)));
  }

  private static Simulation.Setup ensemble(
      int voters,
      int observers,
      Set<FaultPlan.Kind> kinds,
      int most,
      PluginProvider<Consensus> consensus) {
    List<ServerConfig> configs =
        ENSEMBLES.computeIfAbsent(voters * 100 + observers, _ -> configs(voters, observers));
    return new Simulation.Setup(
        voters + observers,
        voters,
        id -> configs.get(id - 1),
        software(consensus),
        4,
        kinds,
        most,
        8_000);
  }

  private static List<ServerConfig> configs(int voters, int observers) {
    Map<String, String> settings = new HashMap<>();
    settings.put("consensus", "zab");
    settings.put("initLimit", "10");
    settings.put("syncLimit", "4");
    settings.put("fastleader.maxNotificationInterval", "2000");
    for (int id = 1; id <= voters + observers; id++) {
      String role = id <= voters ? "participant" : "observer";
      settings.put("server." + id, Network.address(id).getHostAddress() + ":2888:3888:" + role);
    }
    List<ServerConfig> configs = new ArrayList<>();
    for (int id = 1; id <= voters + observers; id++) {
      settings.put("myid", String.valueOf(id));
      settings.put("peerType", id <= voters ? "participant" : "observer");
      configs.add(config(new ZabConsensusProvider(), settings));
    }
    return List.copyOf(configs);
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
