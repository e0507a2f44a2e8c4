package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The sessions that everybody knows, in step with the txns. */
class SessionLedgerTest {
  private static final long ID = 0x0300_0000_0000_0009L;
  private static final TxnHeader HEADER = new TxnHeader(ID, 0, 5, 1000);
  private static final Txn OPENED = new Txn.CreateSession(6000);
  private static final Txn CLOSED = new Txn.CloseSession(List.of());

  private final StageBench bench = new StageBench();
  private final SessionLedger ledger = bench.ledger;
  private final FakeClient client = new FakeClient();

  private ClientRequest by(FakeClient who, Request request) {
    return new ClientRequest(who, bench.tracker.find(ID), ID, 0, request, List.of(), 0);
  }

  @Test
  void aSessionThatIsOnItsWayIsFoundByTheWritesRightBehindIt() {
    ledger.announce(ID, 6000, 17L);
    Session announced = Objects.requireNonNull(ledger.find(ID));
    assertEquals(17L, announced.owner());
    assertNull(bench.tracker.find(ID), "it is not known to everybody yet");
    ledger.applied(HEADER, OPENED, null);
    assertSame(announced, bench.tracker.find(ID));
  }

  @Test
  void oneThatWasOpenedHereIsAttachedAndHandedToItsClient() {
    ClientRequest request = by(client, new Request.CreateSession(6000));
    Session opened = Objects.requireNonNull(ledger.applied(HEADER, OPENED, request));
    assertTrue(opened.attachedTo(client));
    assertEquals(6000, opened.timeoutMs());
  }

  @Test
  void oneOfAnotherServerIsKnownAndAttachedToNobody() {
    assertNull(ledger.applied(HEADER, OPENED, null));
    assertNull(Objects.requireNonNull(ledger.find(ID)).owner());
  }

  @Test
  void itsTimeoutCountsFromTheTxn() {
    ledger.announce(ID, 6000, null);
    bench.time.pass(5_000);
    ledger.applied(HEADER, OPENED, null);
    assertEquals(
        bench.time.monotonicNanos(), Objects.requireNonNull(ledger.find(ID)).lastHeardNanos());
  }

  @Test
  void aLocalSessionThatBecomesKnownIsTheSameOneAndLocalNoMore() {
    bench.locals.open(StageBench.opening(client), false);
    Session local = Objects.requireNonNull(client.session());
    local.markUpgrading();
    ledger.announce(local.id(), 6000, client);
    assertSame(local, ledger.find(local.id()));
    ledger.applied(new TxnHeader(local.id(), 0, 5, 1000), OPENED, null);
    assertSame(local, bench.tracker.find(local.id()));
    assertNull(bench.locals.find(local.id()));
    assertFalse(local.local());
    assertFalse(local.upgrading());
    assertTrue(local.attachedTo(client), "its connection stays");
  }

  @Test
  void whoAskedForTheEndIsAnsweredAndNotDropped() {
    ledger.applied(HEADER, OPENED, by(client, new Request.CreateSession(6000)));
    ledger.applied(HEADER, CLOSED, by(client, new Request.CloseSession()));
    assertNull(client.dropped);
    assertNull(ledger.find(ID));
  }

  @Test
  void whoseSessionEndsOtherwiseLosesTheConnection() {
    ledger.applied(HEADER, OPENED, by(client, new Request.CreateSession(6000)));
    Session session = Objects.requireNonNull(bench.tracker.find(ID));
    session.lastInFlight("something");
    ledger.applied(HEADER, CLOSED, null);
    assertNotNull(client.dropped);
    assertNull(session.owner());
    assertNull(session.lastInFlight());
  }

  @Test
  void whoAskedThroughAConnectionThatTheSessionHasLeftIsNotMeant() {
    ledger.applied(HEADER, OPENED, by(client, new Request.CreateSession(6000)));
    FakeClient now = new FakeClient();
    Objects.requireNonNull(bench.tracker.find(ID)).owner(now);
    ledger.applied(HEADER, CLOSED, by(client, new Request.CloseSession()));
    assertNotNull(now.dropped);
    assertNull(client.dropped);
  }

  @Test
  void theEndOfASessionThatNobodyKnowsIsNothing() {
    assertNull(ledger.applied(HEADER, CLOSED, null));
  }

  @Test
  void withARoleGoesWhatWasOnItsWayAndWhoWasAttached() {
    ledger.announce(ID + 1, 6000, 17L);
    ledger.applied(HEADER, OPENED, by(client, new Request.CreateSession(6000)));
    Session session = Objects.requireNonNull(ledger.find(ID));
    session.markClosing();
    bench.time.pass(4_000);
    ledger.startAfresh();
    assertNull(ledger.find(ID + 1));
    assertSame(session, ledger.find(ID));
    assertNull(session.owner());
    assertFalse(session.closing());
    assertEquals(bench.time.monotonicNanos(), session.lastHeardNanos());
  }
}
