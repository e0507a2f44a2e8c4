package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.creation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.RequestCodec;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.storage.memory.MemoryPlace;
import io.vivarium.storage.memory.MemoryStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests, proposals and signs of life between servers: what one sends, and what another makes of it. */
class ForwardingTest {
  private static final long ID = 0x0500_0000_0000_0001L;

  private final StageBench bench = new StageBench();
  private final FakeClient client = new FakeClient();
  private final TurnByTurn execution = new TurnByTurn();
  private final LogStage log =
      new LogStage(
          new MemoryStorage(new MemoryPlace("forwarding")).log(),
          new PipelineParts.Forcing(0, 0, 0),
          64,
          bench.time,
          execution,
          () -> {},
          bench.fatal);
  private final Deliveries deliveries =
      new Deliveries(log, bench.commits, bench.intake, bench.tracker, 1 << 20, bench.time);
  private final Liveness liveness =
      new Liveness(
          bench.tracker, bench.intake, new KernelMetrics().counter("revalidate_count"), bench.time);

  private static ByteBuffer body(Request request) {
    JuteWriter out = new JuteWriter();
    RequestCodec.encodeBody(request, out);
    return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
  }

  private ErrorCode submitted(int op, ByteBuffer body) {
    deliveries.submit(new ForwardedRequest(ID, 1, op, List.of(), body, 17));
    return PipelineRig.error(bench.proposedTxns().getLast());
  }

  /** This server leads, and knows the session. */
  private Session leading() {
    bench.intake.lead(4, 4L << 32);
    Session session = bench.session(ID, client);
    session.owner(null);
    return session;
  }

  // ---- a replica sends

  @Test
  void aWriteTakesSessionNumberIdentitiesAndBodyAlongAndIsWaitedFor() {
    Session session = bench.session(ID, client);
    AuthId anne = new AuthId("digest", "anne:x");
    bench.forward.write(
        new PipelineInput.ClientRequest(client, session, ID, 9, creation("/a"), List.of(anne), 0));
    ForwardedRequest sent = bench.engine.forwarded.getFirst();
    assertEquals(ID, sent.sessionId());
    assertEquals(9, sent.cxid());
    assertEquals(OpCode.CREATE.code(), sent.opCode());
    assertEquals(List.of(anne), sent.authIds());
    assertEquals(body(creation("/a")), sent.body());
    assertEquals(1, bench.commits.waiting());
  }

  @Test
  void bodiesSentOneAfterTheOtherDoNotShareTheirBytes() {
    Session session = bench.session(ID, client);
    bench.forward.write(bench.request(client, session, 1, creation("/a")));
    bench.forward.write(bench.request(client, session, 2, creation("/other")));
    assertEquals(body(creation("/a")), bench.engine.forwarded.getFirst().body());
  }

  @Test
  void newSessionsGetIdsOfThisServerThatDiffer() {
    bench.forward.open(StageBench.opening(client));
    bench.forward.open(StageBench.opening(new FakeClient()));
    long first = bench.engine.forwarded.getFirst().sessionId();
    long second = bench.engine.forwarded.getLast().sessionId();
    assertEquals(3, first >>> 56);
    assertNotEquals(first, second);
  }

  // ---- the primary takes

  @Test
  void whatAPeerForwardsIsPreparedAsItWasAsked() {
    leading();
    assertEquals(ErrorCode.OK, submitted(OpCode.CREATE.code(), body(creation("/a"))));
    Txn.Create create = assertInstanceOf(Txn.Create.class, bench.proposedTxns().getFirst());
    assertEquals("/a", create.path());
  }

  @ParameterizedTest
  @EnumSource(
      value = OpCode.class,
      names = {"EXISTS", "GET_DATA", "SYNC", "PING", "AUTH", "DELETE_CONTAINER", "ERROR"})
  void whatIsNotForThePrimaryToDoIsRefused(OpCode op) {
    leading();
    assertEquals(ErrorCode.MARSHALLING_ERROR, submitted(op.code(), body(new Request.GetAcl("/a"))));
  }

  /** ZooKeeper's followers forward it. As a txn nobody could read it. */
  @Test
  void norIsACheckThatStandsAlone() {
    leading();
    ByteBuffer check = body(new Request.Check("/", -1));
    assertEquals(ErrorCode.MARSHALLING_ERROR, submitted(OpCode.CHECK.code(), check));
  }

  @Test
  void anUnknownOperationAndABodyThatCannotBeReadAreRefused() {
    leading();
    assertEquals(ErrorCode.MARSHALLING_ERROR, submitted(4711, ByteBuffer.allocate(0)));
    assertEquals(
        ErrorCode.MARSHALLING_ERROR, submitted(OpCode.CREATE.code(), ByteBuffer.allocate(3)));
  }

  @Test
  void aServerThatDoesNotLeadTakesNothing() {
    bench.intake.follow(4);
    deliveries.submit(
        new ForwardedRequest(ID, 1, OpCode.CREATE.code(), List.of(), body(creation("/a")), 17));
    assertEquals(List.of(), bench.engine.proposed);
  }

  // ---- proposals

  @Test
  void proposalsGoToTheLogAndToThoseWhoWait() {
    Proposal proposal = StageBench.proposal(ID, 1, 5, StageBench.created("/a", 1));
    deliveries.persist(proposal);
    execution.settle();
    assertEquals(5, log.persisted());
    assertNull(bench.tree.find("/a"));
    deliveries.deliver(proposal);
    assertNotNull(bench.tree.find("/a"));
  }

  @Test
  void aSyncThatTheEngineAnswersReachesWhoAsked() {
    Session session = bench.session(ID, client);
    long ticket =
        bench.commits.await(
            new InFlight.Sync(bench.request(client, session, 3, new Request.Sync("/"))));
    deliveries.synced(ticket);
    assertEquals(List.of("3 OK"), client.story());
  }

  // ---- signs of life

  private List<Long> drained() {
    List<Long> touched = new ArrayList<>();
    liveness.drainTouched((session, timeout) -> touched.add(session));
    return touched;
  }

  @Test
  void sessionsOfClientsHereAreReportedWhileTheyAreHeardOf() {
    Session session = bench.session(ID, client);
    bench.session(ID + 1, client).owner(17L);
    bench.session(ID + 2, client).owner(null);
    assertEquals(List.of(ID), drained());
    bench.time.pass(10);
    drained();
    bench.time.pass(10);
    drained();
    bench.time.pass(10);
    assertEquals(List.of(), drained());
    session.touch(bench.time.monotonicNanos());
    assertEquals(List.of(ID), drained());
  }

  /** A batch that began before the last report may note its time after it. */
  @Test
  void aSignOfLifeFromBeforeTheLastReportIsReportedWithTheNext() {
    Session session = bench.session(ID, client);
    for (int i = 0; i < 3; i++) {
      bench.time.pass(10);
      drained();
    }
    bench.time.pass(10);
    long batch = bench.time.monotonicNanos();
    bench.time.pass(1);
    assertEquals(List.of(), drained());
    session.touch(batch);
    bench.time.pass(10);
    assertEquals(List.of(ID), drained());
  }

  @Test
  void aTouchOfAnotherServerCountsForLivingSessionsOnly() {
    Session session = bench.session(ID, client);
    bench.time.pass(500);
    assertTrue(liveness.touch(ID, 6000));
    assertEquals(bench.time.monotonicNanos(), session.lastHeardNanos());
    assertFalse(liveness.touch(ID + 1, 6000));
    session.markClosing();
    assertFalse(liveness.touch(ID, 6000));
  }

  @Test
  void aSessionThatMovesToAnotherServerIsAttachedByItsLinkFromThenOn() {
    Session session = bench.session(ID, client);
    bench.time.pass(500);
    assertTrue(liveness.reattach(ID, 6000, 17));
    assertNotNull(client.dropped);
    assertEquals(17L, session.owner());
    assertEquals(6000, session.timeoutMs());
    assertEquals(bench.time.monotonicNanos(), session.lastHeardNanos());
    assertEquals(List.of(), drained(), "it is the other server's to report");
  }

  @Test
  void oneThatIsOverOrAboutToBeIsAttachedNowhere() {
    assertFalse(liveness.reattach(ID, 6000, 17));
    Session session = bench.session(ID, client);
    session.markClosing();
    assertFalse(liveness.reattach(ID, 6000, 17));
    assertTrue(session.attachedTo(client));
    assertNull(client.dropped);
  }

  @Test
  void aShorterTimeoutOfASessionThatMovedTakesEffectAtOnce() {
    Session session = bench.session(ID, client);
    session.timeoutMs(40_000);
    bench.tracker.retimed(session);
    assertTrue(liveness.reattach(ID, 4_000, 17));
    bench.time.pass(4_000 + 2 * StageBench.TICK);
    List<Long> expired = new ArrayList<>();
    bench.tracker.expire(bench.time.monotonicNanos(), one -> expired.add(one.id()));
    assertEquals(List.of(ID), expired);
  }
}
