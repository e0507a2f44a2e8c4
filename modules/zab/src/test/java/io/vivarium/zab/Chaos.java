package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A run of an ensemble under faults, decided by a seed, and the peace after it. */
final class Chaos {
  private final World world;
  private final int voters;
  private final int servers;
  private final boolean restores;
  private final List<String> restored = new ArrayList<>();
  private int writes;

  private Chaos(long seed, boolean restores, Set<Defect> defects) {
    this.restores = restores;
    world = new World(seed);
    voters = world.random.nextInt(3) == 0 ? 5 : 3;
    int observers = world.random.nextInt(2);
    servers = voters + observers;
    Membership membership = Ensembles.of(voters, observers);
    int historyCount = world.random.nextBoolean() ? 3 : 500;
    for (long id = 1; id <= servers; id++) {
      world.add(id, membership, false, historyCount, defects).start();
    }
  }

  /** Runs a seed; throws {@link World.Violation} when something happens that never must. */
  static void run(long seed, Set<Defect> defects) {
    run(seed, false, defects);
  }

  /**
   * As {@link #run(long, Set)}.
   *
   * @param restores whether operators bring states in between
   * @return how many of those were put in place
   */
  static long run(long seed, boolean restores, Set<Defect> defects) {
    Chaos chaos = new Chaos(seed, restores, defects);
    try {
      chaos.faults();
      chaos.peace();
      return chaos.restored.stream().filter("done"::equals).count();
    } catch (World.Violation violation) {
      throw new World.Violation("seed " + seed + ": " + violation.getMessage());
    } catch (RuntimeException broken) {
      throw new World.Violation(
          "seed "
              + seed
              + ": "
              + broken
              + " at "
              + List.of(broken.getStackTrace()).subList(0, 6)
              + "\n"
              + chaos.world.tail());
    }
  }

  private Node any() {
    Node node = world.nodes.get(1L + world.random.nextInt(servers));
    if (node == null) {
      throw new IllegalStateException("no such server");
    }
    return node;
  }

  private void faults() {
    for (int step = 0; step < 120; step++) {
      fault(world.random.nextInt(20));
      world.runFor(
          world.random.nextInt(4) == 0 ? world.random.nextInt(400) : world.random.nextInt(10));
    }
  }

  private void fault(int kind) {
    Node node = any();
    if (restores && node.up() && world.random.nextInt(10) == 0) {
      // Of its own time, or of a later one.
      node.restore(Zxid.of(world.random.nextInt(20), 1), restored);
    }
    switch (kind) {
      case 0, 1 -> {
        if (node.up()) {
          node.crash();
        } else {
          node.start();
        }
      }
      case 2, 3 -> {
        if (!node.up()) {
          node.start();
        }
      }
      case 4 -> world.cut(node.id(), any().id());
      case 5, 6 -> world.heal();
      case 7 -> isolate(node);
      case 8 -> world.flap(node.id(), any().id());
      case 9 -> node.snapshot();
      default -> {
        for (int i = world.random.nextInt(4); i >= 0; i--) {
          any().write("w" + writes++);
        }
      }
    }
  }

  private void isolate(Node node) {
    for (Node other : world.nodes.values()) {
      if (other != node) {
        world.cut(node.id(), other.id());
      }
    }
  }

  /** Faults are over: everybody settles, and what is written then is everywhere. */
  private void peace() {
    world.heal();
    world.nodes.values().stream().filter(node -> !node.up()).forEach(Node::start);
    // What was broken before is noticed first.
    world.runFor(1000);
    world.check(world.runUntil(world::settled, 30_000), "not settled in 30 s of peace");
    int before = world.commits();
    for (Node node : world.nodes.values()) {
      node.write("last " + node.id());
    }
    world.check(
        world.runUntil(() -> world.commits() >= before + servers && world.settled(), 5_000),
        "writes of peace are not everywhere: %d of %d",
        world.commits() - before,
        servers);
  }
}
