package io.vivarium.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole elections over a network that delays, reorders, repeats, loses and partitions, from a seed each. Elections promise nothing while
 * that lasts; afterwards everybody settles on one leader in bounded time, and it has at least the history of a quorum.
 */
class ElectionSimulationTest {
  private static final int SEEDS = 300;

  /** A role that leads nowhere is given up after this time in ms, as after {@code initLimit}. */
  private static final long PATIENCE = 1000;

  /** The longest pause between repetitions, roles that must fail first, and the election itself. */
  private static final long BOUND = 5000 + 3 * PATIENCE + 2000;

  static Stream<Arguments> seeds() {
    return LongStream.range(0, SEEDS)
        .boxed()
        .flatMap(seed -> Stream.of(3, 5, 7).map(servers -> Arguments.of(servers, seed)));
  }

  @ParameterizedTest(name = "{0} servers, seed {1}")
  @MethodSource("seeds")
  void onceTheNetworkHasHealedEverybodySettlesOnOneLeader(int servers, long seed) {
    ElectionWorld world = new ElectionWorld(servers, seed, PATIENCE);
    world.startAll();
    for (int phase = 0; phase < 4; phase++) {
      world.disturb();
      world.run(1 + world.chance(6000));
    }

    world.heal();
    long healed = world.now();
    world.runUntilSettled(healed + BOUND);

    long leader = world.leader();
    assertTrue(world.historyOfAQuorumEndsNoLaterThanThatOf(leader));
  }

  @ParameterizedTest(name = "{0} servers, seed {1}")
  @MethodSource("seeds")
  void whenTheLeaderDiesTheOthersHaveAnotherWithoutWaitingForIt(int servers, long seed) {
    ElectionWorld world = new ElectionWorld(servers, seed, PATIENCE);
    world.startAll();
    world.heal();
    world.runUntilSettled(BOUND);
    long first = world.leader();

    world.kill(first);
    long killed = world.now();
    world.runUntilSettled(killed + 1000);

    assertTrue(world.leader() != first);
    assertTrue(
        world.now() - killed < 60,
        () ->
            "the new leader came "
                + (world.now() - killed)
                + " ms after the old one died "
                + world.trace());
  }

  @ParameterizedTest(name = "{0} servers, seed {1}")
  @MethodSource("seeds")
  void aServerThatComesBackJoinsWithoutDisturbingTheOthers(int servers, long seed) {
    ElectionWorld world = new ElectionWorld(servers, seed, PATIENCE);
    world.startAll();
    world.heal();
    world.runUntilSettled(BOUND);
    long leader = world.leader();
    int elections = world.elections();

    world.restart(leader == 1 ? 2 : 1);
    world.runUntilSettled(world.now() + 1000);

    assertEquals(leader, world.leader());
    assertEquals(elections + 1, world.elections(), "only the one that came back held an election");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameSeedIsTheSameElection(long seed) {
    int servers = 5;
    ElectionWorld one = new ElectionWorld(servers, seed, PATIENCE);
    ElectionWorld two = new ElectionWorld(servers, seed, PATIENCE);
    for (ElectionWorld world : new ElectionWorld[] {one, two}) {
      world.startAll();
      world.disturb();
      world.run(3000);
    }

    assertFalse(one.trace().isEmpty());
    assertEquals(one.trace(), two.trace());
  }
}
