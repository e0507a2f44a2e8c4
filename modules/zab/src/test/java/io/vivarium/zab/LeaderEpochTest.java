package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.LearnerInfo;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import org.junit.jupiter.api.Test;

/** Transcripts of a leader that comes to an epoch: server 1 of three, with an observer 4, whose learners are scripted. */
final class LeaderEpochTest {
  private static final long B0 = 0x100000000L;
  private static final long B1 = 0x100000001L;

  /** An empty server that was elected. */
  private static Solo elected(Defect... defects) {
    return Solo.ofThree(1, defects).start(0, 0).wins(0, 0).quietly();
  }

  private static Solo leading() {
    return elected().established(0);
  }

  @Test
  void aQuorumAgreesOnAnEpochGreaterThanAnyOfTheirs() {
    Solo solo = Solo.ofThree(1).epochs(4, 3).start(0x300000001L, 0).wins(0x300000001L, 3);
    solo.does("accept");

    solo.learner(12, 2, 6);
    solo.does("acceptedEpoch 7", "12 <- LEADERINFO 7");
    solo.gets(12, new AckEpoch(0x300000001L, 3));
    solo.does("currentEpoch 7", "12 <- DIFF 300000001", "12 <- NEWLEADER 700000000");
    solo.gets(12, new Ack(0x700000000L));
    solo.does("lead 7 after 700000000", "12 <- UPTODATE");

    assertEquals(Mode.LEADER, solo.server.status().mode());
    assertEquals(7, solo.server.status().epoch());
    assertEquals(1, solo.server.status().peers());
    assertEquals(1, solo.server.status().syncedFollowers());
    assertEquals(0, solo.server.status().syncedObservers());
  }

  @Test
  void observersRaiseTheEpochButDoNotCount() {
    Solo solo = elected();

    solo.observer(14, 4, 9);
    solo.does();
    solo.learner(12, 2, 0);

    solo.does("acceptedEpoch 10", "14 <- LEADERINFO 10", "12 <- LEADERINFO 10");
  }

  /** Server 2 votes by the leader's file and observes by its own, where an observer may keep no log. */
  @Test
  void aVoterThatIsConnectedAsAnObserverDoesNotEstablishTheEpoch() {
    Solo solo = elected();
    solo.learner(13, 3, 0);
    solo.gets(13, new AckEpoch(0, 0));
    solo.observer(14, 2, 0);
    solo.gets(14, new AckEpoch(0, 0));

    solo.quietly().gets(14, new Ack(B0));
    solo.does();
    solo.gets(13, new Ack(B0));

    assertEquals(Mode.LEADER, solo.server.status().mode());
  }

  @Test
  void observersThatCountWouldMakeAnEpochWithoutAQuorum() {
    Solo solo = elected(Defect.ZOOKEEPER_2959);

    solo.observer(14, 4, 9);

    solo.does("acceptedEpoch 10", "14 <- LEADERINFO 10");
  }

  @Test
  void aLearnerWithALongerHistoryIsRefusedUntilTheEpochStands() {
    Solo solo = elected();
    solo.learner(12, 2, 0);
    solo.quietly().gets(12, new AckEpoch(B1, 0));
    solo.does("close 12");

    solo.learner(13, 3, 0);
    solo.gets(13, new AckEpoch(0, 0), new Ack(B0));
    solo.learner(22, 2, 0);
    solo.quietly().gets(22, new AckEpoch(0x99, 0));

    solo.does("22 <- TRUNC 0", "22 <- NEWLEADER 100000000");
  }

  @Test
  void aPromiseThatWasMadeBeforeDoesNotCount() {
    Solo solo = elected();
    solo.learner(12, 2, 0);
    solo.quietly().gets(12, new AckEpoch(0, -1));
    solo.does();

    solo.learner(13, 3, 0);
    solo.gets(13, new AckEpoch(0, 0));

    solo.does(
        "13 <- LEADERINFO 1",
        "currentEpoch 1",
        "12 <- DIFF 0",
        "12 <- NEWLEADER 100000000",
        "13 <- DIFF 0",
        "13 <- NEWLEADER 100000000");
  }

  /** Its leader promised it an epoch and stopped before anybody else heard of it. */
  @Test
  void forAVoterThatIsPromisedToALaterEpochALaterOneIsFound() {
    Solo solo = leading();

    solo.learner(13, 3, 7);
    solo.does("accept no more", "close 12", "close 13", "look");
    for (long other = 2; other <= 3; other++) {
      Vote vote = new Vote(1, 0, 2, 1);
      solo.server.notified(
          other, new Notification(ServerState.LOOKING, vote, Membership.NONE), solo.now);
    }
    solo.poll();
    solo.quietly().learner(22, 2, 1);

    solo.does("acceptedEpoch 8", "22 <- LEADERINFO 8");
  }

  @Test
  void whatAnObserverIsPromisedToMovesNobody() {
    Solo solo = leading();

    solo.observer(14, 4, 7);

    solo.does("14 <- LEADERINFO 1");
  }

  @Test
  void learnersThatCannotBeLedAreTurnedAway() {
    Solo solo = elected();
    solo.server.linkAccepted(12, solo.now);
    solo.gets(12, new LearnerInfo(false, 0, 2, LearnerInfo.PROTOCOL, 5));
    solo.does("close 12");
    solo.server.linkAccepted(13, solo.now);
    solo.gets(13, new LearnerInfo(false, 0, 3, 1, 0));
    solo.does("close 13");
    solo.server.linkAccepted(14, solo.now);
    solo.gets(14, new LearnerInfo(false, 0, 1, LearnerInfo.PROTOCOL, 0));
    solo.does("close 14");
    solo.server.linkAccepted(15, solo.now);
    solo.gets(15, new LearnerInfo(false, Long.MAX_VALUE, 2, LearnerInfo.PROTOCOL, 0));
    solo.does("close 15");
  }

  @Test
  void withoutAQuorumTheLeaderGivesUpAfterInitLimit() {
    Solo solo = elected();

    solo.pass(19);
    solo.does();
    solo.pass(1);

    solo.does("accept no more");
  }

  @Test
  void aPortThatCannotBeBoundEndsTheRole() {
    Solo solo = elected();

    solo.server.acceptFailed("address in use", solo.now);

    solo.does("accept no more");
  }
}
