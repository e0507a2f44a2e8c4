package io.vivarium.simulator;

import io.vivarium.auth.builtin.BuiltinAuthenticationProvider;
import io.vivarium.config.ServerConfig;
import io.vivarium.consensus.standalone.StandaloneConsensusProvider;
import io.vivarium.consensus.zab.DefectiveZabProvider;
import io.vivarium.consensus.zab.ZabConsensusProvider;
import io.vivarium.simulator.FaultPlan.Kind;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.zab.Defect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/** What is simulated: servers with the plugins of this source tree. */
final class Rigs {
  private static final List<PluginProvider<Authentication>> AUTHENTICATIONS =
      List.of(new BuiltinAuthenticationProvider());

  private static final ServerConfig STANDALONE =
      config(new StandaloneConsensusProvider(), Map.of("consensus", "standalone"));

  /** So many faults that roles end before they have begun. */
  private static final int STORM = 60;

  private static final int CALM = 12;

  /** Values of this size make snapshots of several pieces, with writes in between. */
  private static final int LARGE = 3_000;

  /** What ends roles. */
  private static final Set<Kind> EDGES =
      Set.copyOf(EnumSet.of(Kind.CRASH, Kind.PARTITION, Kind.RESET, Kind.OUTPUT, Kind.STATE));

  private static final Set<Kind> OF_ONE_SERVER =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Kind.STATE, Kind.ROT, Kind.MEMBERS)));

  private static final Set<Kind> OF_ENSEMBLES =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Kind.MEMBERS)));

  private static final Map<String, LongFunction<Simulation.Setup>> ALL = new TreeMap<>();

  static {
    ALL.put("one", _ -> standalone(OF_ONE_SERVER));
    ALL.put("one-quiet", _ -> standalone(Set.of()));
    ALL.put("three", _ -> new Rig(3, 0).with(OF_ENSEMBLES, CALM));
    ALL.put("three-quiet", _ -> new Rig(3, 0).with(Set.of(), CALM));
    for (Kind kind : OF_ENSEMBLES) {
      String name = "three-" + kind.name().toLowerCase(Locale.ROOT);
      ALL.put(name, _ -> new Rig(3, 0).with(Set.of(kind), CALM));
    }
    ALL.put("five", _ -> new Rig(5, 0).with(OF_ENSEMBLES, CALM));
    ALL.put("seven", _ -> new Rig(7, 0).with(OF_ENSEMBLES, CALM));
    ALL.put("observers", _ -> new Rig(3, 2).with(OF_ENSEMBLES, CALM));
    ALL.put("storm", _ -> new Rig(3, 0).with(EDGES, STORM));
    ALL.put("large", _ -> new Rig(3, 0).values(LARGE).with(EDGES, STORM));
    ALL.put("members", seed -> members(seed % 2 == 0 ? EDGES : OF_ENSEMBLES));
    for (Defect defect : Defect.values()) {
      ALL.put(defect.name(), seed -> defective(defect, seed));
    }
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
  static Simulation.Setup standalone(Set<Kind> kinds) {
    return new Simulation.Setup(
        1,
        EngineTrial.membership(1, 0),
        (_, _) -> STANDALONE,
        software(new StandaloneConsensusProvider()),
        new Simulation.Clients(3, 0),
        kinds,
        12,
        6_000);
  }

  /** Three voters and two servers that are to join, with everything that can go wrong. */
  private static Simulation.Setup members(Set<Kind> others) {
    EnumSet<Kind> kinds = EnumSet.of(Kind.MEMBERS);
    kinds.addAll(others);
    // A disk that was replaced is told by its server, not by its membership.
    kinds.remove(Kind.ROT);
    return new Rig(3, 0).spares(2).with(kinds, 24);
  }

  /** An ensemble with a historic defect, and the faults that it needs. */
  private static Simulation.Setup defective(Defect defect, long seed) {
    return new Rig(3, defect == Defect.ZOOKEEPER_2959 ? 2 : 0)
        .engine(new DefectiveZabProvider(Set.of(defect)))
        .with(EDGES, seed % 2 == 0 ? CALM : STORM);
  }

  /** An ensemble to be. */
  static final class Rig {
    private static final Map<String, ServerConfig> CONFIGS = new ConcurrentHashMap<>();

    private final int voters;
    private final int observers;
    private final Map<String, String> settings = new TreeMap<>();
    private PluginProvider<Consensus> engine = new ZabConsensusProvider();
    private int spares;
    private int clients = 4;
    private int valueBytes;

    Rig(int voters, int observers) {
      this.voters = voters;
      this.observers = observers;
      settings.put("consensus", "zab");
      settings.put("initLimit", "10");
      settings.put("syncLimit", "4");
      settings.put("fastleader.maxNotificationInterval", "2000");
      settings.put("reconfigEnabled", "true");
      settings.put("skipACL", "yes");
    }

    /** With servers that are not members yet. */
    Rig spares(int count) {
      spares = count;
      return this;
    }

    Rig clients(int count) {
      clients = count;
      return this;
    }

    Rig values(int bytes) {
      valueBytes = bytes;
      return this;
    }

    Rig engine(PluginProvider<Consensus> other) {
      engine = other;
      return this;
    }

    /** With a line of configuration. */
    Rig set(String key, String value) {
      settings.put(key, value);
      return this;
    }

    Simulation.Setup with(Set<Kind> kinds, int most) {
      return new Simulation.Setup(
          voters + observers + spares,
          EngineTrial.membership(voters, observers),
          this::config,
          software(engine),
          new Simulation.Clients(clients, valueBytes),
          kinds,
          most,
          8_000);
    }

    private ServerConfig config(int id, boolean replaced) {
      return CONFIGS.computeIfAbsent(
          id + "|" + replaced + "|" + voters + "|" + observers + "|" + settings,
          _ -> load(id, replaced));
    }

    private ServerConfig load(int id, boolean replaced) {
      Map<String, String> own = new HashMap<>(settings);
      List<String> lines =
          new ArrayList<>(EngineTrial.membership(voters, observers).text().lines().toList());
      if (id > voters + observers) {
        lines.add(Machine.line(id, "observer"));
      }
      for (String line : lines) {
        int end = line.indexOf('=');
        own.put(line.substring(0, end), line.substring(end + 1));
      }
      own.put("myid", String.valueOf(id));
      own.put("peerType", id <= voters ? "participant" : "observer");
      if (replaced) {
        own.put("db.autocreate", "false");
      }
      return Rigs.config(new ZabConsensusProvider(), own);
    }
  }

  private static Machine.Software software(PluginProvider<Consensus> consensus) {
    return new Machine.Software(consensus, AUTHENTICATIONS, new NoMetrics(), true);
  }

  private static ServerConfig config(
      PluginProvider<Consensus> consensus, Map<String, String> special) {
    return EngineTrial.config(consensus, AUTHENTICATIONS, special);
  }
}
