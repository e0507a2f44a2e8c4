package io.vivarium.kernel.pipeline;

import static io.vivarium.kernel.pipeline.StageBench.opening;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.session.Session;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sessions that only this server knows, and its clock that may stand still. */
class LocalSessionsTest {
  private final StageBench bench = new StageBench();
  private final LocalSessions locals = bench.locals;
  private final FakeClient client = new FakeClient();

  private Session opened(FakeClient who) {
    locals.open(opening(who), false);
    return Objects.requireNonNull(who.session());
  }

  /** Looks now; returns in how many ms it wants to look again, or −1 for no wish. */
  private long look() {
    long now = bench.time.monotonicNanos();
    long due = locals.poll(now);
    return due == Long.MAX_VALUE ? -1 : (due - now) / 1_000_000;
  }

  /** Looks whenever it is wished, for so long. */
  private void live(long millis) {
    for (long gone = 0; gone < millis; gone += StageBench.TICK) {
      look();
      bench.time.pass(StageBench.TICK);
    }
    look();
  }

  @Test
  void oneIsWelcomedAtOnceUnderAnIdOfThisServer() {
    Session session = opened(client);
    assertEquals(List.of("welcome"), client.story());
    assertEquals(3, session.id() >>> 56);
    assertTrue(session.local());
    assertTrue(session.attachedTo(client));
    assertSame(session, locals.find(session.id()));
    assertFalse(locals.forReading(session.id()));
  }

  @Test
  void withoutAnyNothingIsLookedFor() {
    assertEquals(-1, look());
    opened(client);
    assertTrue(look() > 0);
  }

  @Test
  void whoIsSilentForTooLongIsDroppedAndForgotten() {
    Session session = opened(client);
    live(StageBench.TIMEOUT - StageBench.TICK);
    assertNull(client.dropped);
    live(3 * StageBench.TICK);
    assertNotNull(client.dropped);
    assertNull(locals.find(session.id()));
    assertEquals(-1, look());
  }

  @Test
  void whoIsHeardOfStays() {
    Session session = opened(client);
    for (int i = 0; i < 5; i++) {
      live(StageBench.TIMEOUT / 2);
      session.touch(bench.time.monotonicNanos());
    }
    assertNull(client.dropped);
  }

  /** What clients sent while the server stood still is still to be read. */
  @Test
  void afterAPauseOfTheServerNobodyExpiresForATick() {
    Session session = opened(client);
    live(StageBench.TICK);
    bench.time.pass(60_000);
    assertEquals(StageBench.TICK, look());
    assertNull(client.dropped);
    session.touch(bench.time.monotonicNanos());
    live(2 * StageBench.TICK);
    assertNull(client.dropped, "it was heard of meanwhile");
  }

  @Test
  void whoIsNotHeardOfAfterThePauseEitherExpires() {
    opened(client);
    live(StageBench.TICK);
    bench.time.pass(60_000);
    look();
    bench.time.pass(StageBench.TICK);
    look();
    assertNotNull(client.dropped);
  }

  /** Without sessions there is no regular look: the time since the last one says nothing about the server. */
  @Test
  void thatNobodyWasHereForLongIsNoPause() {
    look();
    bench.time.pass(3_600_000);
    opened(client);
    look();
    bench.time.pass(2 * StageBench.TIMEOUT);
    FakeClient other = new FakeClient();
    opened(other);
    assertNull(client.dropped);
    // This look comes late too, and the one before it was a look at sessions.
    look();
    assertNull(client.dropped);
    bench.time.pass(StageBench.TICK);
    look();
    assertNotNull(client.dropped);
    assertNull(other.dropped);
  }

  @Test
  void theFirstLookAtASessionIsNoPauseHoweverLateItComes() {
    look();
    opened(client);
    bench.time.pass(60_000);
    look();
    assertNotNull(client.dropped);
  }

  @Test
  void oneThatIsAboutToBeKnownToAllIsNotExpiredHere() {
    Session session = opened(client);
    session.markUpgrading();
    live(2 * StageBench.TIMEOUT);
    assertNull(client.dropped);
    assertSame(session, locals.find(session.id()));
  }

  @Test
  void thoseForReadingEndTogetherAndTheOthersStay() {
    Session staying = opened(client);
    FakeClient reader = new FakeClient();
    locals.open(opening(reader), true);
    long reading = Objects.requireNonNull(reader.session()).id();
    assertEquals(List.of("welcome to read"), reader.story());
    assertTrue(locals.forReading(reading));
    locals.endReadOnly();
    assertNull(locals.find(reading));
    assertFalse(locals.forReading(reading));
    assertSame(staying, locals.find(staying.id()));
  }

  @Test
  void oneThatWasRemovedIsNotForReadingAnyMore() {
    locals.open(opening(client), true);
    long id = Objects.requireNonNull(client.session()).id();
    assertNotNull(locals.remove(id));
    assertFalse(locals.forReading(id));
    assertNull(locals.remove(id));
  }

  @Test
  void withTheEndOfARoleEveryTimeoutStartsAfresh() {
    Session session = opened(client);
    session.markUpgrading();
    live(StageBench.TIMEOUT - StageBench.TICK);
    locals.startAfresh();
    assertFalse(session.upgrading());
    assertNull(session.owner());
    assertEquals(bench.time.monotonicNanos(), session.lastHeardNanos());
    live(StageBench.TIMEOUT - StageBench.TICK);
    assertSame(session, locals.find(session.id()));
  }
}
