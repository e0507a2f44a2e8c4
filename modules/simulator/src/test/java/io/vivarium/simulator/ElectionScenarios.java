package io.vivarium.simulator;

import static io.vivarium.simulator.QuorumPacket.Type.FOLLOWERINFO;

import java.util.List;

/** Elections that are disturbed. */
final class ElectionScenarios {
  private ElectionScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.three("Z11 restarted one by one", ElectionScenarios::z11),
        Scenario.three("Z12 a voter that cannot reach the leader", ElectionScenarios::z12),
        Scenario.three("Z24 connections that break while votes are told", ElectionScenarios::z24),
        Scenario.three("Z25 a dead member swallows connects", ElectionScenarios::z25),
        new Scenario("Z26 observers come first", () -> new Rigs.Rig(3, 2), ElectionScenarios::z26),
        new Scenario(
            "Z29 pairs that see each other", () -> new Rigs.Rig(5, 0), ElectionScenarios::z29),
        Scenario.three("Z30 a partition that is not transitive", ElectionScenarios::z30),
        Scenario.three("R8 elections without writes", ElectionScenarios::r8),
        new Scenario(
            "R10 a server that waits for a state is not elected",
            () -> SynchronizationScenarios.withoutLog(3),
            ElectionScenarios::r10));
  }

  private static void z11(Stage stage) {
    int leader = stage.leader();
    for (int round = 0; round < 4; round++) {
      for (int follower : stage.others(leader)) {
        stage.crash(follower);
        stage.client(leader).create("/a" + round + "-" + follower);
        stage.start(follower);
        stage.serving(follower);
      }
    }
    stage.require("the leader is the same", stage.leader() == leader);
  }

  private static void z12(Stage stage) {
    int leader = stage.leader();
    int away = stage.followers().getFirst();
    stage.crash(1, 2, 3);
    stage.cut(leader, away);
    stage.start(1, 2, 3);
    stage.runMs(12_000);
    stage.leader();
    stage.heal();
    stage.serving(1, 2, 3);
  }

  private static void z24(Stage stage) {
    stage.leader();
    stage.crash(1, 2, 3);
    stage.start(1, 2, 3);
    for (int i = 0; i < 60; i++) {
      stage.runMs(10);
      stage.world().network().reset(1 + i % 3, 1 + (i + 1) % 3);
    }
    stage.serving(1, 2, 3);
  }

  private static void z25(Stage stage) {
    int dead = stage.leader();
    stage.client().create("/a");
    stage.isolate(dead);
    stage.powerOff(dead);
    List<Integer> others = stage.others(dead);
    long[] waited = {0};
    stage.until(
        "the others lead",
        () -> ++waited[0] > 0 && others.stream().anyMatch(id -> stage.server(id).leads()));
    // Two seconds pass before they know that the leader is silent.
    stage.require("that took " + waited[0] + " ms", waited[0] < 4_500);
  }

  private static void z26(Stage stage) {
    stage.client().create("/a");
    stage.crash(1, 2, 3, 4, 5);
    for (int voter : List.of(1, 2, 3)) {
      for (int other : List.of(1, 2, 3)) {
        stage.leaves(FOLLOWERINFO, voter, other).then(() -> stage.crash(voter));
      }
    }
    stage.start(1, 2, 3, 4, 5);
    stage.runMs(4_000);
    stage.start(1, 2, 3);
    stage.runMs(4_000);
    stage.forgetCues();
    stage.start(1, 2, 3);
    stage.serving(1, 2, 3, 4, 5);
  }

  private static void z29(Stage stage) {
    stage.leader();
    for (int round = 0; round < 33; round++) {
      stage.heal();
      int one = 1 + round % 5;
      int other = 1 + (round + 1) % 5;
      for (int a = 1; a <= 5; a++) {
        for (int b = a + 1; b <= 5; b++) {
          boolean pair = (a == one || a == other) && (b == one || b == other);
          if (!pair) {
            stage.cut(a, b);
          }
        }
      }
      stage.runMs(2_000);
    }
    stage.heal();
    stage.runMs(10_000);
    stage.require(
        "somebody leads ten seconds later",
        stage.world().machines().stream().anyMatch(Machine::leads));
  }

  private static void z30(Stage stage) {
    int leader = stage.leader();
    List<Integer> followers = stage.followers();
    stage.cut(followers.get(0), followers.get(1));
    for (int i = 0; i < 20; i++) {
      stage.client(leader).create("/a" + i);
      stage.runMs(1_000);
    }
    stage.require("the leader stays", stage.server(leader).leads());
    stage.heal();
    stage.settled();
    stage.cut(leader, followers.get(0));
    for (int i = 0; i < 20; i++) {
      stage.client(leader).create("/b" + i);
      stage.runMs(1_000);
    }
    stage.require("the leader is not disturbed", stage.server(leader).leads());
  }

  private static void r8(Stage stage) {
    for (int round = 0; round < 6; round++) {
      int leader = stage.leader();
      stage.crash(leader);
      stage.leader();
      stage.start(leader);
      stage.serving(1, 2, 3);
    }
    stage.client().create("/a");
    stage.powerOff(1, 2, 3);
    stage.start(1, 2, 3);
    stage.require("a is there", stage.client().sees("/a"));
  }

  private static void r10(Stage stage) {
    int follower = SynchronizationScenarios.lagging(stage);
    int leader = stage.leader();
    int other = stage.others(leader, follower).getFirst();
    stage.world().network().cutNextState(follower);
    stage.start(follower);
    stage.runMs(300);
    stage.crash(leader);
    stage.until("the server that has everything leads", () -> stage.server(other).leads());
    stage.require("nothing is lost", stage.client(other).sees("/meanwhile2"));
  }
}
