package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.creation;
import static io.vivarium.kernel.pipeline.StageBench.ephemeral;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a session may have a write prepared. */
class SessionGateTest {
  private static final long ID = 0x0500_0000_0000_0001L;
  private static final long LINK = 17;

  private final StageBench bench = new StageBench();
  private final FakeClient client = new FakeClient();

  private static @Nullable ErrorCode judge(
      StageBench bench, long session, Request request, @Nullable Object asker) {
    return bench.gate.refusal(
        new PipelineInput.ClientRequest(null, null, session, 1, request, List.of(), 0), asker);
  }

  private @Nullable ErrorCode judge(Request request, @Nullable Object asker) {
    return judge(bench, ID, request, asker);
  }

  @Test
  void theServersOwnRequestsPass() {
    assertNull(judge(bench, 0, new Request.DeleteContainer("/a"), null));
  }

  @Test
  void aSessionThatBeginsIsAnnouncedWithTheWayItCameBy() {
    assertNull(judge(new Request.CreateSession(6000), LINK));
    Session announced = Objects.requireNonNull(bench.ledger.find(ID));
    assertEquals(LINK, announced.owner());
    assertEquals(6000, announced.timeoutMs());
    assertNull(judge(creation("/a"), LINK));
  }

  @Test
  void aSessionThatNobodyKnowsHasExpired() {
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(creation("/a"), LINK));
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(new Request.CloseSession(), null));
  }

  @Test
  void aWriteByAnotherWayComesFromWhereTheSessionWasBefore() {
    bench.session(ID, client);
    assertNull(judge(creation("/a"), client));
    assertEquals(ErrorCode.SESSION_MOVED, judge(creation("/a"), LINK));
    assertEquals(ErrorCode.SESSION_MOVED, judge(creation("/a"), new FakeClient()));
  }

  @Test
  void linksAreComparedByTheirNumber() {
    Session session = bench.session(ID, client);
    session.owner(Long.valueOf(100_000));
    assertNull(judge(creation("/a"), Long.valueOf(100_000)));
    assertEquals(ErrorCode.SESSION_MOVED, judge(creation("/a"), Long.valueOf(100_001)));
  }

  @Test
  void theFirstWriteInARoleShowsWhereASessionIs() {
    Session session = bench.session(ID, client);
    session.owner(null);
    assertNull(judge(creation("/a"), LINK));
    assertEquals(LINK, session.owner());
    assertEquals(ErrorCode.SESSION_MOVED, judge(creation("/b"), client));
  }

  @Test
  void theServerItselfWritesForASessionWhereverItIs() {
    Session session = bench.session(ID, client);
    assertNull(judge(creation("/a"), null));
    assertTrue(session.attachedTo(client));
  }

  @Test
  void behindItsEndASessionWritesNothing() {
    Session session = bench.session(ID, client);
    assertNull(judge(new Request.CloseSession(), null), "expiry asks by no way at all");
    assertTrue(session.closing());
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(creation("/a"), client));
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(new Request.CloseSession(), client));
  }

  @Test
  void theEndCountsByWhicheverWayItComes() {
    Session session = bench.session(ID, client);
    assertNull(judge(new Request.CloseSession(), LINK));
    assertTrue(session.closing());
  }

  @Test
  void whereSessionsAreLocalOthersMayHaveSomeThatThisServerDoesNotKnow() {
    StageBench local = new StageBench(new SessionRules(true, true, true));
    assertNull(judge(local, ID, creation("/a"), LINK));
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(local, ID, ephemeral("/a"), LINK));
    Request nested = new Request.Multi(List.of(creation("/a"), ephemeral("/b")));
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(local, ID, nested, LINK));
    assertEquals(
        ErrorCode.SESSION_EXPIRED,
        judge(local, ID, creation("/a"), new FakeClient()),
        "a client here has a session that is known here");
  }

  @Test
  void aLocalSessionOfThisServerWritesButOwnsNothing() {
    StageBench local = new StageBench(new SessionRules(true, true, true));
    local.locals.open(StageBench.opening(client), false);
    long id = Objects.requireNonNull(client.session()).id();
    assertNull(judge(local, id, creation("/a"), client));
    assertEquals(ErrorCode.SESSION_EXPIRED, judge(local, id, ephemeral("/a"), client));
    assertNull(judge(local, id, new Request.CreateSession(6000), client));
    assertNull(judge(local, id, ephemeral("/a"), client), "it is about to be known to all");
    assertNotNull(local.locals.find(id));
    assertFalse(Objects.requireNonNull(client.session()).closing());
  }
}
