package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.EnsembleSettings.Options;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.Ping;
import io.vivarium.zab.message.QuorumMessage.Pong;
import io.vivarium.zab.message.QuorumMessage.Revalidate;
import io.vivarium.zab.message.QuorumMessage.Revalidated;
import io.vivarium.zab.message.QuorumMessage.Sync;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A follower that serves observers: server 1 of three, its leader on link 1, an observer on link 50. Its history ends at epoch 1, zxid 5. */
final class ObserverMasterTest {
  private static final long A5 = 0x100000005L;
  private static final long B0 = 0x200000000L;
  private static final long B1 = 0x200000001L;
  private static final long B2 = 0x200000002L;
  private static final long L = 1;
  private static final long O = 50;

  private static Solo master(boolean reconfig) {
    Options options = new Options(reconfig, false, false, 2191, true, false, false, 500, 0.33);
    Solo solo = new Solo(1, Ensembles.of(3, 1), options, Set.of());
    solo.epochs(1, 1).start(A5, 0).follows(3);
    solo.server.linkOpened(L, solo.now);
    solo.gets(L, new LeaderInfo(2, 0x10000), new Diff(A5), new NewLeader(B0, "version=0"));
    solo.quietly().gets(L, new UpToDate());
    solo.does("1 <- ACK 200000000", "follow 2 from 100000005", "accept at 2191");
    return solo;
  }

  private static Solo serving() {
    Solo solo = master(false);
    solo.observer(O, 4, 1);
    solo.gets(O, new AckEpoch(A5, 1), new Ack(B0));
    return solo.quietly();
  }

  @Test
  void anObserverIsBroughtUpWithoutTheLeader() {
    Solo solo = master(false);

    solo.observer(O, 4, 1);
    solo.does("50 <- LEADERINFO 2");
    solo.gets(O, new AckEpoch(A5, 1));
    solo.does("50 <- DIFF 100000005", "50 <- NEWLEADER 200000000");
    solo.gets(O, new Ack(B0));
    solo.does("50 <- UPTODATE");
    assertEquals(2, solo.server.status().peers());
    solo.gets(O, new Ack(B0));

    solo.does();
  }

  /** What it has is committed, whoever has not heard of it yet. */
  @Test
  void anObserverThatIsAheadIsSentAwayInsteadOfBeingTruncated() {
    Solo solo = master(false);
    solo.observer(O, 4, 1);

    solo.quietly().gets(O, new AckEpoch(0x200000007L, 1));

    solo.does("close 50");
  }

  @Test
  void anObserverThatIsFarBehindIsGivenTheState() {
    Solo solo = master(false);
    solo.observer(O, 4, 1);

    solo.quietly().gets(O, new AckEpoch(0x100000001L, 1));

    solo.does("50 <- SNAP 100000005", "50 <- state", "50 <- NEWLEADER 200000000");
  }

  @Test
  void whatIsCommittedIsPassedOnAndNothingElse() {
    Solo solo = serving();

    solo.gets(L, Solo.proposal(B1), Solo.proposal(B2));
    solo.does("log 200000001", "log 200000002");
    solo.gets(L, new Commit(B1));

    solo.does("deliver 200000001", "50 <- INFORM 200000001");
  }

  @Test
  void anObserverThatJoinsInMidStreamMissesNothing() {
    Solo solo = master(false);
    solo.gets(L, Solo.proposal(B1), Solo.proposal(B2), new Commit(B1));
    solo.observer(O, 4, 1);
    solo.quietly().gets(O, new AckEpoch(A5, 1));
    solo.does(
        "50 <- DIFF 200000001",
        "50 <- PROPOSAL 200000001",
        "50 <- COMMIT 200000001",
        "50 <- NEWLEADER 200000000");
    solo.gets(L, new Commit(B2));

    solo.does("deliver 200000002", "50 <- INFORM 200000002");
  }

  @Test
  void followersAndStrangersToTheProtocolAreTurnedAway() {
    Solo solo = master(false);
    solo.learner(51, 2, 1);
    solo.does("close 51");
    solo.observer(52, 4, 1);
    solo.quietly().gets(52, new Pong(B0, new long[0], new int[0]));
    solo.does("close 52");

    solo.observer(53, 4, 1);
    solo.gets(53, new AckEpoch(A5, 1), new Ack(B0));
    solo.quietly().gets(53, new Ack(B1));
    solo.does("close 53");
  }

  @Test
  void whatObserversAskGoesToTheLeaderAndComesBackInOrder() {
    Solo solo = serving();

    solo.server.sync(41, solo.now);
    solo.gets(
        O,
        new QuorumMessage.Request(9, 9, 5, null, ByteBuffer.allocate(0)),
        new QuorumMessage.Request(9, 9, 9, null, ByteBuffer.allocate(0)),
        new Revalidate(71, 4000));
    solo.server.revalidate(71, 4000);
    solo.does(
        "1 <- REQUEST 9",
        "1 <- REQUEST 5",
        "1 <- REQUEST 9",
        "1 <- REVALIDATE 71 4000",
        "1 <- REVALIDATE 71 4000");
    solo.gets(L, new Sync(), new Sync(), new Revalidated(71, true), new Revalidated(71, false));

    solo.does("synced 41", "50 <- SYNC", "50 <- REVALIDATED 71 true", "revalidated 71 false");
  }

  @Test
  void answersForAnObserverThatIsGoneAreDropped() {
    Solo solo = serving();
    solo.gets(
        O,
        new QuorumMessage.Request(9, 9, 9, null, ByteBuffer.allocate(0)),
        new Revalidate(71, 4000));
    solo.server.linkClosed(O, "reset", solo.now);

    solo.quietly().gets(L, new Sync(), new Revalidated(71, true));

    solo.does();
  }

  @Test
  void anAnswerForASessionNobodyAskedForEndsTheRole() {
    Solo solo = serving();

    solo.gets(L, new Revalidated(71, true));

    solo.does("accept no more", "close 50", "close 1", "look");
  }

  @Test
  void sessionsThatObserversHeardOfAreToldToTheLeader() {
    Solo solo = serving();

    solo.gets(O, new Pong(B0, new long[] {81, 82, 83}, new int[] {1, 2, 3}));
    solo.gets(L, new Ping(B0), new Ping(B0));

    solo.does("1 <- PONG 200000000 5", "1 <- PONG 200000000 2");
  }

  @Test
  void observersArePingedAndGivenUpForSilence() {
    Solo solo = serving();

    for (int i = 0; i < 10; i++) {
      solo.gets(L, new Ping(B0));
      solo.pass(1);
    }

    solo.done.removeIf(line -> line.contains("PONG"));
    assertEquals("50 <- PING 100000005", solo.done.getFirst());
    assertEquals("close 50", solo.done.getLast());
  }

  @Test
  void aChangeOfTheMembershipIsPassedOnWithWhoIsToLead() {
    Solo solo = master(true);
    solo.observer(O, 4, 1);
    solo.gets(O, new AckEpoch(A5, 1), new Ack(B0));
    Membership next = Ensembles.of(3, 0).withVersion(B1);
    solo.gets(L, new QuorumMessage.Propose(B1, Ensembles.reconfig(B1, next).txn()));
    solo.quietly().gets(L, new QuorumMessage.CommitAndActivate(B1, 3));

    solo.does("deliver 200000001", "50 <- INFORMANDACTIVATE 200000001 3", "committed 200000001");
  }

  @Test
  void anObserverWithTooMuchWaitingForItIsDropped() {
    Solo solo = serving();
    solo.pending.put(O, (1L << 20) + 1);

    solo.pass(1);

    solo.does("close 50");
  }

  @Test
  void observersGoWhenTheRoleEnds() {
    Solo solo = serving();

    solo.server.linkClosed(L, "reset", solo.now);

    solo.does("accept no more", "close 50", "look");
  }

  @Test
  void withoutThePortTheFollowerGoesOn() {
    Solo solo = master(false);

    solo.server.acceptFailed("address in use", solo.now);

    solo.does();
  }

  @Test
  void anObserverTriesTheVotersInTurnAndTheLeaderLast() {
    assertEquals(
        List.of("connect 1 at 2191", "connect 2 at 2191", "connect 3", "connect 1 at 2191"),
        triedBy(4));
    assertEquals(
        List.of("connect 2 at 2191", "connect 1 at 2191", "connect 3", "connect 2 at 2191"),
        triedBy(5));
  }

  private static List<String> triedBy(long observer) {
    Options options = new Options(false, false, false, 2191, true, false, false, 500, 0.33);
    Solo solo = new Solo(observer, Ensembles.of(3, 2), options, Set.of()).start(0, 0).quietly();
    for (int link = 1; link <= 4; link++) {
      Vote vote = new Vote(3, 0, link, 0);
      solo.server.notified(3, settled(ServerState.LEADING, vote), solo.now);
      solo.server.notified(2, settled(ServerState.FOLLOWING, vote), solo.now);
      solo.poll();
      solo.server.linkClosed(link, "refused", solo.now);
    }
    return solo.done;
  }

  @Test
  void anObserverWaitsBeforeItLooksAgain() {
    ZabSettings usual =
        Ensembles.settings(4, Ensembles.of(3, 1), Ensembles.options(false, 500), Set.of());
    Solo solo = new Solo(Ensembles.delayedBy(usual, 200)).start(0, 0);
    solo.server.notified(3, settled(ServerState.LEADING, new Vote(3, 0, 1, 0)), solo.now);
    solo.server.notified(2, settled(ServerState.FOLLOWING, new Vote(3, 0, 1, 0)), solo.now);
    solo.server.linkClosed(1, "refused", solo.now);
    solo.server.notified(3, settled(ServerState.LEADING, new Vote(3, 0, 1, 0)), solo.now);
    solo.server.notified(2, settled(ServerState.FOLLOWING, new Vote(3, 0, 1, 0)), solo.now);
    solo.quietly().pass(3);
    solo.does();
    solo.pass(2);

    solo.does("connect 3");
  }

  private static Notification settled(ServerState state, Vote vote) {
    return new Notification(state, vote, Membership.NONE);
  }
}
