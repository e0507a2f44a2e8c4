package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.PipelineRig.ephemeral;
import static io.vivarium.kernel.pipeline.PipelineRig.error;
import static io.vivarium.kernel.pipeline.PipelineRig.persistent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sessions that only their own server knows, by configuration or for want of a quorum. */
class LocalSessionTest {
  private static final SessionRules UPGRADING = new SessionRules(true, true, true);
  private static final SessionRules STAYING = new SessionRules(true, false, true);

  private static Session session(FakeClient client) {
    return Objects.requireNonNull(client.session());
  }

  @Test
  void aLocalSessionBeginsWithoutATxn() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    assertEquals(List.of("welcome"), client.story());
    assertEquals(List.of(), rig.engine.forwarded);
    assertNull(rig.sessions.find(session(client).id()));
  }

  @Test
  void itsWritesGoToThePrimaryAsAnyOther() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    rig.ask(client, 1, persistent("/a"));
    assertEquals(1, rig.engine.forwarded.size());
    rig.answerForwarded(new Txn.Create(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, false, 1, 0));
    assertEquals(List.of("welcome", "1 OK"), client.story());
  }

  @Test
  void thePrimaryTakesWritesOfLocalSessionsOfOthers() {
    PipelineRig rig = new PipelineRig(UPGRADING).lead(4);
    rig.forwarded(0x0500_0000_0000_0001L, 1, persistent("/a"), 17);
    assertEquals(ErrorCode.OK, error(rig.proposedTxns().getLast()));
  }

  @Test
  void thePrimaryRefusesEphemeralsOfSessionsThatItDoesNotKnow() {
    PipelineRig rig = new PipelineRig(UPGRADING).lead(4);
    rig.forwarded(0x0500_0000_0000_0001L, 1, ephemeral("/a"), 17);
    assertEquals(ErrorCode.SESSION_EXPIRED, error(rig.proposedTxns().getLast()));
    rig.forwarded(
        0x0500_0000_0000_0001L,
        2,
        new Request.Multi(List.of(persistent("/a"), ephemeral("/a/b"))),
        17);
    assertEquals(ErrorCode.SESSION_EXPIRED, error(rig.proposedTxns().getLast()));
  }

  @Test
  void whatWasToMakeItKnownAndIsLostWithTheRoleIsSentAgain() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    Session session = session(client);
    rig.ask(client, 1, ephemeral("/a"));
    assertTrue(session.upgrading());
    rig.look();
    assertFalse(session.upgrading());
    assertSame(session, rig.locals.find(session.id()));
  }

  @Test
  void theFirstEphemeralMakesItKnownToEverybodyUnderTheSameId() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    Session session = session(client);
    rig.ask(client, 1, ephemeral("/a"));
    rig.ask(client, 2, ephemeral("/b"));
    assertEquals(
        List.of(OpCode.CREATE_SESSION.code(), OpCode.CREATE.code(), OpCode.CREATE.code()),
        rig.engine.forwarded.stream().map(request -> request.opCode()).toList());
    assertTrue(rig.engine.forwarded.stream().allMatch(one -> one.sessionId() == session.id()));

    rig.answerForwarded(new Txn.CreateSession(10_000));
    assertSame(session, rig.sessions.find(session.id()));
    assertNull(rig.locals.find(session.id()));
    rig.answerForwarded(new Txn.Create(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, true, 1, 0));
    assertEquals(List.of("welcome", "1 OK"), client.story());
    rig.ask(client, 3, new Request.CloseSession());
    assertEquals(OpCode.CLOSE_SESSION.code(), rig.engine.forwarded.getLast().opCode());
  }

  @Test
  void soDoesOneInsideAMultiAndOnThePrimaryItself() {
    PipelineRig rig = new PipelineRig(UPGRADING).lead(4);
    FakeClient client = rig.opening();
    rig.ask(client, 1, new Request.Multi(List.of(persistent("/a"), ephemeral("/a2"))));
    assertInstanceOf(Txn.CreateSession.class, rig.proposedTxns().getFirst());
    assertInstanceOf(Txn.Multi.class, rig.proposedTxns().getLast());
    rig.commit();
    assertEquals(List.of("welcome", "1 OK"), client.story());
    assertEquals(List.of("/a2"), rig.tree.ephemerals(session(client).id()));
    assertSame(session(client), rig.sessions.find(session(client).id()));
  }

  @Test
  void withoutUpgradingTheEphemeralIsRefusedInTheOrderOfTheSession() {
    PipelineRig rig = new PipelineRig(STAYING).follow(4);
    FakeClient client = rig.opening();
    rig.ask(client, 1, persistent("/a"));
    rig.ask(client, 2, ephemeral("/b"));
    assertEquals(List.of("welcome"), client.story());
    rig.answerForwarded(new Txn.Create(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, false, 1, 0));
    assertEquals(List.of("welcome", "1 OK", "2 EPHEMERAL_ON_LOCAL_SESSION"), client.story());
    assertEquals(List.of(), rig.engine.forwarded);
  }

  @Test
  void itsOwnServerEndsItWithoutATxn() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    rig.ask(client, 1, persistent("/a"));
    rig.ask(client, 2, new Request.CloseSession());
    assertNotNull(rig.locals.find(session(client).id()), "a write is in flight");
    rig.answerForwarded(new Txn.Create(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, false, 1, 0));
    assertEquals(List.of("welcome", "1 OK", "2 OK last"), client.story());
    assertNull(rig.locals.find(session(client).id()));
    assertEquals(List.of(), rig.engine.forwarded);
  }

  @Test
  void itExpiresOnItsOwnServerAlsoWhereThatDecidesNothingElse() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    rig.time.pass(9_000);
    rig.turn(host -> {});
    assertNull(client.dropped);
    rig.time.pass(3_000);
    rig.turn(host -> {});
    assertNotNull(client.dropped);
    assertEquals(List.of("refused"), refusedBy(rig, session(client).id()));
  }

  private static List<String> refusedBy(PipelineRig rig, long session) {
    FakeClient again = rig.resuming(session);
    rig.turn(host -> host.sessions().revalidated(session, false));
    return again.story();
  }

  @Test
  void oneThatIsAboutToBeKnownToEverybodyIsNotThisServersToExpire() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    rig.ask(client, 1, ephemeral("/a"));
    rig.time.pass(60_000);
    rig.turn(host -> {});
    assertNull(client.dropped);
    rig.answerForwarded(new Txn.CreateSession(10_000));
    assertNotNull(rig.sessions.find(session(client).id()));
  }

  @Test
  void itIsResumedOnItsOwnServerWithoutAskingAnybody() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    rig.look().follow(5);
    assertNotNull(client.dropped);
    FakeClient again = rig.resuming(session(client).id());
    assertEquals(List.of("welcome"), again.story());
    assertEquals(List.of(), rig.engine.asked);
  }

  /** Attached as a local one it would be silent for everybody else, and expire with a client that is alive. */
  @Test
  void whatBecameKnownByAStateThatWasReceivedIsLocalNoMore() {
    PipelineRig rig = new PipelineRig(UPGRADING).follow(4);
    FakeClient client = rig.opening();
    long id = session(client).id();
    rig.ask(client, 1, ephemeral("/a"));
    rig.look();
    Session received = new Session(id, 8000, rig.time.monotonicNanos());
    rig.sessions.add(received);

    rig.follow(5);

    assertNull(rig.locals.find(id));
    FakeClient again = rig.resuming(id);
    assertEquals(List.of(id), rig.engine.asked);
    rig.turn(host -> host.sessions().revalidated(id, true));
    assertEquals(List.of("welcome"), again.story());
    assertTrue(received.attachedTo(again));
  }

  @Test
  void withoutAQuorumAReadOnlyClientReadsAndWritesNothing() {
    PipelineRig rig = new PipelineRig().look().readOnly();
    assertEquals(Pipeline.Service.READERS, rig.pipeline.service());
    FakeClient client = rig.opening();
    rig.ask(client, 1, new Request.Exists("/", false));
    rig.ask(client, 2, persistent("/a"));
    rig.ask(client, 3, ephemeral("/a"));
    rig.ask(client, 4, new Request.Sync("/"));
    rig.ask(client, 5, new Request.CloseSession());
    assertEquals(
        List.of(
            "welcome to read",
            "1 OK",
            "2 NOT_READ_ONLY",
            "3 NOT_READ_ONLY",
            "4 NOT_READ_ONLY",
            "5 OK last"),
        client.story());
    assertEquals(List.of(), rig.engine.forwarded);
  }

  @Test
  void aSessionOfTheQuorumIsNeitherServedNorCalledOverWithoutOne() {
    PipelineRig rig = new PipelineRig().follow(4);
    rig.committed(0x0500_0000_0000_0001L, 0, new Txn.CreateSession(8000));
    rig.look().readOnly();
    FakeClient client = rig.resuming(0x0500_0000_0000_0001L);
    assertEquals(List.of(), client.story());
    assertNotNull(client.dropped);
  }

  @Test
  void withTheNextRoleReadersLoseConnectionAndSession() {
    PipelineRig rig = new PipelineRig().look().readOnly();
    FakeClient client = rig.opening();
    assertEquals(List.of("welcome to read"), rig.resuming(session(client).id()).story());
    FakeClient attached = rig.clients.getLast();
    rig.follow(5);
    assertNotNull(attached.dropped);
    assertEquals(List.of("refused"), refusedBy(rig, session(client).id()));
  }
}
