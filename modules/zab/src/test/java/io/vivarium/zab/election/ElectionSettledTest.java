package io.vivarium.zab.election;

import static io.vivarium.zab.message.ServerState.FOLLOWING;
import static io.vivarium.zab.message.ServerState.LEADING;
import static io.vivarium.zab.message.ServerState.LOOKING;
import static io.vivarium.zab.message.ServerState.OBSERVING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that look and servers that have settled: what the latter answer, and how the former join. */
class ElectionSettledTest {
  private static final Membership THREE = Servers.voters(3);
  private static final Membership FIVE = Servers.voters(5);

  @Test
  void aFollowerTellsAVoterThatLooksWhatItLivesBy() {
    Bench server = new Bench(1, THREE).looking(1, 7);
    server.election.settled(FOLLOWING, new Vote(3, 7, 1, 2));

    server.hearsProposal(2, new Vote(2, 7, 9, 1), 1);

    assertEquals(List.of("2: FOLLOWING 3 zxid 7 round 1 epoch 2"), server.said);
    assertEquals(List.of(), server.concluded);
  }

  @Test
  void aLeaderAlsoNotesThatAVoterLooksAgain() {
    Bench server = new Bench(3, THREE).looking(1, 7);
    server.election.settled(LEADING, new Vote(3, 7, 1, 2));

    server.hearsProposal(2, new Vote(2, 7, 9, 1), 1);

    assertEquals(List.of("2: LEADING 3 zxid 7 round 1 epoch 2"), server.said);
    assertEquals(List.of("2 looks again"), server.concluded);
  }

  @Test
  void amongServersThatHaveSettledNothingIsSaid() {
    Bench server = new Bench(3, THREE).looking(1, 7);
    server.election.settled(LEADING, new Vote(3, 7, 1, 2));

    server.hears(2, FOLLOWING, new Vote(3, 7, 1, 2), 1);

    assertEquals(List.of(), server.said);
    assertEquals(-1, server.poll(10_000));
  }

  @Test
  void anObserverThatLooksIsAnsweredInEveryState() {
    Bench server = new Bench(3, Servers.plus(THREE, Servers.observer(4))).looking(1, 7);

    server.hearsProposal(4, Vote.none(9), 1);
    assertEquals(List.of("4: LOOKING 3 zxid 7 round 1 epoch 1"), server.heardOfIt());

    server.election.settled(LEADING, new Vote(3, 7, 1, 2));
    server.hearsProposal(-1, Vote.none(9), 1);
    assertEquals(List.of("-1: LEADING 3 zxid 7 round 1 epoch 2"), server.heardOfIt());
    assertEquals(List.of(), server.concluded);
  }

  @Test
  void serversThatTakeEachOtherForNoVotersDoNotAnswerAnswersForEver() {
    Bench server = new Bench(3, THREE).looking(1, 7);

    server.hears(9, OBSERVING, new Vote(3, 7, 1, 2), 1);
    server.hears(9, FOLLOWING, new Vote(3, 7, 1, 2), 1);

    assertEquals(List.of(), server.said);
  }

  @Test
  void aLateServerJoinsAQuorumThatHasSettledAndTakesItsRound() {
    Bench server = new Bench(2, THREE).looking(1, 7);

    server.hears(1, FOLLOWING, new Vote(3, 7, 5, 2), 1);
    assertEquals(List.of(), server.concluded);
    server.hears(3, LEADING, new Vote(3, 7, 5, 2), 2);

    assertEquals(List.of("FOLLOWING 3 zxid 7 round 5 epoch 2"), server.concluded);
    assertEquals(5, server.election.round());
  }

  @Test
  void withoutTheWordOfTheLeaderItselfNobodyIsFollowed() {
    Bench server = new Bench(1, FIVE).looking(1, 7);

    for (long follower = 2; follower <= 4; follower++) {
      server.hears(follower, FOLLOWING, new Vote(5, 7, 3, 2), 1);
    }
    assertEquals(List.of(), server.concluded, "the leader may be long gone");
    server.hears(5, LOOKING, new Vote(5, 7, 1, 2), 2);
    assertEquals(List.of(), server.concluded);

    server.hears(5, LEADING, new Vote(5, 7, 3, 2), 3);
    assertEquals(List.of("FOLLOWING 5 zxid 7 round 3 epoch 2"), server.concluded);
  }

  @Test
  void theLeaderAloneIsNoQuorum() {
    Bench server = new Bench(1, FIVE).looking(1, 7);

    server.hears(5, LEADING, new Vote(5, 7, 3, 2), 1);
    server.hears(4, FOLLOWING, new Vote(5, 7, 3, 2), 1);

    assertEquals(List.of(), server.concluded);
  }

  /** ZOOKEEPER-1732: members that joined at different times tell different zxids and rounds for one leader. */
  @Test
  void membersMayDifferInZxidAndRound() {
    Bench server = new Bench(1, FIVE).looking(1, 7);

    server.hears(2, FOLLOWING, new Vote(5, 3, 2, 4), 1);
    server.hears(3, FOLLOWING, new Vote(5, 8, 6, 4), 1);
    server.hears(5, LEADING, new Vote(5, 7, 3, 4), 1);

    assertEquals(List.of("FOLLOWING 5 zxid 7 round 3 epoch 4"), server.concluded);
  }

  @Test
  void membersOfDifferentEpochsDoNotAddUp() {
    Bench server = new Bench(1, FIVE).looking(1, 7);

    server.hears(2, FOLLOWING, new Vote(5, 3, 2, 3), 1);
    server.hears(3, FOLLOWING, new Vote(5, 8, 6, 4), 1);
    server.hears(5, LEADING, new Vote(5, 7, 3, 4), 1);

    assertEquals(List.of(), server.concluded);
  }

  /** ZOOKEEPER-1805: in the round itself one that has not had the epoch confirmed tells an earlier one. */
  @Test
  void inTheRoundItselfTheNameOfTheLeaderIsEnough() {
    Bench server = new Bench(1, THREE).looking(1, 7);

    server.hears(2, FOLLOWING, new Vote(3, 7, 1, 1), 1);
    server.hears(3, LEADING, new Vote(3, 7, 1, 2), 1);

    assertEquals(List.of("FOLLOWING 3 zxid 7 round 1 epoch 2"), server.concluded);
  }

  /** ZOOKEEPER-1818: messages without version tell no epoch that can be relied on. */
  @Test
  void aVoteWithoutVersionIsComparedByItsLeader() {
    Bench server = new Bench(1, THREE).looking(1, 7);

    server.election.received(2, new Notification(FOLLOWING, new Vote(3, 7, 8, 0), 0, null), 1);
    server.hears(3, LEADING, new Vote(3, 7, 4, 2), 1);

    assertEquals(List.of("FOLLOWING 3 zxid 7 round 4 epoch 2"), server.concluded);
  }

  @Test
  void aServerThatIsNamedLeaderTakesTheOfficeInItsOwnRoundOnly() {
    Bench restarted = new Bench(3, THREE).looking(1, 7);

    restarted.hears(1, FOLLOWING, new Vote(3, 7, 4, 2), 1);
    restarted.hears(2, FOLLOWING, new Vote(3, 7, 4, 2), 1);
    assertEquals(List.of(), restarted.concluded);

    Bench slow = new Bench(3, THREE).looking(1, 7);
    slow.hears(1, FOLLOWING, new Vote(3, 7, 1, 1), 1);
    slow.hears(2, FOLLOWING, new Vote(3, 7, 1, 1), 1);
    assertEquals(List.of("LEADING 3 zxid 7 round 1 epoch 1"), slow.concluded);
  }

  @Test
  void observersAreNoWitnesses() {
    Bench server = new Bench(1, THREE).looking(1, 7);

    server.hears(2, OBSERVING, new Vote(3, 7, 1, 2), 1);
    server.hears(3, LEADING, new Vote(3, 7, 1, 2), 1);

    assertEquals(List.of(), server.concluded);
  }

  @Test
  void aStaleWordThatIsSaidAgainOnANewConnectionDoesNoHarm() {
    Bench server = new Bench(2, THREE).looking(1, 7);
    server.hearsProposal(1, new Vote(1, 7, 1, 1), 1);
    server.hears(1, FOLLOWING, new Vote(3, 7, 5, 2), 2);

    server.hearsProposal(1, new Vote(1, 7, 1, 1), 3);
    server.hears(3, LEADING, new Vote(3, 7, 5, 2), 4);

    assertEquals(List.of("FOLLOWING 3 zxid 7 round 5 epoch 2"), server.concluded);
  }

  @Test
  void betweenTwoRolesWhatIsSaidIsKeptForTheNextElection() {
    Bench server = new Bench(1, THREE).looking(1, 7);
    server.election.settled(FOLLOWING, new Vote(3, 7, 1, 2));

    server.election.roleEnded();
    server.hearsProposal(2, new Vote(2, 9, 2, 2), 5);
    server.hearsProposal(4, Vote.none(2), 5);
    assertEquals(List.of(), server.said, "the old outcome would mislead");

    server.election.begin(8, 2, false, 10 * Bench.MS);
    server.reach.put(3L, Reach.APART);
    server.poll(60);

    assertEquals(List.of("FOLLOWING 2 zxid 9 round 2 epoch 2"), server.concluded);
  }

  @Test
  void whatWasSaidBeforeTheRoleEndedIsNotKept() {
    Bench server = new Bench(1, THREE).looking(1, 7);
    server.election.settled(FOLLOWING, new Vote(3, 7, 1, 2));
    server.hearsProposal(2, new Vote(2, 9, 5, 2), 5);
    server.said.clear();

    server.election.roleEnded();
    server.election.begin(8, 2, false, 10 * Bench.MS);

    assertEquals(
        List.of("2: LOOKING 1 zxid 8 round 2 epoch 2", "3: LOOKING 1 zxid 8 round 2 epoch 2"),
        server.said);
  }

  @Test
  void theEpochThatWasConfirmedIsToldFromThenOn() {
    Bench server = new Bench(2, THREE).looking(1, 7);
    server.hearsProposal(1, new Vote(2, 7, 1, 1), 1);
    server.poll(201);

    server.hearsProposal(3, new Vote(3, 7, 1, 1), 300);
    server.election.settled(LEADING, new Vote(2, 7, 1, 2));
    server.hearsProposal(3, new Vote(3, 7, 1, 1), 400);

    assertEquals(
        List.of("3: LEADING 2 zxid 7 round 1 epoch 1", "3: LEADING 2 zxid 7 round 1 epoch 2"),
        server.said.subList(server.said.size() - 2, server.said.size()));
  }
}
