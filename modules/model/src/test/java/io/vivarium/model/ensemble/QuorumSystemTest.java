package io.vivarium.model.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.HashSet;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.apache.zookeeper.server.quorum.flexible.QuorumHierarchical;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.apache.zookeeper.server.quorum.flexible.QuorumVerifier;
import org.junit.jupiter.api.Test;

/** Quorums, compared with the reference's own for random ensembles, and what must hold of any of them. */
class QuorumSystemTest {
  private static final String THREE =
      """
      server.1=a:1:2:participant
      server.2=b:1:2:participant
      server.3=c:1:2:participant
      server.4=d:1:2:observer
      """;

  private static QuorumSystem of(String text) {
    return Membership.parse(text).quorums();
  }

  @Test
  void moreThanHalfOfTheVotersDecide() {
    QuorumSystem quorums = of(THREE);
    assertFalse(quorums.isQuorum(id -> id == 1));
    assertTrue(quorums.isQuorum(id -> id != 1));
  }

  @Test
  void halfOfAnEvenNumberDoesNotDecide() {
    QuorumSystem quorums = of("server.1=a:1:2\nserver.2=b:1:2");
    assertFalse(quorums.isQuorum(id -> id == 2));
    assertTrue(quorums.isQuorum(_ -> true));
  }

  @Test
  void anObserverNeverCounts() {
    QuorumSystem quorums = of(THREE);
    assertFalse(quorums.isQuorum(id -> id == 1 || id == 4));
    assertEquals(0, quorums.weight(4));
    assertEquals(1, quorums.weight(1));
  }

  @Test
  void aVoterWithoutWeightCannotBeElectedAndDoesNotHelpItsGroup() {
    QuorumSystem quorums = of(THREE + "group.1=1:2:3\nweight.3=0");
    assertEquals(0, quorums.weight(3));
    assertFalse(quorums.isQuorum(id -> id == 1 || id == 3));
    assertTrue(quorums.isQuorum(id -> id == 1 || id == 2));
  }

  @Test
  void moreThanHalfOfTheGroupsDecide() {
    StringBuilder text = new StringBuilder();
    for (int id = 1; id <= 9; id++) {
      text.append("server.").append(id).append("=h").append(id).append(":1:2\n");
    }
    QuorumSystem quorums = of(text + "group.1=1:2:3\ngroup.2=4:5:6\ngroup.3=7:8:9");
    assertTrue(quorums.isQuorum(Set.of(1L, 2L, 4L, 5L)::contains));
    assertFalse(quorums.isQuorum(Set.of(1L, 2L, 3L, 4L, 7L)::contains));
  }

  @Test
  void agreesWithTheReferenceForRandomEnsembles() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      String text = ensemble(random, round % 2 == 1);
      Properties properties = new Properties();
      properties.load(new StringReader(text));
      QuorumVerifier reference =
          text.contains("group.") ? new QuorumHierarchical(properties) : new QuorumMaj(properties);
      QuorumSystem ours = of(text);
      for (int draw = 0; draw < 50; draw++) {
        Set<Long> acked = new HashSet<>();
        for (long id = 1; id <= 9; id++) {
          if (random.nextBoolean() && reference.getVotingMembers().containsKey(id)) {
            acked.add(id);
          }
        }
        assertEquals(reference.containsQuorum(acked), ours.isQuorum(acked::contains), text + acked);
      }
    }
  }

  @Test
  void anyTwoQuorumsHaveAServerInCommon() {
    Random random = new Random(11);
    for (int round = 0; round < 100; round++) {
      QuorumSystem quorums = of(ensemble(random, round % 2 == 1));
      for (int draw = 0; draw < 100; draw++) {
        long mask = random.nextLong();
        boolean these = quorums.isQuorum(id -> (mask >>> id & 1) == 1);
        boolean others = quorums.isQuorum(id -> (mask >>> id & 1) == 0);
        assertFalse(these && others);
      }
    }
  }

  /** Up to nine voters; with groups, each in exactly one of them and with a weight of 0 to 3. */
  private static String ensemble(Random random, boolean grouped) {
    int servers = 1 + random.nextInt(9);
    StringBuilder text = new StringBuilder();
    StringBuilder[] groups = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    for (int id = 1; id <= servers; id++) {
      text.append("server.%d=127.0.0.1:%d:%d:participant\n".formatted(id, 1000 + id, 2000 + id));
      groups[random.nextInt(3)].append(id).append(':');
      if (grouped) {
        text.append("weight.").append(id).append('=').append(random.nextInt(4)).append('\n');
      }
    }
    for (int group = 0; grouped && group < 3; group++) {
      if (!groups[group].isEmpty()) {
        groups[group].setLength(groups[group].length() - 1);
        text.append("group.").append(group + 1).append('=').append(groups[group]).append('\n');
      }
    }
    return text.toString();
  }
}
