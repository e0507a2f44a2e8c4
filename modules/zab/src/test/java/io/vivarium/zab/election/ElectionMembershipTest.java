package io.vivarium.zab.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elections while the membership changes, by weights, and the order of candidates. */
class ElectionMembershipTest {
  private static final Membership OLD = Servers.voters(1, 1, 2, 3);

  /** 1 and 2 stay, 3 goes, 4 and 5 come. */
  private static final Membership NEXT = Servers.voters(2, 1, 2, 4, 5);

  @Test
  void theVotersOfBothMembershipsAreAsked() {
    Bench server = new Bench(ElectionSettings.usual(1, true), OLD, NEXT);

    server.election.begin(7, 1, false, 0);

    assertEquals(
        List.of("2", "3", "4", "5"), server.said.stream().map(s -> s.substring(0, 1)).toList());
  }

  @Test
  void aQuorumOfBothMembershipsIsNeeded() {
    Bench server = new Bench(ElectionSettings.usual(2, true), OLD, NEXT).looking(1, 7);

    server.hearsProposal(1, new Vote(2, 7, 1, 1), 1);
    server.poll(1000);
    assertEquals(List.of(), server.concluded, "two of the next four are no quorum");

    server.hearsProposal(4, new Vote(2, 7, 1, 1), 1001);
    server.poll(2000);
    assertEquals(List.of("LEADING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aQuorumOfTheNextMembershipAloneIsNone() {
    Bench server = new Bench(ElectionSettings.usual(2, true), OLD, NEXT).looking(1, 7);

    server.hearsProposal(4, new Vote(5, 8, 1, 1), 1);
    server.hearsProposal(5, new Vote(5, 8, 1, 1), 1);
    server.poll(1000);
    assertEquals(List.of(), server.concluded, "of the old three only one agrees");

    server.hearsProposal(3, new Vote(5, 8, 1, 1), 1001);
    server.poll(2000);
    assertEquals(List.of("FOLLOWING 5 zxid 8 round 1 epoch 1"), server.concluded);
  }

  /** Its voters say so who follow: a server that is to become a voter with the proposal observes until then, and is no witness. */
  @Test
  void anEnsembleThatWorksIsJoinedWhateverBecameOfTheProposedMembership() {
    Membership grown = Servers.voters(2, 1, 2, 3, 4);
    Bench server = new Bench(ElectionSettings.usual(3, true), OLD, grown).looking(1, 8);

    server.hears(1, ServerState.FOLLOWING, new Vote(2, 7, 4, 3), 1);
    server.hears(4, ServerState.OBSERVING, new Vote(2, 7, 4, 3), 1);
    assertEquals(List.of(), server.concluded);
    server.hears(2, ServerState.LEADING, new Vote(2, 7, 4, 3), 2);

    assertEquals(List.of("FOLLOWING 2 zxid 7 round 4 epoch 3"), server.concluded);
  }

  @Test
  void anEnsembleOfTheProposedMembershipIsJoinedToo() {
    Bench server = new Bench(ElectionSettings.usual(2, true), OLD, NEXT).looking(1, 7);

    server.hears(1, ServerState.FOLLOWING, new Vote(4, 7, 4, 3), 1);
    server.hears(5, ServerState.FOLLOWING, new Vote(4, 7, 4, 3), 1);
    assertEquals(List.of(), server.concluded);
    server.hears(4, ServerState.LEADING, new Vote(4, 7, 4, 3), 2);

    assertEquals(List.of("FOLLOWING 4 zxid 7 round 4 epoch 3"), server.concluded);
  }

  @Test
  void aProposedMembershipThatIsNotNewerIsThePast() {
    Bench server = new Bench(ElectionSettings.usual(2, true), NEXT, OLD);

    server.election.begin(7, 1, false, 0);

    assertEquals(List.of("1", "4", "5"), server.said.stream().map(s -> s.substring(0, 1)).toList());
  }

  @Test
  void aNewerMembershipIsToldToTheServerBeforeTheVoteIsCounted() {
    Bench server = new Bench(1, OLD).looking(1, 7);
    server.onNewerMembership =
        () -> {
          server.election.members(NEXT, null);
          server.election.begin(7, 1, false, 0);
        };

    server.election.received(
        4, new Notification(ServerState.LOOKING, new Vote(4, 9, 2, 1), NEXT), 1);

    assertEquals(List.of("membership 2"), server.concluded);
    assertEquals("2: LOOKING 4 zxid 9 round 2 epoch 1", server.said.get(server.said.size() - 3));
  }

  @Test
  void aMembershipThatIsNotAdoptedDoesNotKeepTheVoteFromCounting() {
    Bench server = new Bench(1, OLD).looking(1, 7);

    server.election.received(
        2, new Notification(ServerState.LOOKING, new Vote(2, 9, 1, 1), NEXT), 1);

    assertEquals("2: LOOKING 2 zxid 9 round 1 epoch 1", server.said.get(0));
  }

  @Test
  void withoutReconfigurationTheMembershipsOfOthersAreNotLookedAt() {
    Bench server = new Bench(ElectionSettings.usual(1, false), OLD, null).looking(1, 7);

    server.election.received(
        2, new Notification(ServerState.LOOKING, new Vote(2, 9, 1, 1), NEXT), 1);

    assertEquals(List.of(), server.concluded);
    assertEquals("2: LOOKING 2 zxid 9 round 1 epoch 1", server.said.get(0));
  }

  @Test
  void aServerThatHasSettledDoesNotLearnMembershipsFromElections() {
    Bench server = new Bench(1, OLD).looking(1, 7);
    server.election.settled(ServerState.FOLLOWING, new Vote(3, 7, 1, 1));

    server.election.received(
        2, new Notification(ServerState.LOOKING, new Vote(2, 9, 1, 1), NEXT), 1);

    assertEquals(List.of(), server.concluded);
  }

  @Test
  void anOlderMembershipIsNoNews() {
    Bench server = new Bench(1, NEXT).looking(1, 7);

    server.election.received(
        2, new Notification(ServerState.LOOKING, new Vote(2, 6, 1, 1), OLD), 1);

    assertEquals(List.of(), server.concluded);
  }

  @Test
  void groupsDecideWhatAQuorumIs() {
    Membership grouped = Servers.plus(Servers.voters(5), "group.1=1:2", "group.2=3:4", "group.3=5");
    Electorate electorate = new Electorate(grouped, null);

    assertTrue(electorate.quorum(id -> id == 1 || id == 2 || id == 5));
    assertFalse(electorate.quorum(id -> id == 1 || id == 3 || id == 5), "one group is won");
  }

  @Test
  void aServerWithoutWeightIsNotElectedHoweverLongItsHistory() {
    Membership weighted =
        Servers.plus(Servers.voters(3), "group.1=1:2:3", "weight.1=1", "weight.2=1", "weight.3=0");
    Bench server = new Bench(1, weighted).looking(1, 7);

    server.hearsProposal(3, new Vote(3, 99, 1, 9), 1);
    assertEquals(List.of(), server.said);

    server.hearsProposal(2, new Vote(2, 7, 1, 1), 2);
    server.poll(500);
    assertEquals(List.of("FOLLOWING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aServerThatOnlyTheNextMembershipNamesMayBeElected() {
    Electorate electorate = new Electorate(OLD, NEXT);

    assertTrue(electorate.electable(4));
    assertTrue(electorate.electable(3));
    assertFalse(electorate.electable(6));
    assertFalse(electorate.electable(Long.MIN_VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "a later epoch wins,             1, 0, 2,  3, 9, 1, true",
    "whatever the rest,              3, 9, 1,  1, 0, 2, false",
    "then the longer log,            1, 8, 1,  3, 7, 1, true",
    "whatever the number,            3, 7, 1,  1, 8, 1, false",
    "then the larger number,         3, 7, 1,  1, 7, 1, true",
    "not the smaller,                1, 7, 1,  3, 7, 1, false",
    "a vote does not beat itself,    2, 7, 1,  2, 7, 1, false",
    "everybody beats nobody,         1, 0, 0, -9, 0, -1, true",
    "a stranger beats nobody at all, 8, 9, 9,  1, 0, 0, false"
  })
  void theOrderOfCandidates(
      String rule,
      long leader,
      long zxid,
      long epoch,
      long than,
      long zxid2,
      long epoch2,
      boolean beats) {
    Electorate electorate = new Electorate(Servers.voters(3), null);

    assertEquals(
        beats,
        electorate.beats(new Vote(leader, zxid, 1, epoch), new Vote(than, zxid2, 5, epoch2)),
        rule);
  }

  @Test
  void intervalsThatMakeNoSenseAreRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new ElectionSettings(1, true, 500, 200, 200, 50));

    assertTrue(refused.getMessage().contains("from 500 (at least 1) to 200"), refused.getMessage());
  }
}
