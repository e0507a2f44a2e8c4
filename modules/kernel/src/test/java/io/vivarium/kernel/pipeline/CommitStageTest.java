package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.created;
import static io.vivarium.kernel.pipeline.StageBench.creation;
import static io.vivarium.kernel.pipeline.StageBench.proposal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.FatalReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is committed finds the request that waits for it, in order. */
class CommitStageTest {
  private static final long SESSION = 0x0300_0000_0000_0001L;

  private final StageBench bench = new StageBench();
  private final CommitStage commits = bench.commits;
  private final FakeClient client = new FakeClient();
  private final Session session = bench.session(SESSION, client);

  private ClientRequest request(int xid, Request request) {
    return bench.request(client, session, xid, request);
  }

  /** Has a write wait that was prepared here. */
  private void prepared(int xid, long zxid, Txn txn) {
    commits.await(
        new InFlight.Write(
            request(xid, creation("/asked")), new TxnHeader(SESSION, xid, zxid, 1000), txn));
  }

  private long sync(int xid) {
    return commits.await(new InFlight.Sync(request(xid, new Request.Sync("/"))));
  }

  @Test
  void aWriteIsAppliedAndAnsweredWhenItIsCommittedAndNotBefore() {
    prepared(1, 10, created("/a", 1));
    assertNull(bench.tree.find("/a"));
    assertEquals(List.of(), client.story());
    commits.deliver(proposal(SESSION, 1, 10, created("/a", 1)));
    assertNotNull(bench.tree.find("/a"));
    assertEquals(List.of("1 OK"), client.story());
    assertEquals(List.of(10L), bench.applied);
    assertNull(session.lastInFlight());
  }

  @Test
  void whatWasParkedBehindAWriteComesRightAfterItAndBeforeTheNext() {
    prepared(1, 10, created("/a", 1));
    commits.inOrder(request(2, new Request.Exists("/a", false)));
    commits.inOrder(request(3, new Request.Exists("/b", false)));
    prepared(4, 11, created("/b", 2));
    commits.inOrder(request(5, new Request.Exists("/b", false)));
    assertEquals(List.of(), client.story());
    commits.deliver(proposal(SESSION, 1, 10, created("/a", 1)));
    assertEquals(List.of("1 OK", "2 OK", "3 NO_NODE"), client.story());
    commits.deliver(proposal(SESSION, 4, 11, created("/b", 2)));
    assertEquals(List.of("1 OK", "2 OK", "3 NO_NODE", "4 OK", "5 OK"), client.story());
  }

  @Test
  void withNothingInFlightNothingWaits() {
    List<String> done = new ArrayList<>();
    commits.inOrder(request(1, new Request.Exists("/", false)));
    commits.refuse(request(2, creation("/a")), ErrorCode.THROTTLED_OP);
    commits.inOrder(request(3, new Request.CloseSession()), ErrorCode.OK, true);
    commits.afterWrites(session, () -> done.add("now"));
    assertEquals(List.of("1 OK", "2 THROTTLED_OP", "3 OK last"), client.story());
    assertEquals(List.of("now"), done);
  }

  @Test
  void aRefusalWaitsForTheWritesBeforeIt() {
    prepared(1, 10, created("/a", 1));
    commits.refuse(request(2, creation("/b")), ErrorCode.THROTTLED_OP);
    assertEquals(List.of(), client.story());
    commits.deliver(proposal(SESSION, 1, 10, created("/a", 1)));
    assertEquals(List.of("1 OK", "2 THROTTLED_OP"), client.story());
  }

  @Test
  void sessionsDoNotWaitForEachOther() {
    FakeClient other = new FakeClient();
    Session second = bench.session(SESSION + 1, other);
    prepared(1, 10, created("/a", 1));
    commits.inOrder(bench.request(other, second, 1, new Request.Exists("/", false)));
    assertEquals(List.of("1 OK"), other.story());
  }

  @Test
  void aCommitThatIsNotTheNextStopsTheServerBeforeAnythingIsApplied() {
    prepared(1, 10, created("/a", 1));
    assertThrows(
        IllegalStateException.class,
        () -> commits.deliver(proposal(SESSION, 1, 11, created("/a", 1))));
    assertEquals(List.of(FatalReason.COMMIT_MISMATCH), bench.fatal.reasons());
    assertEquals(List.of(), bench.applied);
    assertEquals(List.of(), client.story());
  }

  /** Whether somebody here waited for it or not: the next request is not answered with it, and nothing is done twice. */
  @Test
  void aCommitThatWasDeliveredBeforeStopsTheServer() {
    prepared(1, 10, created("/a", 1));
    commits.deliver(proposal(SESSION, 1, 10, created("/a", 1)));
    assertThrows(
        IllegalStateException.class,
        () -> commits.deliver(proposal(SESSION, 1, 10, created("/a", 1))));
    assertEquals(List.of(FatalReason.COMMIT_MISMATCH), bench.fatal.reasons());
    assertEquals(List.of(10L), bench.applied);
    assertEquals(List.of("1 OK"), client.story());
  }

  @Test
  void syncsAreAnsweredByTheirTicketsInOrder() {
    long first = sync(1);
    long second = sync(2);
    assertEquals(first + 1, second);
    assertThrows(IllegalStateException.class, () -> commits.synced(second));
    commits.synced(first);
    commits.synced(second);
    assertEquals(List.of("1 OK", "2 OK"), client.story());
    assertThrows(IllegalStateException.class, () -> commits.synced(second + 1));
  }

  @Test
  void aReadBehindASyncWaitsForIt() {
    long ticket = sync(1);
    commits.inOrder(request(2, new Request.Exists("/", false)));
    assertEquals(List.of(), client.story());
    commits.synced(ticket);
    assertEquals(List.of("1 OK", "2 OK"), client.story());
  }

  @Test
  void ticketsOfARoleThatEndedAreNeverGivenAgain() {
    long lost = sync(1);
    sync(2);
    commits.abandon();
    long next = sync(3);
    assertEquals(lost + 2, next);
    assertThrows(IllegalStateException.class, () -> commits.synced(lost));
    commits.synced(next);
    assertEquals(List.of("3 OK"), client.story());
  }

  @Test
  void abandoningForgetsAllAndDropsWhoWaits() {
    prepared(1, 10, created("/a", 1));
    commits.await(new InFlight.Forwarded(request(2, creation("/b"))));
    sync(3);
    commits.inOrder(request(4, new Request.Exists("/", false)));
    assertEquals(3, commits.waiting());
    commits.abandon();
    assertEquals(0, commits.waiting());
    assertNotNull(client.dropped);
    assertNull(session.lastInFlight());
    assertEquals(List.of(), client.story());
    commits.deliver(proposal(SESSION, 1, 10, created("/a", 1)));
    assertNotNull(bench.tree.find("/a"), "what was committed all the same is applied");
    assertEquals(List.of(), client.story(), "and nobody is told");
  }

  @Test
  void aForwardedWriteIsKnownAgainBySessionAndNumber() {
    commits.await(new InFlight.Forwarded(request(7, creation("/a"))));
    commits.deliver(proposal(SESSION + 1, 7, 10, created("/x", 1)));
    commits.deliver(proposal(SESSION, 6, 11, created("/y", 2)));
    assertEquals(List.of(), client.story());
    commits.deliver(proposal(SESSION, 7, 12, created("/a", 3)));
    assertEquals(List.of("7 OK"), client.story());
    assertEquals(0, commits.waiting());
  }

  /** Both have number 0: servers make them, and number nothing. */
  @Test
  void theEndOfASessionByAnotherServerIsNoAnswerToItsBeginning() {
    FakeClient opening = new FakeClient();
    ClientRequest create =
        new ClientRequest(
            opening, null, SESSION + 5, 0, new Request.CreateSession(4000), List.of(), 0);
    commits.await(new InFlight.Forwarded(create));
    commits.deliver(proposal(SESSION + 5, 0, 10, created("/x", 1)));
    assertEquals(List.of(), opening.story());
    commits.deliver(proposal(SESSION + 5, 0, 11, new Txn.CreateSession(4000)));
    assertEquals(List.of("welcome"), opening.story());
    assertSame(opening, bench.tracker.find(SESSION + 5).owner());
  }

  @Test
  void aFailedTxnAnswersWhicheverRequestHasItsNumber() {
    commits.await(new InFlight.Forwarded(request(7, creation("/a"))));
    commits.deliver(proposal(SESSION, 7, 10, new Txn.Failed(ErrorCode.NODE_EXISTS.code())));
    assertEquals(List.of("7 NODE_EXISTS"), client.story());
  }

  @Test
  void whatASessionForwardedIsForgottenWithIt() {
    commits.await(new InFlight.Forwarded(request(7, creation("/a"))));
    commits.await(new InFlight.Forwarded(request(8, creation("/b"))));
    commits.deliver(proposal(SESSION, 0, 10, new Txn.CloseSession(List.of())));
    assertEquals(0, commits.waiting());
    assertNotNull(client.dropped);
  }
}
