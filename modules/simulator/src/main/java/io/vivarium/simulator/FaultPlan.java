package io.vivarium.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What goes wrong in a simulation, in order of time. A plan is made before the simulation begins and is independent of it, so that
 * faults can be left out of a plan and everything else stays the same: that is how a failure is reduced to what it needs.
 */
record FaultPlan(List<Fault> faults) {
  /** Kinds of faults. */
  enum Kind {
    CRASH,
    PARTITION,
    RESET,
    PAUSE,
    DISK,
    CLOCK,
    CLIENTS,
    /** Crashes between two outputs. */
    OUTPUT,
    /** States break off. */
    STATE,
    /** Bits flip on the disk of one server. */
    ROT,
    /** Servers join and leave. */
    MEMBERS
  }

  private static final long HOUR_MS = 3_600_000;

  /** Copies the list. */
  FaultPlan {
    faults = List.copyOf(faults);
  }

  static FaultPlan none() {
    return new FaultPlan(List.of());
  }

  /** A plan without some of the faults. */
  FaultPlan without(Set<Integer> places) {
    List<Fault> left = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      if (!places.contains(i)) {
        left.add(faults.get(i));
      }
    }
    return new FaultPlan(left);
  }

  /**
   * A plan by chance.
   *
   * @param most faults at most
   * @param untilMs faults begin and end before this
   */
  static FaultPlan random(
      SplittableRandom chance, Set<Kind> kinds, int servers, int clients, int most, long untilMs) {
    if (kinds.isEmpty()) {
      return none();
    }
    List<Kind> possible = List.copyOf(EnumSet.copyOf(kinds));
    // Of the servers of one ensemble only one may lose what it had.
    int rotting = 1 + chance.nextInt(servers);
    Maker maker = new Maker(chance, servers, clients, untilMs, rotting);
    int count = 1 + chance.nextInt(most);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      faults.add(maker.make(possible.get(chance.nextInt(possible.size()))));
    }
    faults.sort(Comparator.comparingLong(Fault::atMs));
    return new FaultPlan(faults);
  }

  @Override
  public String toString() {
    return faults.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  private record Maker(
      SplittableRandom chance, int servers, int clients, long untilMs, int rotting) {
    Fault make(Kind kind) {
      long at = chance.nextLong(untilMs * 9 / 10);
      long lasts = 1 + chance.nextLong(chance.nextBoolean() ? 300 : (untilMs - at));
      return switch (kind) {
        case CRASH -> crash(at, lasts);
        case PARTITION -> partition(at, lasts);
        case RESET -> new Fault.Reset(at, server(), chance.nextInt(3) == 0 ? client() : server());
        case PAUSE -> new Fault.Pause(at, server(), lasts);
        case DISK -> new Fault.BadDisk(at, server(), trouble(), lasts);
        case CLOCK -> new Fault.ClockJump(at, server(), chance.nextLong(-HOUR_MS, HOUR_MS));
        case CLIENTS -> new Fault.KillClient(at, chance.nextInt(clients));
        case OUTPUT -> new Fault.DieInOutput(at, server(), Math.min(lasts, 1_000));
        case STATE -> new Fault.CutState(at, server());
        case ROT -> new Fault.Rot(at, rotting, chance.nextInt(3) == 0, Math.min(lasts, 1_000));
        case MEMBERS -> new Fault.Reconfigure(at, server(), change());
      };
    }

    private int server() {
      return 1 + chance.nextInt(servers);
    }

    private Fault.Change change() {
      return switch (chance.nextInt(4)) {
        case 0 -> Fault.Change.LEAVES;
        case 1 -> Fault.Change.OBSERVES;
        default -> Fault.Change.VOTES;
      };
    }

    private int client() {
      return SimulatedClient.FIRST_MACHINE + chance.nextInt(clients);
    }

    private Disk.Trouble trouble() {
      return switch (chance.nextInt(3)) {
        case 0 -> Disk.Trouble.FULL;
        case 1 -> Disk.Trouble.FORCE_FAILS;
        default -> Disk.Trouble.SLOW;
      };
    }

    private Fault crash(long at, long lasts) {
      return switch (chance.nextInt(5)) {
        case 0 -> new Fault.KillAll(at, lasts);
        case 1, 2 -> new Fault.DieInForce(at, server(), lasts);
        default -> new Fault.Kill(at, server(), chance.nextInt(4) == 0, lasts);
      };
    }

    private Fault partition(long at, long lasts) {
      List<Network.Way> ways =
          switch (chance.nextInt(6)) {
            case 0 -> List.of(new Network.Way(server(), server()));
            case 1 -> both(server(), server());
            case 2 -> halves();
            case 3 -> ring();
            case 4 -> bridge();
            default -> alone(server(), chance.nextInt(3));
          };
      return chance.nextInt(4) == 0
          ? new Fault.Slow(at, ways, 1 + chance.nextInt(800), lasts)
          : new Fault.Hold(at, ways, lasts);
    }

    private static List<Network.Way> both(int one, int other) {
      return List.of(new Network.Way(one, other), new Network.Way(other, one));
    }

    private List<Network.Way> halves() {
      int mask = chance.nextInt(1 << servers);
      List<Network.Way> ways = new ArrayList<>();
      for (int a = 1; a <= servers; a++) {
        for (int b = 1; b <= servers; b++) {
          if ((mask >> (a - 1) & 1) != (mask >> (b - 1) & 1)) {
            ways.add(new Network.Way(a, b));
          }
        }
      }
      return ways;
    }

    /** Each server sees the next and the one before only. */
    private List<Network.Way> ring() {
      List<Network.Way> ways = new ArrayList<>();
      for (int a = 1; a <= servers; a++) {
        for (int b = 1; b <= servers; b++) {
          int distance = Math.floorMod(a - b, servers);
          if (distance > 1 && distance < servers - 1) {
            ways.add(new Network.Way(a, b));
          }
        }
      }
      return ways;
    }

    /** Two halves with one server in both. */
    private List<Network.Way> bridge() {
      int bridge = server();
      return halves().stream().filter(way -> way.from() != bridge && way.to() != bridge).toList();
    }

    /** Cut off from the others: what it says, what it hears, or both. */
    private List<Network.Way> alone(int server, int direction) {
      List<Network.Way> ways = new ArrayList<>();
      for (int other = 1; other <= servers; other++) {
        if (other != server && direction != 0) {
          ways.add(new Network.Way(server, other));
        }
        if (other != server && direction != 1) {
          ways.add(new Network.Way(other, server));
        }
      }
      return ways;
    }
  }
}
