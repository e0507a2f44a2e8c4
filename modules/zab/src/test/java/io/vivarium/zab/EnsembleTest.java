package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole ensembles, without chance to speak of. */
final class EnsembleTest {
  private final World world = new World(1);

  private void start(int voters, int observers, int historyCount) {
    Membership membership = Ensembles.of(voters, observers);
    for (long id = 1; id <= voters + observers; id++) {
      world.add(id, membership, false, historyCount, Set.of()).start();
    }
  }

  private Node leader() {
    Node leader = world.leader();
    assertNotNull(leader);
    return leader;
  }

  private void settle() {
    assertTrue(world.runUntil(world::settled, 5000), () -> String.join("\n", world.trace));
  }

  @Test
  void threeServersElectTheLastOneAndWriteThroughAnyOfThem() {
    start(3, 0, 500);
    settle();
    assertEquals(3, leader().id());

    for (Node node : world.nodes.values()) {
      node.write("through " + node.id());
    }
    assertTrue(world.runUntil(() -> world.commits() == 3 && world.settled(), 1000));

    assertEquals(Set.of(0x100000001L, 0x100000002L, 0x100000003L), leader().memory.keySet());
  }
}
