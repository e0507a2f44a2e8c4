package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.spi.consensus.EnsembleSettings.Options;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.Inform;
import io.vivarium.zab.message.QuorumMessage.InformAndActivate;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Transcripts of server 4, which observes, with a log and without. */
final class ObservingTest {
  private static final long A5 = 0x100000005L;
  private static final long A6 = 0x100000006L;
  private static final long B0 = 0x200000000L;
  private static final long B1 = 0x200000001L;
  private static final long B2 = 0x200000002L;

  /** The leader's link. */
  private static final long L = 1;

  private static NewLeader newLeader() {
    return new NewLeader(B0, "version=0");
  }

  @Test
  void anObserverLogsWhatItIsInformedOfAndAcknowledgesNothing() {
    Solo solo = Solo.ofThree(4).epochs(1, 1).start(A5, 0);
    solo.server.notified(3, settled(3, ServerState.LEADING), solo.now);
    solo.server.notified(2, settled(3, ServerState.FOLLOWING), solo.now);
    solo.server.linkOpened(L, solo.now);
    solo.gets(L, new LeaderInfo(2, 0x10000));
    solo.does("connect 3", "1 <- OBSERVERINFO 1", "acceptedEpoch 2", "1 <- ACKEPOCH 100000005 1");
    solo.gets(L, new Diff(A6), Solo.proposal(A6), new Commit(A6), newLeader());
    solo.persisted(A6);
    solo.gets(L, new UpToDate());
    solo.quietly();

    solo.gets(L, new Inform(B1, Ensembles.txn(B1, "t").txn()), Solo.proposal(B2), new Commit(B2));
    solo.persisted(B1);

    solo.does("log 200000001", "deliver 200000001");
    assertEquals(Mode.OBSERVER, solo.server.status().mode());
  }

  /** Server 4, an observer that keeps no log, has txns in memory that its disk does not have. */
  private static Solo observingWithoutLog() {
    Options options = new Options(true, false, false, 0, false, false, false, 500, 0.33);
    Solo solo = new Solo(4, Ensembles.of(3, 1), options, Set.of());
    solo.epochs(1, 1).start(A5, 0);
    solo.server.notified(3, settled(3, ServerState.LEADING), solo.now);
    solo.server.notified(2, settled(3, ServerState.FOLLOWING), solo.now);
    solo.server.linkOpened(L, solo.now);
    solo.gets(L, new LeaderInfo(2, 0x10000), new Diff(A5), newLeader(), new UpToDate());
    solo.quietly().gets(L, new Inform(B1, Ensembles.txn(B1, "t").txn()));
    solo.does("deliver 200000001");
    return solo;
  }

  private static Membership allVoting(long version) {
    return Ensembles.of(4, 0).withVersion(version);
  }

  @Test
  void anObserverWithoutLogThatGetsAVoteHasItsStateOnDiskBeforeItFollows() {
    Solo solo = observingWithoutLog();
    Membership next = allVoting(B2);

    solo.gets(L, new InformAndActivate(B2, 3, Ensembles.reconfig(B2, next).txn()));
    solo.does(
        "proposed 200000002",
        "deliver 200000002",
        "committed 200000002",
        "close 1",
        "look",
        "secure");
    solo.pass(3);
    solo.does();
    solo.server.secured(null, solo.now);
    solo.does("connect 3");
    solo.server.linkOpened(2, solo.now);
    solo.gets(2, new LeaderInfo(2, 0x10000));

    solo.does("2 <- FOLLOWERINFO 2", "2 <- ACKEPOCH 200000002 -1");
    solo.gets(2, new Diff(B2), Solo.proposal(0x200000003L), newLeader());
    solo.does("log 200000003");
  }

  @Test
  void alsoWhenItIsToldOfItsVoteByAPeerWhileItLooksForALeader() {
    Solo solo = observingWithoutLog();
    solo.server.linkClosed(L, "reset", solo.now);
    solo.poll();
    solo.quietly();

    Vote vote = new Vote(3, B1, 2, 2);
    solo.server.notified(2, new Notification(ServerState.LOOKING, vote, allVoting(B2)), solo.now);
    solo.does("committed 200000002", "secure");
    solo.server.secured(null, solo.now);
    solo.poll();

    assertEquals(B1, solo.voted().zxid());
  }

  @Test
  void anObserverWithoutLogThatGoesOnObservingWritesNothing() {
    Solo solo = observingWithoutLog();
    solo.server.linkClosed(L, "reset", solo.now);
    solo.pass(2);

    solo.does("look");
  }

  private static Notification settled(long leader, ServerState state) {
    return new Notification(state, new Vote(leader, 0, 1, 0), Membership.NONE);
  }
}
