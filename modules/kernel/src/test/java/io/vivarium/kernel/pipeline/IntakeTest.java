package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.created;
import static io.vivarium.kernel.pipeline.StageBench.creation;
import static io.vivarium.kernel.pipeline.StageBench.opening;
import static io.vivarium.kernel.pipeline.StageBench.proposal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where requests come out of the ring. */
class IntakeTest {
  private static final long ID = 0x0300_0000_0000_0001L;

  private final StageBench bench = new StageBench();
  private final Intake intake = bench.intake;
  private final FakeClient client = new FakeClient();
  private final Session session = bench.session(ID, client);

  private void ask(int xid, Request request) {
    intake.accept(bench.request(client, session, xid, request));
  }

  /** A role begins, and the client is attached in it. */
  private void following() {
    intake.follow(4);
    session.owner(client);
  }

  private void leading() {
    intake.lead(4, 4L << 32);
    session.owner(client);
  }

  @Test
  void withoutARoleNobodyIsServed() {
    ask(1, new Request.Exists("/", false));
    assertNotNull(client.dropped);
    FakeClient newcomer = new FakeClient();
    intake.accept(opening(newcomer));
    assertNotNull(newcomer.dropped);
    assertEquals(List.of(), client.story());
    assertEquals(List.of(), newcomer.story());
  }

  @Test
  void aRequestOfASessionThatHasEndedDropsItsConnection() {
    following();
    bench.tracker.remove(ID);
    ask(1, new Request.Exists("/", false));
    assertNotNull(client.dropped);
    assertEquals(List.of(), client.story());
  }

  @Test
  void anotherSessionOfTheSameIdIsAnotherSession() {
    following();
    bench.session(ID, client);
    ask(1, creation("/a"));
    assertNotNull(client.dropped);
    assertEquals(List.of(), bench.engine.forwarded);
  }

  @Test
  void aRequestThroughAConnectionThatTheSessionHasLeftHasNoEffect() {
    following();
    session.owner(new FakeClient());
    ask(1, creation("/a"));
    assertNotNull(client.dropped);
    assertEquals(List.of(), bench.engine.forwarded);
  }

  @Test
  void writesGoWhereTheRoleSaysAndReadsAreAnsweredHere() {
    following();
    ask(1, creation("/a"));
    assertEquals(List.of(OpCode.CREATE.code()), bench.forwardedOps());
    assertEquals(List.of(), bench.engine.proposed);
    leading();
    ask(2, creation("/a"));
    assertEquals(1, bench.engine.proposed.size());
    assertEquals(1, bench.engine.forwarded.size());
    bench.commits.deliver(proposal(ID, 2, (4L << 32) + 1, created("/a", 1)));
    ask(3, new Request.Exists("/a", false));
    assertEquals(List.of("2 OK", "3 OK"), client.story());
  }

  @Test
  void aPingKeepsItsPlaceBehindAWrite() {
    following();
    ask(1, creation("/a"));
    ask(-2, new Request.Ping());
    assertEquals(List.of(), client.story());
    bench.commits.deliver(proposal(ID, 1, 10, created("/a", 1)));
    assertEquals(List.of("1 OK", "-2 OK"), client.story());
  }

  @Test
  void theServersOwnDeletionIsRefusedToClientsAndDoneForTheServer() {
    leading();
    ask(1, new Request.DeleteContainer("/a"));
    assertEquals(List.of("1 NO_AUTH"), client.story());
    assertEquals(List.of(), bench.engine.proposed);
    intake.accept(
        new PipelineInput.ClientRequest(
            null, null, 0, 0, new Request.DeleteContainer("/a"), List.of(), 0));
    assertEquals(1, bench.engine.proposed.size());
  }

  @Test
  void aSyncIsAskedOfTheEngineAndAMalformedOneIsNot() {
    following();
    ask(1, new Request.Sync("/"));
    ask(2, new Request.Malformed(OpCode.SYNC, "no path"));
    assertEquals(1, bench.engine.syncs.size());
    assertEquals(List.of(), client.story());
    bench.commits.synced(bench.engine.syncs.getFirst());
    assertEquals(List.of("1 OK", "2 MARSHALLING_ERROR"), client.story());
  }

  @Test
  void theEndOfASessionIsAWrite() {
    following();
    ask(1, new Request.CloseSession());
    assertEquals(List.of(OpCode.CLOSE_SESSION.code()), bench.forwardedOps());
  }

  @Test
  void aTaskIsDoneInItsPlace() {
    List<String> done = new ArrayList<>();
    intake.accept(new PipelineInput.Task(() -> done.add("done")));
    assertEquals(List.of("done"), done);
  }

  @Test
  void theRoleAndWhereItsEpochBeginsAreTold() {
    assertEquals(Role.NONE, intake.role());
    intake.follow(4);
    assertEquals(Role.REPLICA, intake.role());
    assertEquals(4L << 32, intake.epochStart());
    assertFalse(intake.primary());
    intake.lead(5, 5L << 32);
    assertTrue(intake.primary());
    assertEquals(5L << 32, intake.epochStart());
    intake.serveReadOnly();
    assertEquals(Role.READER, intake.role());
    intake.look();
    assertEquals(Role.NONE, intake.role());
  }

  @Test
  void aFirstRoleDropsNobodyAndEveryOtherChangeAll() {
    intake.follow(4);
    assertEquals(List.of(), bench.dropReasons);
    intake.lead(5, 5L << 32);
    intake.serveReadOnly();
    intake.look();
    assertEquals(
        List.of(
            "the server has another role now",
            "the server serves only read-only clients from now on",
            "the server has lost its role"),
        bench.dropReasons);
  }

  @Test
  void whatIsInFlightIsForgottenWithTheRole() {
    following();
    ask(1, creation("/a"));
    ask(2, new Request.Sync("/"));
    intake.look();
    assertEquals(0, bench.commits.waiting());
    assertNotNull(client.dropped);
    assertNull(session.owner());
  }

  @Test
  void withoutAQuorumASyncIsRefused() {
    intake.serveReadOnly();
    session.owner(client);
    ask(1, new Request.Sync("/"));
    assertEquals(List.of("1 NOT_READ_ONLY"), client.story());
    assertEquals(List.of(), bench.engine.syncs);
  }

  @Test
  void aNewSessionIsForTheRoleToOpenAndAnOldOneIsAttached() {
    leading();
    FakeClient newcomer = new FakeClient();
    intake.accept(opening(newcomer));
    assertEquals(List.of(new Txn.CreateSession(StageBench.TIMEOUT)), bench.proposedTxns());
    FakeClient again = new FakeClient();
    intake.accept(StageBench.resuming(again, ID));
    assertEquals(List.of("welcome"), again.story());
    assertNotNull(client.dropped, "the session has moved on");
  }
}
