package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Role;
import io.vivarium.spi.consensus.MembershipChange;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ensembles that change while they write. Three servers at first, the third leads. */
final class ReconfigurationTest {
  private final World world = new World(7);

  @BeforeEach
  void threeServers() {
    for (long id = 1; id <= 3; id++) {
      world.add(id, Ensembles.of(3, 0), true, 500, Set.of()).start();
    }
    until(world::settled);
    assertEquals(3, leader().id());
  }

  private Node leader() {
    Node leader = world.leader();
    assertNotNull(leader);
    return leader;
  }

  private Node node(long id) {
    Node node = world.nodes.get(id);
    assertNotNull(node);
    return node;
  }

  private void until(BooleanSupplier holds) {
    assertTrue(world.runUntil(holds, 10_000), world::tail);
  }

  private static String line(long id, Role role) {
    return Ensembles.line(id, role);
  }

  /** A newcomer knows the ensemble and itself. */
  private void add(long id, Role role) {
    Membership known =
        Membership.parse(leader().membership().text() + line(id, role) + "\nversion=0");
    world.add(id, known, true, 500, Set.of()).start();
    until(() -> node(id).follows() && world.settled());
  }

  private void change(@Nullable String joining, @Nullable String leaving) {
    assertEquals(ErrorCode.OK, asked(joining, leaving));
  }

  /** Asks for a change, which begins if the answer is OK. */
  private ErrorCode asked(@Nullable String joining, @Nullable String leaving) {
    Node leader = leader();
    AtomicReference<ErrorCode> code = new AtomicReference<>(ErrorCode.OK);
    leader.input(
        server -> {
          Request.Reconfig request = new Request.Reconfig(joining, leaving, null, -1);
          switch (server.reconfigure(request, leader.nextZxid)) {
            case MembershipChange.Accepted(Membership next) ->
                leader.propose(Ensembles.reconfig(leader.nextZxid, next));
            case MembershipChange.Refused refused -> code.set(refused.code());
          }
        });
    return code.get();
  }

  private void everybodyHas(Set<Long> members) {
    until(
        () ->
            world.settled()
                && world.nodes.values().stream()
                    .filter(Node::up)
                    .allMatch(node -> node.membership().members().keySet().equals(members)));
  }

  private void write() {
    int before = world.commits();
    leader().write("w");
    until(() -> world.commits() > before && world.settled());
  }

  @Test
  void aServerJoins() {
    add(4, Role.PARTICIPANT);

    change(line(4, Role.PARTICIPANT), null);

    everybodyHas(Set.of(1L, 2L, 3L, 4L));
    write();
  }

  @Test
  void aFollowerLeavesAndDoesNotCountAnyMore() {
    change(null, "1");
    everybodyHas(Set.of(2L, 3L));

    node(2).crash();
    world.runFor(2000);

    assertEquals(null, world.leader(), "server 1 must not help to form a quorum");
    node(2).start();
    until(world::settled);
    write();
  }

  @Test
  void theLeaderLeavesAndAnotherLeadsWithoutAnElection() {
    change(null, "3");

    until(() -> world.leader() != null && leader().id() != 3 && world.settled());
    everybodyHas(Set.of(1L, 2L));
    write();
  }

  @Test
  void anObserverIsPromoted() {
    add(4, Role.OBSERVER);
    change(line(4, Role.OBSERVER), null);
    everybodyHas(Set.of(1L, 2L, 3L, 4L));

    change(line(4, Role.PARTICIPANT), null);
    until(() -> world.settled() && leader().membership().votes(4));

    node(1).crash();
    node(2).crash();
    world.runFor(2000);
    node(1).start();
    until(world::settled);
    write();
  }

  /** An observer acks nothing: with its vote needed, nothing would be committed any more. */
  @Test
  void aChangeThatNeedsTheVoteOfAnObserverIsRefusedAndHarmsNobody() {
    add(4, Role.OBSERVER);
    change(line(4, Role.OBSERVER), null);
    everybodyHas(Set.of(1L, 2L, 3L, 4L));
    node(1).crash();
    world.runFor(2000);

    assertEquals(ErrorCode.NEW_CONFIG_NO_QUORUM, asked(line(4, Role.PARTICIPANT), null));

    write();
    world.runFor(2000);
    assertEquals(3, leader().id());
    change(line(4, Role.PARTICIPANT), "1");
    everybodyHas(Set.of(2L, 3L, 4L));
    write();
  }

  @Test
  void aDeadServerIsReplacedByOneThatFollowsBeforeItVotes() {
    node(1).crash();
    add(4, Role.PARTICIPANT);

    change(line(4, Role.PARTICIPANT), null);
    everybodyHas(Set.of(1L, 2L, 3L, 4L));
    write();
    change(null, "1");

    everybodyHas(Set.of(2L, 3L, 4L));
    write();
  }

  @Test
  void aVoterIsDemoted() {
    change(line(1, Role.OBSERVER), null);

    until(() -> world.settled() && !leader().membership().votes(1));
    write();
    assertEquals(
        io.vivarium.spi.consensus.ConsensusStatus.Mode.OBSERVER, node(1).server().status().mode());
  }

  @Test
  void aServerThatWasAwayLearnsOfTheChangeFromThoseThatKnow() {
    node(1).crash();
    add(4, Role.PARTICIPANT);
    change(line(4, Role.PARTICIPANT), null);
    until(() -> leader().membership().members().size() == 4);

    node(1).start();

    everybodyHas(Set.of(1L, 2L, 3L, 4L));
  }

  @Test
  void aChangeThatALeaderTookAlongIsCompletedByTheNext() {
    world.cut(3, 1);
    change(null, "1");
    world.runFor(1);
    node(3).crash();
    world.heal();
    world.runFor(2000);
    // Server 2 has seen a membership in which it and server 3 are needed: it is not known whether
    // it
    // came into force.
    assertEquals(null, world.leader());
    node(3).start();
    until(world::settled);

    write();
    long versions =
        world.nodes.values().stream().map(node -> node.membership().version()).distinct().count();
    assertEquals(1, versions, world::tail);
  }
}
