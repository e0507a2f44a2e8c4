package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.CommitAndActivate;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.Propose;
import io.vivarium.zab.message.QuorumMessage.Trunc;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes of the membership, as a learner sees them: server 1 of three, whose leader is scripted. Its history ends at epoch 1, zxid 5. */
final class LearnerReconfigurationTest {
  private static final long A5 = 0x100000005L;
  private static final long B0 = 0x200000000L;
  private static final long B1 = 0x200000001L;

  /** The leader's link, and the one after it. */
  private static final long L = 1;

  private static final long NEXT_LINK = 2;

  /** May be told of changes. */
  private static Solo changeable() {
    return new Solo(1, Ensembles.of(3, 1), Ensembles.options(true, 500), Set.of());
  }

  private static Solo reconfigured(long designated, String... lines) {
    Solo solo = changeable().serving();
    Membership next = Membership.parse(String.join("\n", lines) + "\nversion=200000001");
    solo.gets(L, new Propose(B1, Ensembles.reconfig(B1, next).txn()));
    solo.persisted(B1);
    solo.does("proposed 200000001", "log 200000001", "1 <- ACK 200000001");
    solo.gets(L, new CommitAndActivate(B1, designated));
    return solo;
  }

  private static String voter(long id) {
    return Ensembles.line(id, Membership.Role.PARTICIPANT);
  }

  @Test
  void aChangeThatLeavesLeaderAndPartAloneIsJustDelivered() {
    Solo solo = reconfigured(3, voter(1), voter(2), voter(3), voter(4));

    solo.does("deliver 200000001", "committed 200000001");
  }

  @Test
  void theServerThatAChangeDesignatesLeadsWithoutAnElection() {
    Solo solo = reconfigured(1, voter(1), voter(2));

    solo.does("deliver 200000001", "committed 200000001", "close 1", "look", "accept");
  }

  @Test
  void othersFollowTheDesignatedLeaderWithoutAnElection() {
    Solo solo = reconfigured(2, voter(1), voter(2));

    solo.does("deliver 200000001", "committed 200000001", "close 1", "look", "connect 2");
  }

  @Test
  void aServerWhosePartChangesEndsItsRole() {
    Solo solo = reconfigured(3, Ensembles.line(1, Membership.Role.OBSERVER), voter(2), voter(3));

    solo.does("deliver 200000001", "committed 200000001", "close 1", "look", "connect 3");
    solo.server.linkOpened(2, solo.now);
    solo.does("2 <- OBSERVERINFO 2");
  }

  @Test
  void aServerThatDoesNotAllowChangesTakesTheTxnOnly() {
    Solo solo = Solo.ofThree(1).serving();
    Membership next = Membership.parse(voter(1) + "\n" + voter(2) + "\nversion=200000001");
    solo.gets(L, new Propose(B1, Ensembles.reconfig(B1, next).txn()));
    solo.gets(L, new CommitAndActivate(B1, 3));

    solo.does("log 200000001", "deliver 200000001");
  }

  @Test
  void aChangeThatCannotBeReadEndsTheRole() {
    Solo solo = changeable().serving();
    ByteBuffer cut = Ensembles.reconfig(B1, Ensembles.of(3, 0)).txn().slice(0, 60);

    solo.gets(L, new Propose(B1, cut));

    solo.does("close 1", "look");
  }

  @Test
  void theMembershipThatComesWithTheEpochIsKeptAndInForceOnceThisServerServes() {
    Solo solo = changeable().discovered();
    String text = Ensembles.of(3, 1).withVersion(B0).dynamicText();

    solo.gets(L, new Diff(A5), new NewLeader(B0, text));
    solo.does("proposed 200000000", "currentEpoch 2", "1 <- ACK 200000000");
    solo.gets(L, new UpToDate());

    solo.does("committed 200000000", "1 <- ACK 200000000", "follow 2 from 100000005");
  }

  /** ZooKeeper's leaders tell the one that is proposed, too. */
  @Test
  void aMembershipThatIsOnlyProposedInTheEpochIsNotInForceYet() {
    Solo solo = changeable().discovered();
    String text = Ensembles.of(3, 1).withVersion(B1).dynamicText();

    solo.gets(L, new Diff(A5), new NewLeader(B0, text));
    solo.does("proposed 200000001", "currentEpoch 2", "1 <- ACK 200000000");
    solo.gets(L, new UpToDate());

    solo.does("1 <- ACK 200000000", "follow 2 from 100000005");
  }

  /** The first came with the history and is committed, the second is proposed while this server persists. */
  @Test
  void aChangeThatIsCommittedIsInForceAlsoWhenTheNextIsProposedAlready() {
    Solo solo = changeable().discovered();
    Membership first = Ensembles.of(3, 1).withVersion(B1);
    Membership second = Ensembles.of(3, 1).withVersion(B1 + 1);

    solo.gets(
        L,
        new Diff(B1),
        new Propose(B1, Ensembles.reconfig(B1, first).txn()),
        new Commit(B1),
        new NewLeader(B0, first.dynamicText()));
    solo.persisted(B1);
    solo.quietly()
        .gets(L, new Propose(B1 + 1, Ensembles.reconfig(B1 + 1, second).txn()), new UpToDate());

    solo.does(
        "proposed 200000002",
        "log 200000002",
        "committed 200000001",
        "1 <- ACK 200000000",
        "follow 2 from 200000001");
  }

  /** Its leader takes the change for told, and says nothing when it is committed. */
  @Test
  void aChangeThatThisServerCameBackWithIsInForceOnceItServes() {
    Solo solo = cameBackWithAChange();

    solo.gets(L + 1, new UpToDate());

    solo.does("committed 200000001", "2 <- ACK 200000000", "follow 2 from 200000001");
  }

  /** Follows, is told of a change, loses its leader, and is told by it again of the membership before the change only. */
  private static Solo cameBackWithAChange() {
    Solo solo = changeable().serving();
    Membership next =
        Membership.parse(voter(1) + "\n" + voter(2) + "\n" + voter(3) + "\nversion=200000001");
    solo.gets(L, new Propose(B1, Ensembles.reconfig(B1, next).txn()));
    solo.persisted(B1);
    solo.server.linkClosed(L, "reset", solo.now);
    solo.poll();
    solo.follows(3);
    solo.server.linkOpened(L + 1, solo.now);
    solo.gets(L + 1, new LeaderInfo(2, 0x10000), new Diff(B1), Solo.newLeader());
    return solo.quietly();
  }

  // ---- a change that the leader does not name

  /** Servers 1, 4 and 5: without one of the latter two nobody may be elected while this may be in force. */
  private static Membership others(long version) {
    return Membership.parse(voter(1) + "\n" + voter(4) + "\n" + voter(5)).withVersion(version);
  }

  private static Propose proposal(Membership change) {
    long zxid = change.version();
    return new Propose(zxid, Ensembles.reconfig(zxid, change).txn());
  }

  private static NewLeader names(long epoch, Membership membership) {
    return new NewLeader(Zxid.of(epoch, 0), membership.dynamicText());
  }

  /** An established leader names what is in force, and what it has proposed since may be needed to elect the next one. */
  @Test
  void aChangeOfThisEpochIsNotForgottenForTheOneBeforeItThatTheLeaderNames() {
    Solo solo = changeable().discovered();

    solo.gets(L, new Diff(A5), proposal(others(B1)), names(2, Ensembles.of(3, 1).withVersion(B0)));
    solo.does("proposed 200000001", "log 200000001");
    solo.persisted(B1);
    solo.gets(L, new UpToDate());
    solo.does(
        "currentEpoch 2",
        "1 <- ACK 200000000",
        "committed 200000000",
        "1 <- ACK 200000000",
        "follow 2 from 100000005",
        "1 <- ACK 200000001");

    solo.server.linkClosed(L, "reset", solo.now);
    solo.wins(B1, 2, 2).pass(4);
    solo.does("look", "deliver 200000001");
  }

  /** Follows in epoch 2, is told of a change, and comes to the leader of epoch 3, which has no part of epoch 2. */
  private static Solo truncatedByTheNextLeader() {
    Solo solo = changeable().serving();
    solo.gets(L, proposal(others(B1)));
    solo.persisted(B1);
    solo.server.linkClosed(L, "reset", solo.now);
    solo.poll();
    solo.follows(3);
    solo.server.linkOpened(NEXT_LINK, solo.now);
    solo.gets(NEXT_LINK, new LeaderInfo(3, 0x10000), new Trunc(A5));
    solo.server.rewound(new Solo.State(A5), "", solo.now);
    return solo.quietly();
  }

  @Test
  void aChangeThatTheNextLeaderDoesNotHaveIsForgotten() {
    Solo solo = truncatedByTheNextLeader();

    solo.gets(NEXT_LINK, names(3, Ensembles.of(3, 1)));

    solo.does("proposed 0", "currentEpoch 3", "2 <- ACK 300000000");
    solo.server.linkClosed(NEXT_LINK, "reset", solo.now);
    solo.wins(A5, 3, 3).pass(4);
    solo.does("accept");
  }

  @Test
  void aChangeThatTheNextLeaderDoesNotHaveGivesWayToTheOneItNames() {
    Solo solo = truncatedByTheNextLeader();

    solo.gets(NEXT_LINK, names(3, Ensembles.of(3, 1).withVersion(B0)));
    solo.does("proposed 200000000", "currentEpoch 3", "2 <- ACK 300000000");
    solo.gets(NEXT_LINK, new UpToDate());

    solo.does("committed 200000000", "2 <- ACK 300000000", "follow 3 from 100000005");
  }
}
