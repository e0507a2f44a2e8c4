package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.PipelineRig.ephemeral;
import static io.vivarium.kernel.pipeline.PipelineRig.error;
import static io.vivarium.kernel.pipeline.PipelineRig.persistent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that decides: over its own clients, and over those of the others. */
class PrimaryTest {
  private static final AuthId SUPER = new AuthId("super", "");
  private static final long LINK = 7L << 32 | 1;
  private static final long OTHER_LINK = 9L << 32 | 4;
  private static final long REMOTE = 0x0500_0000_0000_0001L;

  private final PipelineRig rig = new PipelineRig().lead(4);

  private void remoteSession() {
    rig.forwarded(REMOTE, 0, new Request.CreateSession(8000), LINK);
    rig.commit();
  }

  private Txn last() {
    return rig.proposedTxns().getLast();
  }

  @Test
  void txnsFollowTheBeginningOfTheEpoch() {
    rig.opening();
    assertEquals(0x4_0000_0001L, rig.engine.proposed.getFirst().zxid());
    assertEquals(0x4_0000_0000L, rig.pipeline.epochStart());
  }

  @Test
  void aClientIsWelcomeOnceItsSessionIsCommitted() {
    FakeClient client = rig.opening();
    assertEquals(List.of(), client.story());
    rig.commit();
    assertEquals(List.of("welcome"), client.story());
  }

  @Test
  void aReadBehindAWriteWaitsForIt() {
    FakeClient client = rig.connected();
    rig.ask(client, 1, persistent("/a"));
    rig.ask(client, 2, new Request.Exists("/a", false));
    assertEquals(List.of("welcome"), client.story());
    rig.commit();
    assertEquals(List.of("welcome", "1 OK", "2 OK"), client.story());
  }

  /** Each copies what it read, and the client may have asked for a thousand. */
  @Test
  void aReadBehindAWriteWhoseAnswerFindsNoRoomIsNotMade() {
    FakeClient client = rig.connected();
    rig.ask(client, 1, persistent("/a"));
    rig.ask(client, 2, new Request.GetData("/a", true));
    rig.ask(client, 3, new Request.GetChildren("/", true, true));
    rig.ask(client, 4, new Request.GetAcl("/a"));
    rig.ask(client, 5, new Request.MultiRead(List.of(new Request.GetData("/a", false))));
    rig.ask(client, 6, new Request.GetEphemerals(null));
    rig.ask(client, 7, new Request.Exists("/a", false));
    client.admitted = 100;
    rig.commit();
    assertEquals(
        List.of(
            "welcome",
            "1 OK",
            "2 THROTTLED_OP",
            "3 THROTTLED_OP",
            "4 THROTTLED_OP",
            "5 THROTTLED_OP",
            "6 THROTTLED_OP",
            "7 OK"),
        client.story());
    rig.ask(client, 8, persistent("/a/b"));
    rig.commit();
    assertEquals("8 OK", client.story().getLast(), "nor has it left a watch");
  }

  @Test
  void aWriteThatWasForwardedIsPreparedForItsSession() {
    remoteSession();
    rig.forwarded(REMOTE, 12, persistent("/a"), LINK);
    assertEquals(12, PipelineRig.parsed(rig.engine.proposed.getFirst()).header().cxid());
    assertInstanceOf(Txn.Create.class, last());
    rig.commit();
    assertNotNull(rig.tree.find("/a"));
  }

  @Test
  void aWriteRightBehindItsCreateSessionIsPreparedToo() {
    rig.forwarded(REMOTE, 0, new Request.CreateSession(8000), LINK);
    rig.forwarded(REMOTE, 12, ephemeral("/a"), LINK);
    assertInstanceOf(Txn.Create.class, last());
    rig.commit();
    assertEquals(List.of("/a"), rig.tree.ephemerals(REMOTE));
  }

  @Test
  void aWriteOfASessionThatNobodyKnowsIsRefused() {
    rig.forwarded(REMOTE, 12, ephemeral("/a"), LINK);
    assertEquals(ErrorCode.SESSION_EXPIRED, error(last()));
  }

  @Test
  void aWriteThatComesByAnotherWayThanTheSessionIsAttachedByHasNoEffect() {
    remoteSession();
    assertTrue(reattach(OTHER_LINK));
    rig.forwarded(REMOTE, 12, persistent("/late"), LINK);
    assertEquals(ErrorCode.SESSION_MOVED, error(last()));
    rig.forwarded(REMOTE, 13, persistent("/now"), OTHER_LINK);
    assertEquals(ErrorCode.OK, error(last()));
  }

  private boolean reattach(long link) {
    boolean[] valid = new boolean[1];
    rig.turn(host -> valid[0] = host.sessions().reattach(REMOTE, 8000, link));
    return valid[0];
  }

  @Test
  void afterAChangeOfRoleTheFirstWriteShowsWhereASessionIs() {
    remoteSession();
    rig.look().lead(5);
    rig.forwarded(REMOTE, 12, persistent("/a"), OTHER_LINK);
    assertEquals(ErrorCode.OK, error(last()));
    rig.forwarded(REMOTE, 13, persistent("/b"), LINK);
    assertEquals(ErrorCode.SESSION_MOVED, error(last()));
  }

  @Test
  void aClientWhoseSessionMovesToAnotherServerLosesItsConnection() {
    FakeClient client = rig.connected();
    long id = client.session().id();
    rig.turn(host -> assertTrue(host.sessions().reattach(id, 8000, LINK)));
    assertNotNull(client.dropped);
    rig.forwarded(id, 3, persistent("/there"), LINK);
    assertEquals(ErrorCode.OK, error(last()));
  }

  @Test
  void aSessionThatIsClosingCanBeAttachedNowhere() {
    remoteSession();
    rig.forwarded(REMOTE, 20, new Request.CloseSession(), LINK);
    assertFalse(reattach(OTHER_LINK));
    rig.turn(host -> assertFalse(host.sessions().touch(REMOTE, 8000)));
    rig.forwarded(REMOTE, 21, persistent("/a"), LINK);
    assertEquals(ErrorCode.SESSION_EXPIRED, error(last()));
    rig.commit();
    rig.turn(host -> assertFalse(host.sessions().touch(REMOTE, 8000)));
  }

  @Test
  void anEndThatWasPreparedInARoleThatEndedIsForgotten() {
    remoteSession();
    rig.forwarded(REMOTE, 20, new Request.CloseSession(), LINK);
    rig.engine.proposed.clear(); // never committed
    rig.look().lead(5);
    assertTrue(reattach(OTHER_LINK));
  }

  @Test
  void whatPeersMayNotForwardIsRefusedAndHurtsNobody() {
    remoteSession();
    rig.forwarded(REMOTE, 1, new Request.GetData("/", false), LINK);
    assertEquals(ErrorCode.MARSHALLING_ERROR, error(last()));
    rig.forwarded(REMOTE, 2, new Request.DeleteContainer("/a"), LINK);
    assertEquals(ErrorCode.MARSHALLING_ERROR, error(last()));
    rig.turn(
        host ->
            host.delivery()
                .submit(
                    new ForwardedRequest(
                        REMOTE, 3, 4711, List.of(), ByteBuffer.allocate(0), LINK)));
    assertEquals(ErrorCode.MARSHALLING_ERROR, error(last()));
    rig.commit();
    assertEquals(List.of(), rig.failures);
  }

  @Test
  void everySessionHasItsFullTimeoutFromTheBeginningOfARole() {
    remoteSession();
    rig.look();
    rig.time.pass(60_000);
    rig.lead(5);
    rig.settle();
    assertEquals(List.of(), rig.engine.proposed);
    for (int i = 0; i < 9; i++) {
      rig.time.pass(1000);
      rig.turn(host -> {});
    }
    rig.time.pass(1000);
    rig.turn(host -> {});
    assertInstanceOf(Txn.CloseSession.class, last());
  }

  @Test
  void nobodyExpiresOnAServerThatDoesNotDecide() {
    remoteSession();
    rig.look().follow(5);
    rig.time.pass(60_000);
    rig.turn(host -> {});
    assertEquals(List.of(), rig.engine.proposed);
  }

  @Test
  void losingTheRoleDropsEveryClientAndForgetsWhatIsInFlight() {
    FakeClient idle = rig.connected();
    FakeClient waiting = rig.connected();
    rig.ask(waiting, 1, persistent("/a"));
    rig.look();
    assertNotNull(idle.dropped);
    assertNotNull(waiting.dropped);
    assertEquals(Pipeline.Service.NOBODY, rig.pipeline.service());
    assertEquals(List.of("welcome"), waiting.story());
  }

  @Test
  void whatWasLoggedMayBeDeliveredAfterTheRoleHasEnded() {
    FakeClient client = rig.connected();
    rig.ask(client, 1, persistent("/a"));
    rig.look();
    rig.commit();
    assertNotNull(rig.tree.find("/a"));
    assertEquals(List.of("welcome"), client.story());
    rig.lead(5);
    FakeClient next = rig.connected();
    rig.ask(next, 1, persistent("/a"));
    assertEquals(ErrorCode.NODE_EXISTS, error(last()));
  }

  @Test
  void aPrimaryThatLeavesClientsToTheOthersServesNobody() {
    PipelineRig alone = new PipelineRig(new SessionRules(false, false, false)).lead(1);
    assertEquals(Pipeline.Service.NOBODY, alone.pipeline.service());
    alone.look().follow(2);
    assertEquals(Pipeline.Service.EVERYBODY, alone.pipeline.service());
  }

  @Test
  void aChangeOfTheMembershipThatTheEngineAcceptsIsATxnWithTheNewText() {
    Membership next = Membership.parse("server.1=a:1:2:participant;0.0.0.0:3\nversion=400000003");
    rig.engine.verdict = new MembershipChange.Accepted(next);
    FakeClient client = rig.connected();
    // Nobody may write the node by its default ACL.
    rig.ask(client, 1, new Request.Reconfig(null, null, next.text(), -1));
    assertEquals(ErrorCode.NO_AUTH, error(last()));
    rig.commit();
    assertEquals(List.of("welcome", "1 NO_AUTH"), client.story());

    rig.ask(client, 2, new Request.Reconfig(null, null, next.text(), -1), SUPER);
    Txn.Reconfig txn = assertInstanceOf(Txn.Reconfig.class, last());
    assertEquals(next.dynamicText(), new String(txn.data(), StandardCharsets.UTF_8));
    rig.ask(client, 3, new Request.GetData("/zookeeper/config", true));
    rig.commit();
    assertEquals(List.of("welcome", "1 NO_AUTH", "2 OK", "3 OK"), client.story());
    assertEquals(-1, rig.tree.find("/zookeeper/config").version());
    rig.ask(client, 4, new Request.Reconfig(null, null, next.text(), -1), SUPER);
    rig.commit();
    assertEquals(List.of("event NODE_DATA_CHANGED", "4 OK"), client.story().subList(4, 6));
  }

  @Test
  void oneThatTheEngineRefusesFailsWithWhatItSays() {
    FakeClient client = rig.connected();
    rig.engine.verdict =
        new MembershipChange.Refused(ErrorCode.NEW_CONFIG_NO_QUORUM, "nobody is connected");
    rig.ask(client, 1, new Request.Reconfig("server.9=a:1:2;3", null, null, -1), SUPER);
    rig.commit();
    assertEquals(List.of("welcome", "1 NEW_CONFIG_NO_QUORUM"), client.story());
  }

  @Test
  void aSyncIsAnsweredWhenTheEngineSaysSo() {
    FakeClient client = rig.connected();
    rig.ask(client, 1, new Request.Sync("/"));
    rig.ask(client, 2, new Request.Exists("/", false));
    assertEquals(List.of("welcome"), client.story());
    rig.turn(host -> rig.engine.syncs.forEach(host.delivery()::synced));
    assertEquals(List.of("welcome", "1 OK", "2 OK"), client.story());
  }

  @Test
  void aSessionIsResumedBehindItsOwnWrite() {
    FakeClient before = rig.connected();
    rig.ask(before, 1, persistent("/a"));
    FakeClient after = rig.resuming(before.session().id());
    assertNotNull(before.dropped);
    assertEquals(List.of(), after.story());
    rig.commit();
    assertEquals(List.of("welcome"), after.story());
    rig.ask(after, 1, new Request.Exists("/a", false));
    assertEquals(List.of("welcome", "1 OK"), after.story());
  }

  @Test
  void aStrangerDoesNotGetASession() {
    FakeClient owner = rig.connected();
    FakeClient stranger =
        rig.opening(owner.session().id(), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    assertEquals(List.of("refused"), stranger.story());
    assertNull(stranger.session());
  }
}
