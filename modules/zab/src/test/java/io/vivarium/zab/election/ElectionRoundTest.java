package io.vivarium.zab.election;

import static io.vivarium.zab.message.ServerState.LOOKING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that looks for a leader among others that look. */
class ElectionRoundTest {
  private static final Membership THREE = Servers.voters(3);
  private static final Membership FIVE = Servers.voters(5);

  @Test
  void aVoterProposesItselfToAllOthers() {
    Bench server = new Bench(2, THREE);

    server.election.begin(7, 1, false, 0);

    assertEquals(
        List.of("1: LOOKING 2 zxid 7 round 1 epoch 1", "3: LOOKING 2 zxid 7 round 1 epoch 1"),
        server.said);
    assertEquals(THREE, server.sent.get(0).membership());
    assertEquals(2, server.sent.get(0).version());
  }

  @Test
  void eachElectionIsANewRound() {
    Bench server = new Bench(2, THREE).looking(1, 7);

    server.election.begin(8, 2, false, 0);

    assertEquals("1: LOOKING 2 zxid 8 round 2 epoch 2", server.said.get(0));
    assertEquals(2, server.election.round());
  }

  @Test
  void anObserverAsksTheVotersAndProposesNobody() {
    Bench server = new Bench(4, Servers.plus(THREE, Servers.observer(4)));

    server.election.begin(7, 1, true, 0);

    Vote none = Vote.none(1);
    assertEquals(
        List.of(
            Bench.line(1, LOOKING, none),
            Bench.line(2, LOOKING, none),
            Bench.line(3, LOOKING, none)),
        server.said);
    assertEquals(Long.MIN_VALUE, none.epoch());
  }

  @Test
  void aParticipantThatTheMembershipDoesNotNameYetProposesNobodyWithItsHistory() {
    Bench server = new Bench(9, THREE);

    server.election.begin(7, 1, false, 0);

    assertEquals(Bench.line(1, LOOKING, new Vote(Long.MIN_VALUE, 7, 1, 1)), server.said.get(0));
  }

  @Test
  void aBetterVoteIsAdoptedAndToldToAll() {
    Bench server = new Bench(1, THREE).looking(1, 7);

    server.hearsProposal(2, new Vote(2, 8, 1, 1), 1);

    assertEquals(
        List.of("2: LOOKING 2 zxid 8 round 1 epoch 1", "3: LOOKING 2 zxid 8 round 1 epoch 1"),
        server.said);
  }

  @Test
  void aWorseVoteOfTheSameRoundIsAnsweredWithTheBetterOne() {
    Bench server = new Bench(3, THREE).looking(1, 7);

    server.hearsProposal(1, new Vote(1, 7, 1, 1), 1);

    assertEquals(List.of("1: LOOKING 3 zxid 7 round 1 epoch 1"), server.said);
  }

  @Test
  void anEqualVoteIsCountedInSilence() {
    Bench server = new Bench(3, THREE).looking(1, 7);

    server.hearsProposal(1, new Vote(3, 7, 1, 1), 1);

    assertEquals(List.of(), server.said);
  }

  @Test
  void aServerThatIsARoundBehindIsToldTheProposalAndNotCounted() {
    Bench server = new Bench(1, THREE).looking(1, 7);
    server.election.begin(7, 1, false, 0);
    server.said.clear();

    server.hearsProposal(3, new Vote(3, 9, 1, 1), 1);

    assertEquals(List.of("3: LOOKING 1 zxid 7 round 2 epoch 1"), server.said);
  }

  @Test
  void aLaterRoundIsJoinedAndTheVotesOfTheEarlierOneAreForgotten() {
    Bench server = new Bench(5, FIVE).looking(1, 7);
    server.hearsProposal(4, new Vote(5, 7, 1, 1), 1);

    server.hearsProposal(3, new Vote(3, 6, 4, 1), 2);
    assertEquals("1: LOOKING 5 zxid 7 round 4 epoch 1", server.said.get(0));
    server.hearsProposal(3, new Vote(5, 7, 4, 1), 3);
    assertEquals(List.of(), server.concluded);
    assertEquals(
        200, server.poll(100), "two of five are no quorum, the vote of round 1 counts not");

    server.hearsProposal(2, new Vote(5, 7, 4, 1), 4);
    server.poll(500);
    assertEquals(List.of("LEADING 5 zxid 7 round 4 epoch 1"), server.concluded);
  }

  @Test
  void inALaterRoundTheProposalsOfTheEarlierOneAreForgotten() {
    Bench server = new Bench(1, FIVE).looking(1, 7);
    server.hearsProposal(3, new Vote(3, 100, 1, 1), 1);
    server.said.clear();

    server.hearsProposal(2, new Vote(2, 8, 2, 1), 2);

    assertEquals("2: LOOKING 2 zxid 8 round 2 epoch 1", server.said.get(0));
  }

  @Test
  void onceAQuorumAgreesABetterVoteIsWaitedFor() {
    Bench server = new Bench(2, THREE).looking(1, 7);

    server.hearsProposal(1, new Vote(2, 7, 1, 1), 10);

    assertEquals(200, server.poll(10), "the repetition comes before the end of the quiet time");
    assertEquals(210, server.poll(200));
    assertEquals(List.of(), server.concluded);
    assertEquals(-1, server.poll(210));
    assertEquals(List.of("LEADING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aVoteForAnotherMakesAFollower() {
    Bench server = new Bench(1, THREE).looking(1, 7);

    server.hearsProposal(2, new Vote(2, 7, 1, 1), 10);
    server.poll(210);

    assertEquals(List.of("FOLLOWING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aQuorumMakesAnObserverObserve() {
    Bench server = new Bench(4, Servers.plus(THREE, Servers.observer(4)));
    server.election.begin(7, 1, true, 0);

    server.hearsProposal(1, new Vote(2, 7, 1, 1), 10);
    server.hearsProposal(2, new Vote(2, 7, 1, 1), 10);
    server.poll(210);

    assertEquals(List.of("OBSERVING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aBetterVoteWithinTheQuietTimeBeginsItAnew() {
    Bench server = new Bench(1, THREE).looking(1, 7);
    server.hearsProposal(2, new Vote(2, 7, 1, 1), 10);

    server.hearsProposal(3, new Vote(3, 8, 1, 1), 150);
    server.poll(210);
    assertEquals(List.of(), server.concluded);
    server.poll(350);

    assertEquals(List.of("FOLLOWING 3 zxid 8 round 1 epoch 1"), server.concluded);
  }

  @Test
  void whenEveryVoterAgreesThereIsNothingToWaitFor() {
    Bench server = new Bench(3, THREE).looking(1, 7);

    server.hearsProposal(1, new Vote(3, 7, 1, 1), 10);
    server.hearsProposal(2, new Vote(3, 7, 1, 1), 11);

    assertEquals(List.of("LEADING 3 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void theQuietTimeIsShortWhenOnlyServersWithoutAConnectionAreMissing() {
    Bench server = new Bench(2, THREE).looking(1, 7);
    server.reach.put(3L, Reach.APART);

    server.hearsProposal(1, new Vote(2, 7, 1, 1), 10);

    assertEquals(60, server.poll(59));
    server.poll(60);
    assertEquals(List.of("LEADING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aVoterThatIsGoneIsNotWaitedFor() {
    Bench server = new Bench(2, THREE).looking(1, 7);
    server.reach.put(3L, Reach.APART);
    server.hearsProposal(1, new Vote(2, 7, 1, 1), 10);
    assertEquals(List.of(), server.concluded, "it may still come");
    server.said.clear();
    server.poll(10);
    server.poll(11);
    assertEquals(List.of("connect"), server.said, "it is looked for, once");

    server.reach.put(3L, Reach.GONE);
    server.poll(11);

    assertEquals(List.of("LEADING 2 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aServerOnItsOwnLeadsAtTheNextPoll() {
    Bench server = new Bench(1, Servers.voters(1)).looking(1, 7);
    assertEquals(List.of(), server.concluded);

    server.poll(0);

    assertEquals(List.of("LEADING 1 zxid 7 round 1 epoch 1"), server.concluded);
  }

  @Test
  void aLaterRoundWithinTheQuietTimeIsToldHowItEnds() {
    Bench server = new Bench(2, THREE).looking(1, 7);
    server.hearsProposal(1, new Vote(2, 7, 1, 1), 10);

    server.hearsProposal(3, new Vote(3, 6, 9, 1), 20);
    assertEquals(List.of(), server.said);
    server.poll(210);

    assertEquals(List.of("LEADING 2 zxid 7 round 1 epoch 1"), server.concluded);
    assertEquals("3: LEADING 2 zxid 7 round 1 epoch 1", server.said.getLast());
  }

  @Test
  void anUnchangedProposalIsRepeatedAtGrowingIntervals() {
    Bench server = new Bench(1, THREE).looking(1, 7);

    assertEquals(200, server.poll(0));
    assertEquals(600, server.poll(200));
    assertEquals(
        List.of("2: LOOKING 1 zxid 7 round 1 epoch 1", "3: LOOKING 1 zxid 7 round 1 epoch 1"),
        server.heardOfIt());
    assertEquals(1400, server.poll(600));
    assertEquals(3000, server.poll(1400));
    assertEquals(6200, server.poll(3000));
    assertEquals(11_200, server.poll(6200), "no longer than the longest interval");
  }

  @Test
  void whenNobodyWasToldAnythingConnectionsAreOpenedInstead() {
    Bench server = new Bench(1, THREE).looking(1, 7);
    server.someoneWasTold = false;

    server.poll(200);

    assertEquals(List.of("connect"), server.said);
  }

  @Test
  void aServerThatLostItsDataNeitherCountsNorIsCounted() {
    Bench lost = new Bench(1, THREE).looking(0, -1);
    lost.hearsProposal(2, new Vote(2, 7, 1, 1), 1);
    assertEquals(List.of(), lost.said);

    Bench other = new Bench(2, THREE).looking(1, 7);
    other.hearsProposal(3, new Vote(3, -1, 1, 5), 1);
    assertEquals(List.of(), other.said);
  }

  @Test
  void votesForServersThatDoNotVoteAreIgnored() {
    Bench server = new Bench(1, Servers.plus(THREE, Servers.observer(4))).looking(1, 7);

    server.hearsProposal(2, new Vote(4, 99, 1, 9), 1);
    server.hearsProposal(2, new Vote(77, 99, 1, 9), 1);

    assertEquals(List.of(), server.said);
  }

  @Test
  void settlingAsLookingIsRefused() {
    Bench server = new Bench(1, THREE);

    assertThrows(
        IllegalArgumentException.class,
        () -> server.election.settled(ServerState.LOOKING, Vote.none(1)));
  }
}
