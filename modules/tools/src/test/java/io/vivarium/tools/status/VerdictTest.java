package io.vivarium.tools.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {
  private static ServerAnswer answer(String name, String mode, long zxid, int znodes) {
    return ServerAnswer.of(name, FakeServer.srvr(mode, zxid, znodes), "", 1);
  }

  private static ServerAnswer down(String name) {
    return ServerAnswer.unreachable(name, "refused", 1);
  }

  @ParameterizedTest
  @CsvSource({
    "LFF, 0",
    "LFX, 1",
    "LXX, 1",
    "FFX, 1",
    "FXX, 2",
    "FOXX, 2",
    "OXX, 2",
    "XXX, 2",
    "LFFFF, 0",
    "LFFXX, 1",
    "LFXXX, 1",
    "LFFXXX, 1",
    "LLF, 2",
    "L, 0",
    "F, 0",
    "X, 2",
    "S, 0",
    "LFO, 0",
    "LFFO, 0",
    "SS, 2",
    "RRX, 2",
  })
  void whatServesDecidesTheCode(String servers, int code) {
    List<ServerAnswer> answers = new ArrayList<>();
    for (int i = 0; i < servers.length(); i++) {
      char c = servers.charAt(i);
      String name = "zk" + answers.size();
      answers.add(
          switch (c) {
            case 'L' -> answer(name, "leader", 0x100000005L, 4);
            case 'F' -> answer(name, "follower", 0x100000005L, 4);
            case 'O' -> answer(name, "observer", 0x100000005L, 4);
            case 'S' -> answer(name, "standalone", 5, 4);
            case 'R' -> answer(name, "read-only", 0x100000005L, 4);
            default -> down(name);
          });
    }

    assertEquals(code, Verdict.of(answers, 0).code(), servers);
  }

  @Test
  void theConfigurationKnowsHowManyVote() {
    List<ServerAnswer> answers =
        List.of(answer("a", "leader", 5, 4), answer("b", "follower", 5, 4));

    warns("fewer voters answer than a quorum has", Verdict.of(answers, 5));
    assertEquals(0, Verdict.of(answers, 2).code());
    assertEquals(1, Verdict.of(answers, 3).code(), "one more that fails stops it");
  }

  /** Observers that are down may be many; what they are is not known any more. */
  @Test
  void theServersKnowHowManyVote() {
    List<ServerAnswer> answers =
        List.of(
            knowing("a", "leader", 3),
            knowing("b", "follower", 3),
            knowing("c", "follower", 3),
            down("d"),
            down("e"),
            down("f"));

    Verdict verdict = Verdict.of(answers, 0);

    assertEquals(1, verdict.code());
    assertEquals("3 of 3 voters serve, leader a", verdict.summary());
    assertEquals(3, verdict.warnings().size(), "one a server, and none about quorums");
  }

  @Test
  void whatTheConfigurationSaysCountsMoreThanWhatServersSay() {
    assertEquals(
        "1 of 5 voters serve, leader a",
        Verdict.of(List.of(knowing("a", "leader", 3), down("b")), 5).summary());
  }

  @Test
  void followersOfALeaderThatIsNotAskedServe() {
    Verdict verdict =
        Verdict.of(List.of(knowing("b", "follower", 3), knowing("c", "follower", 3)), 0);

    warns("none of these is the leader", verdict);
    assertEquals("2 of 3 voters serve, leader elsewhere", verdict.summary());
    assertEquals(
        2, Verdict.of(List.of(knowing("b", "follower", 3), down("a")), 0).code(), "no quorum");
  }

  /** A server whose mntr tells how many vote, as ZooKeeper's with another metrics provider writes it. */
  private static ServerAnswer knowing(String name, String mode, int voters) {
    return ServerAnswer.of(
        name, FakeServer.srvr(mode, 5, 4), "zk_quorum_size\t" + voters + ".0\n", 1);
  }

  @Test
  void disagreementIsAWarning() {
    warns(
        "is in epoch 1, a in 2",
        answer("a", "leader", 2L << 32, 4),
        answer("b", "follower", 1L << 32, 4));
    warns("20000 txns behind a", answer("a", "leader", 20_001, 4), answer("b", "follower", 1, 4));
    warns(
        "has 5 znodes at zxid 0x5, a has 4",
        answer("a", "leader", 5, 4),
        answer("b", "follower", 5, 5));
  }

  /** Whoever upgrades one server after the other asks whether all is well before he goes on. */
  @Test
  void serversOfSeveralReleasesAreNotedAndWell() {
    for (String other : List.of("3.8.4-293c895", "3.9.5-193c895")) {
      Verdict verdict = Verdict.of(List.of(answer("a", "leader", 5, 4), built(other)), 0);

      assertEquals(0, verdict.code());
      assertEquals(
          List.of(
              "an upgrade is under way, or was not finished:",
              "  3.9.5-293c895, built on 2026-02-11 20:18 UTC: a",
              "  " + other + ", built on 2026-02-11 20:18 UTC: b"),
          verdict.notes().stream().sorted(Comparator.comparing(n -> n.endsWith(": b"))).toList());
    }
  }

  @Test
  void serversOfOneReleaseAreNotNoted() {
    assertEquals(
        List.of(),
        Verdict.of(List.of(answer("a", "leader", 5, 4), answer("b", "follower", 5, 4)), 0).notes());
  }

  @Test
  void aServerALittleBehindIsNoWarning() {
    Verdict verdict =
        Verdict.of(List.of(answer("a", "leader", 500, 9), answer("b", "follower", 1, 4)), 0);

    assertEquals(List.of(), verdict.warnings());
  }

  @Test
  void whatAServerSaysOfItselfIsLookedAt() {
    warns(
        "900 of 1000 files open",
        ServerAnswer.of(
            "a",
            FakeServer.srvr("leader", 5, 4),
            "zk_open_file_descriptor_count\t900\nzk_max_file_descriptor_count\t1000\n",
            1),
        answer("b", "follower", 5, 4));
    warns(
        "901 requests waiting",
        ServerAnswer.of(
            "a",
            FakeServer.srvr("leader", 5, 4).replace("Outstanding: 0", "Outstanding: 901"),
            "",
            1),
        answer("b", "follower", 5, 4));
  }

  private static void warns(String words, ServerAnswer... answers) {
    warns(words, Verdict.of(List.of(answers), 0));
  }

  private static void warns(String words, Verdict verdict) {
    assertEquals(1, verdict.code(), verdict::toString);
    assertTrue(
        verdict.warnings().stream().anyMatch(warning -> warning.contains(words)),
        verdict.warnings()::toString);
  }

  private static ServerAnswer built(String release) {
    return ServerAnswer.of(
        "b", FakeServer.srvr("follower", 5, 4).replace("3.9.5-293c895", release), "", 1);
  }
}
