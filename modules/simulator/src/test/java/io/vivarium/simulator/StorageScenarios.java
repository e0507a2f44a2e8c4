package io.vivarium.simulator;

import java.util.List;

/** Disks, power and clocks. */
final class StorageScenarios {
  private StorageScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.three("S1 a power cut of everybody", StorageScenarios::s1),
        Scenario.three("S3 a bit flips in the log", StorageScenarios::s3),
        Scenario.three("S3 a bit flips in a snapshot", StorageScenarios::s3b),
        Scenario.three("S6 a force fails once", StorageScenarios::s6),
        Scenario.three("S7 no room", StorageScenarios::s7),
        Scenario.three("S8 slow disks", StorageScenarios::s8),
        Scenario.three("S9 clocks jump", StorageScenarios::s9),
        Scenario.three("K4 the log is gone, a snapshot is there", StorageScenarios::k4),
        new Scenario(
            "E8 old files are removed",
            () -> new Rigs.Rig(3, 0).set("autopurge.purgeInterval", "1"),
            StorageScenarios::e8));
  }

  private static void s1(Stage stage) {
    stage.leader();
    for (int round = 0; round < 4; round++) {
      Stage.Client client = stage.client();
      client.createMany("/a" + round + "-", 3);
      for (int i = 0; i < 20; i++) {
        client.askCreate("/b" + round + "-" + i);
      }
      stage.runMs(1 + 2L * round);
      stage.powerOff(1, 2, 3);
      stage.runMs(50);
      stage.start(1, 2, 3);
      stage.serving(1, 2, 3);
    }
    stage.require("nothing is lost", stage.client().sees("/a0-2"));
  }

  private static void s3(Stage stage) {
    rots(stage, false);
  }

  private static void s3b(Stage stage) {
    rots(stage, true);
  }

  private static void rots(Stage stage, boolean snapshot) {
    int leader = stage.leader();
    stage.client(leader).createMany("/a", 100);
    int rotten = stage.followers().getFirst();
    stage.settled();
    stage.server(rotten).rot(snapshot);
    stage.crash(rotten);
    stage.runMs(100);
    stage.start(rotten);
    if (stage.server(rotten).brokenDown()) {
      stage.server(rotten).replaceDisk();
      stage.start(rotten);
    }
    stage.serving(1, 2, 3);
    stage.require("nothing is lost", stage.client(rotten).sees("/a0"));
  }

  private static void s6(Stage stage) {
    for (int round = 0; round < 4; round++) {
      int leader = stage.leader();
      int broken = round % 2 == 0 ? leader : stage.followers().getFirst();
      Stage.Client client = stage.client();
      stage.server(broken).disk().trouble(Disk.Trouble.FORCE_FAILS);
      client.createMany("/a" + round + "-", 3);
      stage.require("it stopped", !stage.server(broken).running());
      stage.start(broken);
      stage.serving(1, 2, 3);
    }
  }

  private static void s7(Stage stage) {
    for (int round = 0; round < 4; round++) {
      int leader = stage.leader();
      int full = round % 2 == 0 ? leader : stage.followers().getFirst();
      Stage.Client client = stage.client();
      stage.server(full).disk().trouble(Disk.Trouble.FULL);
      client.createMany("/a" + round + "-", 3);
      stage.start(full);
      stage.runMs(2_000);
      stage.server(full).disk().trouble(Disk.Trouble.NONE);
      stage.start(full);
      stage.serving(1, 2, 3);
    }
  }

  private static void s8(Stage stage) {
    for (int round = 0; round < 2; round++) {
      int leader = stage.leader();
      int slow = round == 0 ? leader : stage.followers().getFirst();
      stage.server(slow).disk().trouble(Disk.Trouble.SLOW);
      stage.client(stage.others(slow).getFirst()).createMany("/a" + round + "-", 10);
      stage.runMs(5_000);
      stage.server(slow).disk().trouble(Disk.Trouble.NONE);
      stage.serving(1, 2, 3);
    }
  }

  private static void s9(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    Stage.Client client = stage.client(stage.others(leader, follower).getFirst());
    client.createEphemeral("/e");
    long session = client.session();
    long hour = 3_600_000;
    for (long jump : List.of(hour, -2 * hour, hour)) {
      stage.server(leader).jump(jump);
      stage.server(follower).jump(-jump);
      stage.client().createMany("/a" + jump, 3);
      stage.runMs(5_000);
    }
    stage.require("the leader is the same", stage.leader() == leader);
    stage.require("the session lives", client.sees("/e") && client.session() == session);
    client.kill();
    stage.runMs(10_000);
    stage.require("it does not live for ever", !stage.client().sees("/e"));
  }

  private static void k4(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    stage.client(leader).createMany("/a", 120);
    stage.settled();
    stage.runMs(500);
    stage.crash(follower);
    stage.server(follower).disk().loseLog();
    stage.start(follower);
    stage.serving(1, 2, 3);
    stage.require("nothing is lost", stage.client(follower).sees("/a119"));
  }

  private static void e8(Stage stage) {
    stage.leader();
    Stage.Client client = stage.client();
    client.createMany("/a", 400);
    stage.runMs(3_700_000);
    client.createMany("/b", 20);
    stage.require(
        "old snapshots are gone",
        stage.world().machines().stream()
            .allMatch(machine -> machine.disk().snapshots().size() <= 4));
    stage.powerOff(1, 2, 3);
    stage.start(1, 2, 3);
    stage.serving(1, 2, 3);
    stage.require("nothing is lost", stage.client().sees("/a0"));
  }
}
