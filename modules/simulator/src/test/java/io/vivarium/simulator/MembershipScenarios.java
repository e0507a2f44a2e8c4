package io.vivarium.simulator;

import static io.vivarium.simulator.QuorumPacket.Type.ACK;
import static io.vivarium.simulator.QuorumPacket.Type.COMMITANDACTIVATE;
import static io.vivarium.simulator.QuorumPacket.Type.PROPOSAL;

import io.vivarium.model.Request;
import java.util.List;

/** Members that come and go while something goes wrong. */
final class MembershipScenarios {
  private MembershipScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("Z13 members come and go", () -> spares(), MembershipScenarios::z13),
        new Scenario(
            "Z13 a change that one follower knows", () -> spares(), MembershipScenarios::z13b),
        new Scenario("Z13 the leader to be dies", () -> spares(), MembershipScenarios::z13c),
        new Scenario(
            "E11 a change that waits for the slow", () -> spares(), MembershipScenarios::e11),
        new Scenario("R1 two changes at once", () -> spares(), MembershipScenarios::r1),
        new Scenario("R2 a change that was seen only", () -> spares(), MembershipScenarios::r2),
        new Scenario(
            "R3 those that left elect nobody", () -> new Rigs.Rig(5, 0), MembershipScenarios::r3),
        new Scenario("R4 a change that is rolled back", () -> spares(), MembershipScenarios::r4));
  }

  private static Rigs.Rig spares() {
    return new Rigs.Rig(3, 0).spares(2);
  }

  private static String voter(int id) {
    return Machine.line(id, "participant");
  }

  private static void z13(Stage stage) {
    stage.leader();
    Stage.Client writer = stage.client(1, 2, 3);
    Stage.Client operator = stage.client(1, 2, 3);
    operator.reconfigure(voter(4), null);
    writer.createMany("/a", 3);
    operator.reconfigure(voter(5), null);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10; i++) {
        writer.askCreate("/b" + round + "-" + i);
      }
      int leader = stage.leader();
      operator.reconfigure(null, String.valueOf(leader));
      writer.create("/c" + round);
      operator.reconfigure(Machine.line(leader, round == 1 ? "observer" : "participant"), null);
    }
    writer.create("/d");
  }

  private static void z13b(Stage stage) {
    int leader = stage.leader();
    List<Integer> followers = stage.followers();
    Stage.Client operator = stage.client(leader);
    operator.create("/a");
    stage.hold(leader, followers.get(1));
    Stage.Cue known =
        stage
            .arrives(COMMITANDACTIVATE, leader, followers.get(0))
            .then(() -> stage.powerOff(leader));
    operator.ask(new Request.Reconfig(voter(4), null, null, -1));
    stage.until(known);
    stage.heal();
    stage.leader();
    stage.start(leader);
    stage.client(followers.get(1)).create("/b");
    stage.serving(1, 2, 3, 4);
  }

  private static void z13c(Stage stage) {
    int leader = stage.leader();
    List<Integer> followers = stage.followers();
    Stage.Client operator = stage.client(leader);
    operator.create("/a");
    for (int follower : followers) {
      stage
          .arrives(COMMITANDACTIVATE, leader, follower)
          .then(() -> stage.powerOff(followers.get(0)));
    }
    operator.ask(new Request.Reconfig(null, String.valueOf(leader), null, -1));
    stage.runMs(3_000);
    stage.start(followers.get(0));
    stage.client(followers.get(1)).create("/b");
  }

  private static void e11(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    int other = stage.others(leader, follower, 4, 5).getFirst();
    stage.serving(1, 2, 3, 4, 5);
    Stage.Client operator = stage.client(leader);
    operator.create("/a");
    stage.leaves(PROPOSAL, leader, other).then(() -> List.of(4, 5, other).forEach(stage::pause));
    operator.ask(new Request.Reconfig(voter(4) + "," + voter(5), null, null, -1));
    operator.askCreate("/b");
    stage.runMs(5_000);
    List.of(4, 5, other).forEach(stage::resume);
    stage.client(1, 2, 3).create("/c");
    stage.serving(1, 2, 3);
  }

  /** A leader dies with a change that one follower has logged; the next one is asked for another at once. */
  private static void r1(Stage stage) {
    int leader = stage.leader();
    List<Integer> followers = stage.followers();
    stage.serving(1, 2, 3, 4, 5);
    Stage.Client operator = stage.client(leader);
    operator.create("/a");
    stage.hold(leader, followers.get(1));
    Stage.Cue acked =
        stage.leaves(ACK, followers.get(0), leader).then(() -> stage.powerOff(leader));
    operator.ask(new Request.Reconfig(voter(4), null, null, -1));
    stage.until(acked);
    stage.heal();
    Stage.Client second = stage.client(followers.get(0), followers.get(1));
    Script.Asked asked = second.ask(new Request.Reconfig(voter(5), null, null, -1));
    stage.until("an answer", asked::over);
    stage.start(leader);
    second.reconfigure(voter(5), null);
    second.create("/b");
    stage.serving(1, 2, 3);
  }

  /** The change is in the log of the next leader and was never committed: it comes into force with the epoch. */
  private static void r2(Stage stage) {
    int leader = stage.leader();
    List<Integer> followers = stage.followers();
    stage.serving(1, 2, 3, 4, 5);
    Stage.Client operator = stage.client(leader);
    operator.create("/a");
    stage.hold(leader, followers.get(1));
    Stage.Cue acked =
        stage.leaves(ACK, followers.get(0), leader).then(() -> stage.powerOff(leader));
    operator.ask(new Request.Reconfig(voter(4), null, null, -1));
    stage.until(acked);
    stage.heal();
    stage.client(followers.get(0)).create("/b");
    stage.require("the change is in force", stage.world().oracle().membership().votes(4));
  }

  private static void r3(Stage stage) {
    stage.leader();
    Stage.Client operator = stage.client();
    operator.create("/a");
    int leader = stage.leader();
    List<Integer> others = stage.others(leader);
    int leaving = others.get(0);
    int too = others.get(1);
    operator.reconfigure(null, leaving + "," + too);
    operator.create("/b");
    stage.powerOff(leader, others.get(2));
    stage.runMs(10_000);
    stage.require("nobody leads", stage.world().machines().stream().noneMatch(Machine::leads));
    stage.start(leader, others.get(2));
    stage.require("b is there", stage.client(leader).sees("/b"));
  }

  private static void r4(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    stage.serving(1, 2, 3, 4, 5);
    client.create("/a");
    stage.settled();
    stage.others(old).forEach(other -> stage.hold(old, other));
    client.ask(new Request.Reconfig(voter(4), null, null, -1));
    stage.runMs(100);
    client.kill();
    stage.lose(old);
    List<Integer> others = stage.others(old, 4, 5);
    stage.until("others lead", () -> others.stream().anyMatch(id -> stage.server(id).leads()));
    stage.client(others.getFirst()).create("/b");
    stage.start(old);
    stage.serving(1, 2, 3);
    stage.require(
        "the change is gone", !stage.world().oracle().membership().members().containsKey(4L));
    stage.require("it is not kept for later", stage.server(old).disk().proposed() == null);
  }
}
