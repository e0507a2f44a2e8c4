package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.EnsembleSettings.Options;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes of the membership, as a leader sees them: server 1 of three, whose learners are scripted. */
final class LeaderReconfigurationTest {
  private static final long B0 = 0x100000000L;
  private static final long B1 = 0x100000001L;
  private static final long B2 = 0x100000002L;

  private static String voter(long id) {
    return Ensembles.line(id, Membership.Role.PARTICIPANT);
  }

  /** Leads epoch 1 with servers 2 and 3, changes allowed. */
  private static Solo changeable() {
    return changeable(Ensembles.options(true, 500));
  }

  private static Solo changeable(Options options) {
    ZabSettings settings = Ensembles.settings(1, Ensembles.of(3, 1), options, Set.of());
    Solo solo = new Solo(settings).start(0, 0).wins(0, 0).established(0);
    solo.joins(13, 3, false, 0);
    return solo;
  }

  private static MembershipChange asks(Solo solo, Request.Reconfig request) {
    return solo.server.reconfigure(request, B1);
  }

  private static void refused(ErrorCode code, MembershipChange answer) {
    assertEquals(
        code, answer instanceof MembershipChange.Refused refused ? refused.code() : ErrorCode.OK);
  }

  private static Membership accepted(MembershipChange answer) {
    if (answer instanceof MembershipChange.Accepted change) {
      return change.next();
    }
    throw new AssertionError(answer.toString());
  }

  @Test
  void theFirstEpochGivesTheMembershipAVersion() {
    ZabSettings settings =
        Ensembles.settings(1, Ensembles.of(3, 1), Ensembles.options(true, 500), Set.of());
    Solo solo = new Solo(settings).start(0, 0).wins(0, 0).quietly();
    solo.learner(12, 2, 0);
    solo.gets(12, new AckEpoch(0, 0), new Ack(B0));

    solo.does(
        "acceptedEpoch 1",
        "12 <- LEADERINFO 1",
        "currentEpoch 1",
        "proposed 100000000",
        "12 <- DIFF 0",
        "12 <- NEWLEADER 100000000",
        "committed 100000000",
        "lead 1 after 100000000",
        "12 <- UPTODATE");
  }

  @Test
  void aChangeIsRefusedForTheReasonsZookeeperHas() {
    Solo solo = changeable();

    refused(ErrorCode.BAD_VERSION, asks(solo, new Request.Reconfig(null, "3", null, 0x77)));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, new Request.Reconfig(null, "2,3", null, -1)));
    refused(
        ErrorCode.BAD_ARGUMENTS, asks(solo, new Request.Reconfig("server.5=zk5", null, null, -1)));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, new Request.Reconfig(null, "x", null, -1)));
    refused(
        ErrorCode.BAD_ARGUMENTS,
        asks(solo, new Request.Reconfig("server.5=zk1:2888:3888;zk1:2182", null, null, -1)));
    refused(
        ErrorCode.BAD_ARGUMENTS,
        asks(solo, new Request.Reconfig("server.5=zk5:2888:3888", null, null, -1)));
    refused(
        ErrorCode.NEW_CONFIG_NO_QUORUM,
        asks(
            solo,
            new Request.Reconfig(null, null, String.join(",", voter(5), voter(6), voter(1)), -1)));
    refused(
        ErrorCode.RECONFIG_DISABLED,
        asks(
            Solo.ofThree(1).start(0, 0).wins(0, 0).established(0),
            new Request.Reconfig(null, "3", null, -1)));
  }

  private static Request.Reconfig joins(String line) {
    return new Request.Reconfig(line, null, null, -1);
  }

  private static Request.Reconfig whole(String... lines) {
    return new Request.Reconfig(
        null, null, String.join("\n", voter(1), voter(2), voter(3), String.join("\n", lines)), -1);
  }

  /** It would be written to the file of each server, and none could be started again. */
  @Test
  void aMembershipThatNoServerStartsWithIsRefused() {
    Solo solo = changeable();

    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, joins("server.-1=zk5:2888:3888;2181")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, whole("group.1=1:2")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, whole("group.1=1:2", "group.2=2:3")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, whole("group.1=1:2:3:7")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, whole("group.1=1:2:3", "weight.7=1")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, whole("weight.1=-1")));
    assertEquals(
        "server.3: is in no group, but there are groups",
        asks(solo, whole("group.1=1:2")) instanceof MembershipChange.Refused no ? no.reason() : "");
    assertEquals(
        Set.of(1L, 2L, 3L),
        accepted(asks(solo, whole("group.1=1:2:3", "weight.1=2"))).groups().get(1L));
  }

  @Test
  void aServerHasSeveralAddressesOnlyWhereTheyAreAllowed() {
    Request.Reconfig two = joins("server.4=zk4:2888:3888|zk4b:2888:3888;2181");
    Options allowed = new Options(true, true, false, 0, true, false, false, 500, 0.33);

    refused(ErrorCode.BAD_ARGUMENTS, asks(changeable(), two));
    refused(ErrorCode.OK, asks(changeable(allowed), two));
  }

  @Test
  void aServerDoesNotJoinAtThePortForClientsOfAnother() {
    Solo solo = changeable();

    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, joins("server.5=zk1:2889:3889;zk1:2181")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, joins("server.5=zk5:2888:3888;zk1:3888")));
    refused(ErrorCode.BAD_ARGUMENTS, asks(solo, joins("server.5=zk1:2889:2181;zk5:2181")));
    refused(
        ErrorCode.BAD_ARGUMENTS,
        asks(solo, joins("server.5=zk5:2888:3888;zk5:2181,server.6=zk6:2888:3888;zk5:2181")));
  }

  /** Of such addresses each machine has its own, and only who operates them knows which machine is which. */
  @Test
  void portsForClientsAtAddressesOfTheMachineAreNotCompared() {
    Solo solo = changeable();

    for (String host : List.of("", "0.0.0.0:", "[::]:", "127.0.0.1:", "[::1]:", "localhost:")) {
      String two =
          "server.5=zk5:2888:3888;" + host + "2181,server.6=zk6:2888:3888;" + host + "2181";
      refused(ErrorCode.OK, asks(solo, joins(two)));
    }
    refused(ErrorCode.OK, asks(solo, joins("server.5=zk1:2889:3889;zk1:2182")));
  }

  @Test
  void portsForClientsAreNotComparedInAMembershipGivenAsAWhole() {
    refused(ErrorCode.OK, asks(changeable(), whole("server.5=zk5:2888:3888;zk1:2181")));
  }

  @Test
  void theWeightOfAServerLeavesWithIt() {
    Membership three = Membership.parse(Ensembles.of(3, 0).text() + "weight.1=2\nweight.3=2\n");
    Solo solo =
        new Solo(Ensembles.settings(1, three, Ensembles.options(true, 500), Set.of()))
            .start(0, 0)
            .wins(0, 0)
            .established(0);

    assertEquals(
        Set.of(1L),
        accepted(asks(solo, new Request.Reconfig(null, "3", null, -1))).weights().keySet());
  }

  /** It acks nothing, so the change could not be committed, nor could anything after it. */
  @Test
  void anObserverIsNoVoterOfTheNewMembershipBeforeItFollows() {
    ZabSettings settings =
        Ensembles.settings(1, Ensembles.of(3, 1), Ensembles.options(true, 500), Set.of());
    Solo solo = new Solo(settings).start(0, 0).wins(0, 0).established(0);
    Request.Reconfig fourVotes = new Request.Reconfig(voter(4), null, null, -1);
    solo.joins(14, 4, true, 0);

    refused(ErrorCode.NEW_CONFIG_NO_QUORUM, asks(solo, fourVotes));
    solo.joins(24, 4, false, 0);

    assertEquals(4, accepted(asks(solo, fourVotes)).participants().size());
  }

  @Test
  void whileAChangeIsOnItsWayNoOtherIsTaken() {
    Solo solo = changeable();
    Membership next = accepted(asks(solo, new Request.Reconfig(null, "3", null, -1)));
    assertEquals(B1, next.version());
    solo.server.propose(Ensembles.reconfig(B1, next), solo.now);

    refused(ErrorCode.RECONFIG_IN_PROGRESS, asks(solo, new Request.Reconfig(null, "4", null, -1)));
  }

  @Test
  void aChangeAndWhatFollowsItNeedBothQuorums() {
    Solo solo = changeable();
    solo.joins(15, 5, false, 0);
    solo.joins(16, 6, false, 0);
    String all = String.join("\n", voter(1), voter(2), voter(5), voter(6));
    Membership next = accepted(asks(solo, new Request.Reconfig(null, null, all, -1)));
    solo.server.propose(Ensembles.reconfig(B1, next), solo.now);
    solo.propose(B2);
    solo.persisted(B2);
    solo.quietly();

    solo.gets(13, new Ack(B2));
    solo.gets(15, new Ack(B2));
    solo.does();
    solo.gets(16, new Ack(B1));
    solo.does(
        "committed 100000001",
        "12 <- COMMITANDACTIVATE 100000001 1",
        "13 <- COMMITANDACTIVATE 100000001 1",
        "15 <- COMMITANDACTIVATE 100000001 1",
        "16 <- COMMITANDACTIVATE 100000001 1",
        "deliver 100000001");
    solo.gets(16, new Ack(B2));

    solo.does(
        "12 <- COMMIT 100000002",
        "13 <- COMMIT 100000002",
        "15 <- COMMIT 100000002",
        "16 <- COMMIT 100000002",
        "deliver 100000002");
  }

  @Test
  void aLeaderThatIsRemovedNamesTheVoterThatHasMostAndFollowsIt() {
    Solo solo = changeable();
    Membership next = accepted(asks(solo, new Request.Reconfig(null, "1", null, -1)));
    solo.server.propose(Ensembles.reconfig(B1, next), solo.now);
    solo.propose(B2);
    solo.quietly().gets(13, new Ack(B2));
    solo.does();
    solo.gets(12, new Ack(B1));
    solo.does(
        "committed 100000001",
        "12 <- COMMITANDACTIVATE 100000001 3",
        "13 <- COMMITANDACTIVATE 100000001 3",
        "deliver 100000001",
        "accept no more",
        "close 12",
        "close 13",
        "look");
    solo.persisted(B2);

    solo.does("deliver 100000002", "connect 3");
  }

  /** Which learners take for being in force; the change may still come to nothing. */
  @Test
  void whoJoinsWhileAChangeIsOnItsWayIsToldTheMembershipInForce() {
    Solo solo = changeable();
    Membership next = accepted(asks(solo, new Request.Reconfig(voter(4), null, null, -1)));
    solo.server.propose(Ensembles.reconfig(B1, next), solo.now);
    solo.quietly().learner(15, 5, 0);

    solo.gets(15, new AckEpoch(0, 0));

    solo.does(
        "15 <- LEADERINFO 1",
        "15 <- DIFF 0",
        "15 <- PROPOSAL 100000001",
        "15 <- NEWLEADER 100000000");
    assertEquals(B0, solo.toldMembership().version());
  }

  @Test
  void aChangeThatWasAcceptedIsTheNextProposal() {
    Solo solo = changeable();
    accepted(asks(solo, new Request.Reconfig(null, "3", null, -1)));
    solo.server.reconfigure(new Request.Reconfig(null, "3", null, -1), B2);

    assertThrows(IllegalStateException.class, () -> solo.propose(B1));
  }
}
