package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.Proposal;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

  /** It was sent the state of a leader that then lost the ensemble: what the others go back to lies before all that it has. */
  @Test
  void aServerThatHasNothingButAStateThatNeverCameToPassIsGivenThatOfTheOthers() {
    Membership membership = Ensembles.of(3, 0);
    NavigableMap<Long, Proposal> txns = new TreeMap<>();
    for (long zxid = 0x100000001L; zxid <= 0x100000005L; zxid++) {
      txns.put(zxid, Ensembles.txn(zxid, "t" + zxid));
    }
    for (long id = 1; id <= 3; id++) {
      Disk disk = world.add(id, membership, false, 500, Set.of()).disk;
      boolean astray = id == 3;
      disk.numbers.put("acceptedEpoch", astray ? 1L : 2L);
      disk.numbers.put("currentEpoch", astray ? 1L : 2L);
      if (astray) {
        disk.snapshots.clear();
        disk.secure(new Disk.Tree(txns.lastKey(), txns));
      } else {
        disk.log.putAll(txns.headMap(0x100000003L, true));
      }
    }
    world.nodes.values().forEach(Node::start);
    settle();

    Node astray = Objects.requireNonNull(world.nodes.get(3L));
    assertEquals(0x100000003L, astray.memory.lastKey());
    assertEquals(astray.memory.keySet(), astray.disk.read().txns().keySet());
    assertTrue(
        world.trace.stream().anyMatch(line -> line.contains("Trunc 0x100000003")),
        () -> String.join("\n", world.trace));
  }
}
