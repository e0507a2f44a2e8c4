package io.vivarium.simulator;

import static io.vivarium.simulator.QuorumPacket.Type.ACK;
import static io.vivarium.simulator.QuorumPacket.Type.ACKEPOCH;
import static io.vivarium.simulator.QuorumPacket.Type.COMMIT;
import static io.vivarium.simulator.QuorumPacket.Type.NEWLEADER;
import static io.vivarium.simulator.QuorumPacket.Type.UPTODATE;

import io.vivarium.model.Request;
import java.util.List;

/** Learners that are brought to a leader's history, and what interrupts that. */
final class SynchronizationScenarios {
  private static final int BIG = 4_000;

  private SynchronizationScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.three("Z1 history acknowledged and then lost", SynchronizationScenarios::z1),
        Scenario.three("Z2 epoch before history", SynchronizationScenarios::z2),
        Scenario.three("Z3 writes in flight while a follower joins", SynchronizationScenarios::z3),
        new Scenario("Z4 cut behind a state", () -> withoutLog(3), SynchronizationScenarios::z4),
        Scenario.three("Z5 cut behind a truncation", SynchronizationScenarios::z5),
        Scenario.three("Z6 elected with what was never committed", SynchronizationScenarios::z6),
        Scenario.three("Z7 logged and not applied", SynchronizationScenarios::z7),
        Scenario.three("Z8 a role ends in the middle of a force", SynchronizationScenarios::z8),
        new Scenario(
            "Z9 caught up, then leader", () -> new Rigs.Rig(5, 0), SynchronizationScenarios::z9),
        new Scenario("Z10 a state breaks off", () -> withoutLog(3), SynchronizationScenarios::z10),
        new Scenario(
            "Z17 a log below a state", () -> new Rigs.Rig(5, 0), SynchronizationScenarios::z17),
        new Scenario(
            "Z18 read-only in between",
            () -> new Rigs.Rig(3, 0).set("readonlymode.enabled", "true"),
            SynchronizationScenarios::z18),
        Scenario.three("Z19 crash at each write of a new epoch", SynchronizationScenarios::z19),
        Scenario.three("Z20 snapshots while everything changes", SynchronizationScenarios::z20),
        Scenario.three("Z21 an empty disk does not vote", SynchronizationScenarios::z21),
        Scenario.three("Z22 proposals of an epoch that never was", SynchronizationScenarios::z22),
        Scenario.three("Z23 no room for an epoch", SynchronizationScenarios::z23));
  }

  /** Learners that lag get the state, never a part of the log. */
  static Rigs.Rig withoutLog(int voters) {
    return new Rigs.Rig(voters, 0).set("snapshotSizeFactor", "-1");
  }

  /** Has a leader log a txn that nobody else gets, then everybody lose power. */
  private static void strand(Stage stage, int leader, String path) {
    Stage.Client client = stage.client(leader);
    stage.until("the client is connected", () -> client.session() != 0);
    stage.settled();
    stage.others(leader).forEach(other -> stage.hold(leader, other));
    client.askCreate(path);
    stage.runMs(100);
    stage.powerOff(1, 2, 3);
    client.kill();
    stage.heal();
  }

  /** A follower that is down and can be brought up by a state only. */
  static int lagging(Stage stage) {
    stage.leader();
    int follower = stage.followers().getFirst();
    stage.client().createMany("/before", 3);
    stage.settled();
    stage.crash(follower);
    Stage.Client client = stage.client(stage.others(follower).getFirst());
    client.createMany("/meanwhile", 3);
    client.fill("/big", 30, BIG);
    List<Integer> others = stage.others(follower);
    stage.settled();
    others.forEach(stage::crash);
    others.forEach(stage::start);
    stage.leader();
    stage.settled();
    return follower;
  }

  private static void z1(Stage stage) {
    int leader = stage.leader();
    strand(stage, leader, "/a");
    stage.start(1, 2, 3);
    for (int follower : stage.others(leader)) {
      // What comes behind NEWLEADER comes too late.
      stage.leaves(ACK, follower, leader).then(() -> stage.hold(leader, follower));
    }
    Stage.Cue served = stage.leaves(UPTODATE, leader, 0).then(() -> stage.powerOff(1, 2, 3));
    stage.until(served);
    stage.heal();
    List<Integer> others = stage.others(leader);
    others.forEach(stage::start);
    stage.leader();
    stage.require("a is there", stage.client(others.getFirst()).sees("/a"));
  }

  private static void z2(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    stage.crash(follower);
    stage.client(leader).create("/a");
    int other = stage.others(leader, follower).getFirst();
    stage.crash(other);
    stage.until("the leader gives up", () -> !stage.server(leader).leads());
    stage.server(follower).disk().trouble(Disk.Trouble.SLOW);
    Stage.Cue told =
        stage
            .arrives(NEWLEADER, leader, follower)
            .then(
                () -> stage.server(follower).disk().dieInNextWrite(() -> stage.powerOff(follower)));
    stage.start(follower);
    stage.until(told);
    stage.until("it died", () -> !stage.server(follower).running());
    stage.powerOff(leader);
    stage.server(follower).disk().heal();
    stage.start(follower, other);
    stage.serving(follower, other);
    stage.require("a is there", stage.client(follower).sees("/a"));
  }

  private static void z3(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    int other = stage.others(leader, follower).getFirst();
    Stage.Client client = stage.client(leader);
    client.create("/a");
    stage.crash(follower);
    client.createMany("/missed", 5);
    // When the leader hears its promise, much is under way, and stays so for a while.
    Stage.Cue promises =
        stage
            .leaves(ACKEPOCH, follower, leader)
            .then(
                () -> {
                  stage.hold(follower, leader);
                  stage.hold(other, leader);
                  for (int i = 0; i < 20; i++) {
                    client.askCreate("/flight" + i);
                  }
                });
    stage.start(follower);
    stage.until(promises);
    stage.runMs(40);
    stage.world().network().heal(new Network.Way(follower, leader));
    stage.runMs(60);
    stage.heal();
    stage.serving(1, 2, 3);
  }

  private static void z4(Stage stage) {
    int follower = lagging(stage);
    int leader = stage.leader();
    Stage.Cue cut =
        stage
            .arrives(NEWLEADER, leader, follower)
            .then(
                () -> {
                  stage.hold(leader, follower);
                });
    stage.start(follower);
    stage.until(cut);
    stage.runMs(60);
    stage.disconnect(leader, follower);
    stage.heal();
    stage.crash(leader);
    stage.runMs(1_500);
    stage.crash(follower);
    stage.start(follower);
    stage.runMs(1_500);
    stage.start(leader);
    stage.serving(1, 2, 3);
    stage.require("nothing is lost", stage.client(follower).sees("/meanwhile2"));
  }

  /** A server with a txn too many meets a leader with a proposal under way. */
  private static void z5(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    client.create("/a");
    stage.settled();
    stage.others(old).forEach(other -> stage.hold(old, other));
    client.askCreate("/never");
    stage.runMs(100);
    client.kill();
    stage.lose(old);
    int leader = stage.leader();
    int other = stage.others(old, leader).getFirst();
    Stage.Client second = stage.client(leader);
    stage.hold(other, leader);
    Stage.Cue told = stage.arrives(NEWLEADER, leader, old).then(() -> stage.hold(leader, old));
    second.askCreate("/b");
    stage.start(old);
    stage.until(told);
    stage.runMs(80);
    stage.disconnect(leader, old);
    stage.heal();
    stage.serving(1, 2, 3);
    second.create("/c");
    stage.crash(old);
    stage.start(old);
    stage.serving(old);
    stage.require("c is there", stage.client(old).sees("/c"));
    stage.require("what never was is not", !stage.client(old).sees("/never"));
  }

  private static void z6(Stage stage) {
    int old = stage.leader();
    strand(stage, old, "/never");
    stage.start(1, 2, 3);
    Stage.Cue elected = stage.leaves(NEWLEADER, old, 0).then(() -> stage.powerOff(old));
    stage.until(elected);
    stage.leader();
    stage.start(old);
    stage.serving(1, 2, 3);
    stage.require("what never was is not", !stage.client(old).sees("/never"));
    stage.crash(old);
    stage.start(old);
    stage.serving(old);
    stage.require("nor after a restart", !stage.client(old).sees("/never"));
  }

  private static void z7(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    int other = stage.others(leader, follower).getFirst();
    Stage.Client client = stage.client(other);
    client.createEphemeral("/e");
    stage.settled();
    Stage.Cue commits =
        stage.arrives(COMMIT, leader, follower).then(() -> stage.disconnect(leader, follower));
    client.ask(new Request.CloseSession());
    stage.until(commits);
    stage.serving(1, 2, 3);
    stage.require("the ephemeral is gone", !stage.client(follower).sees("/e"));
  }

  private static void z8(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    Stage.Client client = stage.client(leader);
    client.createEphemeral("/e");
    stage.server(follower).disk().trouble(Disk.Trouble.SLOW);
    for (int i = 0; i < 30; i++) {
      client.askCreate("/a" + i);
    }
    stage.runMs(20);
    stage.crash(leader);
    stage.runMs(1_000);
    stage.start(leader);
    stage.runMs(1_000);
    stage.server(follower).disk().trouble(Disk.Trouble.NONE);
    stage.serving(1, 2, 3);
  }

  private static void z9(Stage stage) {
    int leader = stage.leader();
    List<Integer> followers = stage.others(leader);
    int next = followers.getLast();
    int old = followers.getFirst();
    stage.client(leader).create("/a");
    stage.crash(old, next);
    stage.client(leader).createMany("/b", 4);
    stage.start(next);
    stage.serving(next);
    stage.crash(leader);
    stage.leader();
    stage.start(old);
    stage.serving(old);
    stage.require("b is there", stage.client(old).sees("/b3"));
  }

  private static void z10(Stage stage) {
    int follower = lagging(stage);
    for (int i = 0; i < 3; i++) {
      stage.world().network().cutNextState(follower);
      stage.start(follower);
      stage.runMs(700);
    }
    int leader = stage.leader();
    stage.world().network().cutNextState(follower);
    stage.crash(follower);
    stage.start(follower);
    stage.runMs(400);
    stage.crash(leader);
    stage.start(leader);
    stage.serving(1, 2, 3);
    stage.require("nothing is lost", stage.client(follower).sees("/big29"));
  }

  /** Below the state that a server was given its log has a txn that never was; somebody is older than that. */
  private static void z17(Stage stage) {
    int first = stage.leader();
    int old = stage.others(first).getFirst();
    Stage.Client client = stage.client(first);
    client.createMany("/a", 3);
    stage.settled();
    stage.crash(old);
    stage.runMs(50);
    stage.others(first, old).forEach(other -> stage.hold(first, other));
    client.askCreate("/never");
    stage.runMs(100);
    client.kill();
    stage.lose(first);
    int second = stage.leader();
    stage.client(second).createMany("/b", 3);
    stage.start(first);
    stage.serving(first);
    stage.crash(second);
    int third = stage.leader();
    stage.client(third).createMany("/c", 2);
    stage.start(second);
    stage.settled();
    // Everybody but the old one begins anew, and the one with the longer log leads.
    List<Integer> others = stage.others(old);
    others.forEach(stage::crash);
    others.forEach(stage::start);
    stage.leader();
    stage.start(old);
    stage.serving(old);
    stage.require("what never was is not", !stage.client(old).sees("/never"));
    stage.require("b is there", stage.client(old).sees("/b2"));
  }

  private static void z18(Stage stage) {
    int leader = stage.leader();
    int alone = stage.followers().getFirst();
    stage.client(leader).createMany("/a", 3);
    stage.isolate(alone);
    stage.client(leader).createMany("/b", 3);
    stage.runMs(8_000);
    stage.heal();
    stage.serving(1, 2, 3);
    stage.require("b is there", stage.client(alone).sees("/b2"));
  }

  private static void z19(Stage stage) {
    for (int writes = 0; writes < 6; writes++) {
      int leader = stage.leader();
      stage.client(leader).create("/a" + writes);
      for (int id : stage.others(leader)) {
        stage.server(id).disk().dieInWrite(writes, () -> stage.powerOff(id));
      }
      stage.crash(leader);
      stage.runMs(1_500);
      stage.start(1, 2, 3);
      stage.runMs(2_000);
      stage.world().machines().forEach(machine -> machine.disk().heal());
      stage.start(1, 2, 3);
      stage.serving(1, 2, 3);
    }
    stage.require("nothing is lost", stage.client().sees("/a0"));
  }

  private static void z20(Stage stage) {
    stage.leader();
    Stage.Client filler = stage.client();
    filler.fill("/big", 40, BIG);
    for (int round = 0; round < 4; round++) {
      Stage.Client client = stage.client();
      client.createEphemeral("/e" + round);
      for (int i = 0; i < 60; i++) {
        client.askCreate("/n" + round + "-" + i);
        filler.ask(new Request.SetData("/big" + i % 40, new byte[BIG], -1));
      }
      stage.runMs(60);
      client.ask(new Request.CloseSession());
      stage.runMs(60);
      stage.powerOff(1, 2, 3);
      stage.start(1, 2, 3);
      stage.serving(1, 2, 3);
    }
  }

  private static void z21(Stage stage) {
    int leader = stage.leader();
    int wiped = stage.followers().getFirst();
    int behind = stage.others(leader, wiped).getFirst();
    stage.isolate(behind);
    stage.client(leader).create("/a");
    stage.powerOff(1, 2, 3);
    stage.heal();
    stage.server(wiped).replaceDisk();
    stage.start(wiped, behind);
    stage.runMs(10_000);
    stage.require("nobody leads", stage.world().machines().stream().noneMatch(Machine::active));
    stage.start(leader);
    stage.serving(1, 2, 3);
    stage.require("a is there", stage.client(wiped).sees("/a"));
  }

  private static void z22(Stage stage) {
    int first = stage.leader();
    for (int round = 0; round < 3; round++) {
      strand(stage, first, "/never" + round);
      List<Integer> others = stage.others(first);
      others.forEach(stage::start);
      stage.leader();
      stage.start(first);
      stage.serving(1, 2, 3);
      first = stage.leader();
    }
    stage.require("what never was is not", !stage.client().sees("/never0"));
  }

  private static void z23(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    stage.client(leader).create("/a");
    stage.settled();
    stage.server(follower).disk().trouble(Disk.Trouble.FULL);
    stage.crash(leader);
    stage.runMs(3_000);
    stage.start(leader);
    stage.runMs(3_000);
    stage.server(follower).disk().trouble(Disk.Trouble.NONE);
    stage.start(1, 2, 3);
    stage.serving(1, 2, 3);
  }
}
