package io.vivarium.simulator;

import static io.vivarium.simulator.QuorumPacket.Type.ACK;
import static io.vivarium.simulator.QuorumPacket.Type.NEWLEADER;
import static io.vivarium.simulator.QuorumPacket.Type.PING;
import static io.vivarium.simulator.QuorumPacket.Type.PROPOSAL;
import static io.vivarium.simulator.QuorumPacket.Type.REQUEST;

import io.vivarium.model.Request;
import java.util.List;

/** An ensemble at work: leaders that lose their followers, sessions that move and end, barriers, overload. */
final class BroadcastScenarios {
  private BroadcastScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.three("Z14 a leader that stood still", BroadcastScenarios::z14),
        Scenario.three("Z15 a leader on its own goes on logging", BroadcastScenarios::z15),
        Scenario.three("Z16 a sync at a leader that was replaced", BroadcastScenarios::z16),
        Scenario.three("Z32 a session expires while it is used", BroadcastScenarios::z32),
        Scenario.three("Z33 a session moves, a write comes late", BroadcastScenarios::z33),
        new Scenario("Z34 local sessions become global", () -> locals(), BroadcastScenarios::z34),
        new Scenario(
            "Z35 an end of session larger than a packet",
            () -> new Rigs.Rig(3, 0).set("jute.maxbuffer", "4000"),
            BroadcastScenarios::z35),
        new Scenario(
            "Z37 observers behind a follower",
            () -> new Rigs.Rig(3, 2).set("observerMasterPort", "2191"),
            BroadcastScenarios::z37),
        Scenario.three("Z38 a proposal is missing in the stream", BroadcastScenarios::z38),
        new Scenario(
            "Z39 too much at once",
            () -> new Rigs.Rig(3, 0).set("globalOutstandingLimit", "8"),
            BroadcastScenarios::z39),
        Scenario.three("K1 what a lonely leader had in mind", BroadcastScenarios::k1),
        Scenario.three("K3 truncated, and durable again", BroadcastScenarios::k3),
        Scenario.three("K6 leaders come and go", BroadcastScenarios::k6),
        Scenario.three("K7 a client that only reads", BroadcastScenarios::k7),
        Scenario.three("K10 a session that nobody answers for", BroadcastScenarios::k10),
        new Scenario(
            "K11 a state while everybody writes",
            () -> SynchronizationScenarios.withoutLog(3),
            BroadcastScenarios::k11),
        Scenario.three("E3 an answer that comes late proves nothing", BroadcastScenarios::e3),
        new Scenario(
            "E10 two states in quick succession",
            () -> SynchronizationScenarios.withoutLog(3),
            BroadcastScenarios::e10),
        Scenario.three("C2 nothing is served before a leader is met", BroadcastScenarios::c2),
        new Scenario(
            "C4 a state over a slow link",
            () -> SynchronizationScenarios.withoutLog(3),
            BroadcastScenarios::c4));
  }

  private static Rigs.Rig locals() {
    return new Rigs.Rig(3, 0)
        .set("localSessionsEnabled", "true")
        .set("localSessionsUpgradingEnabled", "true");
  }

  /** The leader knows nothing of what the others do meanwhile: it stands still, and hears nothing when it goes on. */
  private static void replace(Stage stage, int leader, Runnable meanwhile) {
    stage.pause(leader);
    stage.isolate(leader);
    List<Integer> others = stage.others(leader);
    stage.until("the others lead", () -> others.stream().anyMatch(id -> stage.server(id).leads()));
    meanwhile.run();
  }

  private static void z14(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    client.create("/a");
    replace(
        stage,
        old,
        () -> {
          client.askCreate("/late");
          client.ask(new Request.GetData("/a", false));
          stage.client(stage.others(old).getFirst()).createMany("/b", 3);
        });
    stage.resume(old);
    stage.runMs(500);
    stage.heal();
    stage.serving(1, 2, 3);
  }

  private static void z15(Stage stage) {
    for (int round = 0; round < 2; round++) {
      int old = stage.leader();
      Stage.Client client = stage.client(old);
      client.create("/a" + round);
      stage.settled();
      stage.others(old).forEach(other -> stage.hold(old, other));
      for (int i = 0; i < 5; i++) {
        client.askCreate("/never" + round + "-" + i);
      }
      List<Integer> others = stage.others(old);
      stage.until("others lead", () -> others.stream().anyMatch(id -> stage.server(id).leads()));
      if (round > 0) {
        // With writes of a new epoch it is not a truncation that is needed.
        stage.client(others.getFirst()).createMany("/b", 3);
      }
      client.kill();
      stage.heal();
      stage.serving(1, 2, 3);
    }
  }

  private static void z16(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    client.create("/a");
    Script.Asked[] asked = new Script.Asked[2];
    replace(
        stage,
        old,
        () -> {
          stage.client(stage.others(old).getFirst()).create("/w");
          asked[0] = client.ask(new Request.Sync("/"));
          asked[1] = client.ask(new Request.Exists("/w", false));
        });
    stage.runMs(20);
    stage.resume(old);
    stage.runMs(300);
    stage.heal();
    stage.until("the barrier is over", asked[1]::over);
    stage.serving(1, 2, 3);
  }

  private static void e3(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    client.create("/a");
    for (int other : stage.others(old)) {
      stage.arrives(PING, other, old).then(() -> stage.hold(other, old));
    }
    Script.Asked first = client.ask(new Request.Sync("/"));
    stage.runMs(200);
    Script.Asked[] second = new Script.Asked[2];
    replace(
        stage,
        old,
        () -> {
          stage.client(stage.others(old).getFirst()).create("/w");
          second[0] = client.ask(new Request.Sync("/"));
          second[1] = client.ask(new Request.Exists("/w", false));
        });
    stage.resume(old);
    stage.runMs(5);
    stage.others(old).forEach(other -> stage.world().network().heal(new Network.Way(other, old)));
    stage.runMs(300);
    stage.heal();
    stage.until("the barriers are over", () -> first.over() && second[1].over());
    stage.serving(1, 2, 3);
  }

  private static void z32(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    for (int round = 0; round < 3; round++) {
      Stage.Client client = stage.client(follower);
      client.createEphemeral("/e" + round);
      // A follower that the leader does not hear is given up after two seconds; the session lives
      // for four.
      stage.hold(follower, leader);
      client.askCreate("/late" + round);
      client.ask(new Request.CloseSession());
      stage.runMs(3_400 + 400L * round);
      stage.heal();
      stage.runMs(1_000);
      stage.serving(1, 2, 3);
      client.kill();
    }
  }

  private static void z33(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    int other = stage.others(leader, follower).getFirst();
    Stage.Client client = stage.client(follower, other);
    client.create("/a");
    for (int round = 0; round < 4; round++) {
      stage.hold(follower, leader);
      client.askCreate("/late" + round);
      stage.runMs(20);
      client.disconnect();
      client.askCreate("/now" + round);
      stage.runMs(400);
      stage.heal(follower, leader);
      client.create("/then" + round);
      stage.settled();
    }
  }

  private static void z34(Stage stage) {
    int leader = stage.leader();
    for (int round = 0; round < 3; round++) {
      int follower = stage.others(leader).get(round % 2);
      Stage.Client closes = stage.client(follower);
      Stage.Client dies = stage.client(follower);
      Stage.Client moves = stage.client(stage.others(leader).stream().mapToInt(i -> i).toArray());
      for (Stage.Client client : List.of(closes, dies, moves)) {
        client.answer(new Request.Exists("/none", false));
      }
      closes.askEphemeral("/closes" + round);
      closes.ask(new Request.CloseSession());
      dies.askEphemeral("/dies" + round);
      moves.askEphemeral("/moves" + round);
      stage.runMs(3);
      dies.kill();
      moves.disconnect();
      stage.runMs(1_000);
      moves.createEphemeral("/stays" + round);
    }
    stage.runMs(9_000);
    Stage.Client reader = stage.client(leader);
    for (int round = 0; round < 3; round++) {
      stage.require("no orphan is left", !reader.sees("/closes" + round));
      stage.require("no orphan is left", !reader.sees("/dies" + round));
    }
  }

  private static void z35(Stage stage) {
    int follower = stage.leader() == 1 ? 2 : 1;
    Stage.Client client = stage.client(follower);
    String name = "/" + "e".repeat(100);
    for (int i = 0; i < 100; i++) {
      client.askEphemeral(name + i);
    }
    client.createEphemeral("/last");
    client.closeSession();
    stage.serving(1, 2, 3);
    Stage.Client reader = stage.client(follower);
    stage.require("no ephemeral is left", !reader.sees(name + 99));
    reader.create("/more");
  }

  private static void z37(Stage stage) {
    int leader = stage.leader();
    stage.serving(1, 2, 3, 4, 5);
    Stage.Client writer = stage.client(1, 2, 3);
    Stage.Client reader = stage.client(4, 5);
    writer.create("/a");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10; i++) {
        writer.askCreate("/a/b" + round + "-" + i);
        reader.ask(new Request.GetChildren("/a", false, true));
      }
      stage.runMs(3);
      if (round == 1) {
        int follower = stage.followers().getFirst();
        stage.crash(follower);
        stage.runMs(500);
        stage.start(follower);
      } else {
        stage.crash(leader);
        stage.runMs(500);
        stage.start(leader);
      }
      leader = stage.leader();
      stage.serving(1, 2, 3, 4, 5);
    }
  }

  private static void z38(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    Stage.Client client = stage.client(leader);
    client.create("/a");
    Stage.Cue lost = stage.arrives(PROPOSAL, leader, follower).then(stage::swallow);
    for (int i = 0; i < 5; i++) {
      client.askCreate("/b" + i);
    }
    stage.until(lost);
    stage.runMs(100);
    stage.serving(1, 2, 3);
    stage.require("nothing is missing", stage.client(follower).sees("/b0"));
  }

  private static void z39(Stage stage) {
    int leader = stage.leader();
    Stage.Client client = stage.client(stage.others(leader).getFirst());
    client.create("/a");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 200; i++) {
        client.askCreate("/b" + round + "-" + i);
      }
      stage.runMs(3);
      client.disconnect();
      stage.runMs(300);
    }
    client.create("/c");
  }

  private static void k1(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    client.create("/a");
    stage.settled();
    stage.others(old).forEach(other -> stage.hold(old, other));
    client.askCreate("/k");
    client.ask(new Request.Delete("/a", -1));
    List<Integer> others = stage.others(old);
    stage.until("others lead", () -> others.stream().anyMatch(id -> stage.server(id).leads()));
    stage.client(others.getFirst()).create("/b");
    client.kill();
    stage.heal();
    stage.serving(1, 2, 3);
    stage.crash(stage.leader());
    stage.leader();
    Stage.Client again = stage.client();
    stage.require("k was never made", !again.sees("/k"));
    stage.require("a was never deleted", again.sees("/a"));
    again.create("/k");
  }

  private static void k3(Stage stage) {
    int old = stage.leader();
    Stage.Client client = stage.client(old);
    client.create("/a");
    stage.settled();
    stage.others(old).forEach(other -> stage.hold(old, other));
    for (int i = 0; i < 5; i++) {
      client.askCreate("/never" + i);
    }
    stage.runMs(100);
    client.kill();
    stage.lose(old);
    int leader = stage.leader();
    stage.start(old);
    stage.serving(old);
    int other = stage.others(old, leader).getFirst();
    stage.crash(other);
    Stage.Cue acks = stage.leaves(ACK, old, leader).number(3).then(() -> {});
    Stage.Client second = stage.client(leader);
    for (int i = 0; i < 5; i++) {
      second.askCreate("/b" + i);
    }
    stage.until(acks);
    stage.powerOff(1, 2, 3);
    stage.start(old, other);
    stage.serving(old, other);
    stage.start(leader);
  }

  private static void k6(Stage stage) {
    for (int round = 0; round < 8; round++) {
      int leader = stage.leader();
      Stage.Client client = stage.client(leader);
      client.create("/a" + round);
      for (int i = 0; i < 20; i++) {
        client.askCreate("/b" + round + "-" + i);
      }
      stage.runMs(1 + round);
      stage.crash(leader);
      stage.runMs(10L * round);
      stage.start(leader);
    }
    stage.serving(1, 2, 3);
  }

  private static void k7(Stage stage) {
    int leader = stage.leader();
    Stage.Client client = stage.client(stage.followers().getFirst());
    client.createEphemeral("/e");
    long session = client.session();
    for (int i = 0; i < 40; i++) {
      client.ask(new Request.Exists("/e", false));
      if (i == 20) {
        stage.crash(leader);
        stage.runMs(500);
        stage.start(leader);
      }
      stage.runMs(400);
    }
    stage.require("the session lives", client.sees("/e") && client.session() == session);
  }

  private static void k10(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    Stage.Cue asked = stage.leaves(REQUEST, follower, leader).then(() -> stage.powerOff(leader));
    Stage.Client client = stage.client(follower);
    stage.until(asked);
    long[] waited = {0};
    stage.until("there is a session", () -> ++waited[0] > 0 && client.session() != 0);
    stage.require("that took " + waited[0] + " ms", waited[0] < 15_000);
  }

  private static void k11(Stage stage) {
    int follower = SynchronizationScenarios.lagging(stage);
    Stage.Client client = stage.client(stage.others(follower).getFirst());
    stage.start(follower);
    for (int i = 0; i < 100; i++) {
      client.askCreate("/new" + i);
      stage.runMs(10);
    }
    stage.serving(1, 2, 3);
  }

  private static void e10(Stage stage) {
    int follower = SynchronizationScenarios.lagging(stage);
    int leader = stage.leader();
    int[] left = {3};
    Runnable[] cut = new Runnable[1];
    cut[0] =
        () -> {
          stage.disconnect(leader, follower);
          if (--left[0] > 0) {
            stage.arrives(NEWLEADER, leader, follower).then(cut[0]);
          }
        };
    stage.arrives(NEWLEADER, leader, follower).then(cut[0]);
    stage.start(follower);
    stage.client(leader).createMany("/between", 3);
    stage.serving(1, 2, 3);
    stage.require("it was given the state four times", left[0] == 0);
  }

  private static void c2(Stage stage) {
    int leader = stage.leader();
    int follower = stage.followers().getFirst();
    stage.client(leader).create("/a");
    stage.crash(follower);
    stage.isolate(follower);
    stage.start(follower);
    Stage.Client client = stage.client(follower);
    stage.runMs(8_000);
    stage.require("nobody is served", client.session() == 0);
    stage.heal();
    stage.require("a is there", client.sees("/a"));
  }

  private static void c4(Stage stage) {
    int follower = SynchronizationScenarios.lagging(stage);
    int leader = stage.leader();
    stage.world().network().slow(new Network.Way(leader, follower), 1_500_000_000L);
    stage.start(follower);
    stage.serving(1, 2, 3);
    stage.require("nothing is lost", stage.client(follower).sees("/big29"));
  }
}
