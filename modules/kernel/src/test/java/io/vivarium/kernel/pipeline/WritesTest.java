package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.creation;
import static io.vivarium.kernel.pipeline.StageBench.ephemeral;
import static io.vivarium.kernel.pipeline.StageBench.opening;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Writes go where the role wants them, those of local sessions within their bounds. */
class WritesTest {
  private static final SessionRules UPGRADING = new SessionRules(true, true, true);
  private static final SessionRules STAYING = new SessionRules(true, false, true);

  private final FakeClient client = new FakeClient();

  private static Session local(StageBench bench, FakeClient client) {
    bench.locals.open(opening(client), false);
    return Objects.requireNonNull(client.session());
  }

  private void write(StageBench bench, Session session, int xid, Request request) {
    bench.writes.write(bench.request(client, session, xid, request));
  }

  @Test
  void theTxnsOfAPrimaryFollowWhereItBegins() {
    StageBench bench = new StageBench();
    bench.writes.lead(0x7_0000_0000L);
    write(bench, bench.session(9, client), 1, creation("/a"));
    write(bench, Objects.requireNonNull(bench.tracker.find(9)), 2, creation("/b"));
    assertEquals(
        List.of(0x7_0000_0001L, 0x7_0000_0002L),
        bench.engine.proposed.stream().map(one -> one.zxid()).toList());
  }

  @Test
  void aWriteOfAnotherServerIsForThePrimaryOnly() {
    StageBench bench = new StageBench();
    bench.session(9, client).owner(null);
    var request = new PipelineInput.ClientRequest(null, null, 9, 1, creation("/a"), List.of(), 0);
    bench.writes.become(Role.REPLICA);
    bench.writes.forwarded(request, 17);
    assertEquals(List.of(), bench.engine.proposed);
    assertEquals(List.of(), bench.engine.forwarded);
    bench.writes.lead(0x7_0000_0000L);
    bench.writes.forwarded(request, 17);
    assertEquals(1, bench.engine.proposed.size());
  }

  @Test
  void aNewSessionIsMadeByThePrimaryHereOrElsewhereOrKeptLocal() {
    StageBench global = new StageBench();
    global.writes.lead(0);
    global.writes.open(opening(client));
    assertEquals(1, global.engine.proposed.size());
    global.writes.become(Role.REPLICA);
    global.writes.open(opening(client));
    assertEquals(List.of(OpCode.CREATE_SESSION.code()), global.forwardedOps());
    assertEquals(List.of(), client.story());

    StageBench local = new StageBench(UPGRADING);
    local.writes.become(Role.REPLICA);
    local.writes.open(opening(client));
    assertEquals(List.of("welcome"), client.story());
    assertEquals(List.of(), local.engine.forwarded);
  }

  @Test
  void withoutAQuorumSessionsAreForReadingAndWritesRefused() {
    StageBench bench = new StageBench();
    bench.writes.become(Role.READER);
    bench.writes.open(opening(client));
    assertEquals(List.of("welcome to read"), client.story());
    write(bench, Objects.requireNonNull(client.session()), 1, creation("/a"));
    write(bench, Objects.requireNonNull(client.session()), 2, ephemeral("/a"));
    assertEquals(List.of("welcome to read", "1 NOT_READ_ONLY", "2 NOT_READ_ONLY"), client.story());
    assertFalse(Objects.requireNonNull(client.session()).upgrading());
  }

  @Test
  void theFirstEphemeralOfALocalSessionMakesItKnownAheadOfItAndOnlyOnce() {
    StageBench bench = new StageBench(UPGRADING);
    bench.writes.become(Role.REPLICA);
    Session session = local(bench, client);
    write(bench, session, 1, creation("/a"));
    write(bench, session, 2, ephemeral("/b"));
    write(bench, session, 3, ephemeral("/c"));
    assertTrue(session.upgrading());
    assertEquals(
        List.of(
            OpCode.CREATE.code(),
            OpCode.CREATE_SESSION.code(),
            OpCode.CREATE.code(),
            OpCode.CREATE.code()),
        bench.forwardedOps());
    assertEquals(0, bench.engine.forwarded.get(1).cxid(), "it answers no request");
  }

  @Test
  void whereSessionsStayLocalTheEphemeralIsRefused() {
    StageBench bench = new StageBench(STAYING);
    bench.writes.become(Role.REPLICA);
    Session session = local(bench, client);
    write(bench, session, 1, ephemeral("/b"));
    assertEquals(List.of("welcome", "1 EPHEMERAL_ON_LOCAL_SESSION"), client.story());
    assertFalse(session.upgrading());
    assertEquals(List.of(), bench.engine.forwarded);
  }

  @Test
  void aLocalSessionEndsHereAndOneThatIsAboutToBeKnownDoesNot() {
    StageBench bench = new StageBench(UPGRADING);
    bench.writes.become(Role.REPLICA);
    Session session = local(bench, client);
    write(bench, session, 1, new Request.CloseSession());
    assertNull(bench.locals.find(session.id()));
    assertEquals(List.of("welcome", "1 OK last"), client.story());
    assertNull(client.dropped, "it hears the answer first");

    FakeClient second = new FakeClient();
    Session upgrading = local(bench, second);
    upgrading.markUpgrading();
    bench.writes.write(bench.request(second, upgrading, 1, new Request.CloseSession()));
    assertNotNull(bench.locals.find(upgrading.id()));
    assertEquals(List.of(OpCode.CLOSE_SESSION.code()), bench.forwardedOps());
  }

  @Test
  void aLocalSessionThatAnOperatorEndsLosesItsConnection() {
    StageBench bench = new StageBench(UPGRADING);
    bench.writes.become(Role.REPLICA);
    Session session = local(bench, client);
    bench.writes.write(
        new PipelineInput.ClientRequest(
            null, session, session.id(), 0, new Request.CloseSession(), List.of(), 0));
    assertNull(bench.locals.find(session.id()));
    assertEquals("its session has ended", client.dropped);
  }

  @Test
  void whatCannotBeReadIsAnsweredHereUnlessItIsAPrimarysTxn() {
    StageBench bench = new StageBench();
    Session session = bench.session(9, client);
    Request malformed = new Request.Malformed(OpCode.CREATE, "no path");
    bench.writes.become(Role.REPLICA);
    write(bench, session, 1, malformed);
    assertEquals(List.of("1 MARSHALLING_ERROR"), client.story());
    assertEquals(List.of(), bench.engine.forwarded);
    bench.writes.lead(0);
    write(bench, session, 2, malformed);
    assertTrue(bench.proposedTxns().getFirst() instanceof Txn.Failed);
  }

  @Test
  void anEphemeralIsSeenInsideAMultiToo() {
    assertTrue(Writes.createsEphemeral(ephemeral("/a")));
    assertFalse(Writes.createsEphemeral(creation("/a")));
    assertTrue(
        Writes.createsEphemeral(new Request.Multi(List.of(creation("/a"), ephemeral("/b")))));
    assertFalse(Writes.createsEphemeral(new Request.Multi(List.of(creation("/a")))));
    Request unknownFlags = new Request.Create(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, 77, 0);
    assertFalse(Writes.createsEphemeral(unknownFlags));
  }
}
