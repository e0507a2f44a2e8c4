package io.vivarium.kernel.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class SessionTrackerTest {
  private static final int TICK_MS = 2000;

  private final SessionTracker tracker = new SessionTracker(TICK_MS, 0);

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private List<Long> expired(long nowMs) {
    List<Long> ids = new ArrayList<>();
    tracker.expire(nanos(nowMs), session -> ids.add(session.id()));
    return ids;
  }

  private Session added(long id, int timeoutMs, long nowMs) {
    Session session = new Session(id, timeoutMs, nanos(nowMs));
    tracker.add(session);
    return session;
  }

  @Test
  void aSilentSessionExpiresAfterItsTimeoutAndNotBefore() {
    added(1, 5000, 0);
    assertEquals(List.of(), expired(4999));
    assertEquals(List.of(1L), expired(5000 + TICK_MS));
  }

  @Test
  void aTouchMovesTheExpiry() {
    Session session = added(1, 4000, 0);
    session.touch(nanos(3000));
    assertEquals(List.of(), expired(6999));
    session.touch(nanos(6900));
    assertEquals(List.of(), expired(10_800));
    assertEquals(List.of(1L), expired(12_900));
  }

  private List<Long> touched() {
    List<Long> ids = new ArrayList<>();
    tracker.drainTouched(session -> ids.add(session.id()));
    ids.sort(null);
    return ids;
  }

  @Test
  void whoAsksFirstIsToldOfAllSessionsAndLaterOfTouchedOnes() {
    Session first = added(1, 4000, 0);
    Session second = added(2, 4000, 0);
    assertEquals(List.of(1L, 2L), touched());
    assertEquals(List.of(), touched());

    second.touch(nanos(1));
    second.touch(nanos(2));
    assertEquals(List.of(2L), touched(), "once, however often");
    first.touch(nanos(3));
    second.touch(nanos(3));
    assertEquals(List.of(1L, 2L), touched());
    assertEquals(List.of(), touched());
  }

  @Test
  void aSessionThatBeganSinceIsToldWhenItIsTouched() {
    assertEquals(List.of(), touched());
    added(1, 4000, 0).touch(nanos(1));
    assertEquals(List.of(1L), touched());
  }

  @Test
  void aTouchWhileTheTouchedAreHandedOverIsToldNextTime() {
    Session session = added(1, 4000, 0);
    touched();
    session.touch(nanos(1));
    tracker.drainTouched(handed -> handed.touch(nanos(2)));
    assertEquals(List.of(1L), touched());
  }

  @Test
  void touchesThatNobodyAsksForAreNotRemembered() {
    Session session = added(1, 4000, 0);
    Session ended = added(2, 4000, 0);
    touched();
    session.touch(nanos(1));
    ended.touch(nanos(1));
    tracker.forgetTouched();
    tracker.remove(2);
    session.touch(nanos(2));
    ended.touch(nanos(2));

    assertEquals(List.of(1L), touched(), "who asks again is told of all that there are");
    assertEquals(List.of(), touched());
  }

  /** A touch by one thread is seen by a question that is asked after it, whatever other threads do. */
  @Test
  void noTouchIsLostBetweenThreads() throws Exception {
    int threads = 3;
    int rounds = 20_000;
    touched();
    List<Session> sessions = new ArrayList<>();
    for (long id = 0; id < threads; id++) {
      sessions.add(added(id, 4000, 0));
    }
    AtomicLongArray touches = new AtomicLongArray(threads);
    AtomicLongArray told = new AtomicLongArray(threads);
    List<Thread> touching = new ArrayList<>();
    for (Session session : sessions) {
      int index = (int) session.id();
      touching.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 1; round <= rounds; round++) {
                      touches.set(index, round);
                      session.touch(round);
                      // Now and then it waits to be told, so that each touch is the first of its
                      // kind.
                      while (round % 16 == 0 && told.get(index) < round) {
                        Thread.onSpinWait();
                      }
                    }
                  }));
    }
    while (touching.stream().anyMatch(Thread::isAlive)) {
      tracker.drainTouched(
          session -> {
            int index = (int) session.id();
            told.set(index, touches.get(index));
          });
    }
    for (Thread thread : touching) {
      thread.join();
    }
    assertEquals(rounds % 16, 0, "the last touch of each was waited for");
  }

  @Test
  void aRemovedSessionIsForgotten() {
    Session session = added(1, 4000, 0);
    assertSame(session, tracker.find(1));
    assertSame(session, tracker.remove(1));
    assertNull(tracker.find(1));
    assertNull(tracker.remove(1));
    assertEquals(List.of(), expired(60_000));
  }

  @Test
  void aSessionThatWasReplacedByAnotherOfItsIdDoesNotExpireInItsPlace() {
    added(1, 4000, 0);
    Session second = added(1, 40_000, 0);
    assertEquals(List.of(), expired(20_000));
    assertSame(second, tracker.find(1));
    assertEquals(List.of(1L), expired(42_000));
  }

  @Test
  void anExpiredSessionIsNamedOncePerTickUntilItIsRemoved() {
    added(1, 4000, 0);
    assertEquals(List.of(1L), expired(6000));
    assertEquals(List.of(), expired(6001));
    assertEquals(List.of(1L), expired(8000));
    tracker.remove(1);
    assertEquals(List.of(), expired(10_000));
  }

  @Test
  void afterAPauseOfManyTicksEachSilentSessionIsNamedOnce() {
    added(1, 4000, 0);
    added(2, 6000, 0);
    List<Long> ids = expired(60L * TICK_MS);
    ids.sort(null);
    assertEquals(List.of(1L, 2L), ids);
  }

  @Test
  void aLongerTimeoutTakenOnLaterCounts() {
    Session session = added(1, 4000, 0);
    session.timeoutMs(30_000);
    assertEquals(List.of(), expired(29_999));
    assertEquals(List.of(1L), expired(32_000));
  }

  @Test
  void clearForgetsAll() {
    added(1, 4000, 0);
    tracker.clear();
    assertEquals(0, tracker.all().size());
    assertEquals(List.of(), expired(60_000));
  }

  @Test
  void whateverTheTouchesNobodyExpiresEarlyOrMoreThanATickLate() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      long origin = random.nextLong();
      SessionTracker many = new SessionTracker(TICK_MS, origin);
      Map<Long, Session> alive = new HashMap<>();
      for (long id = 1; id <= 40; id++) {
        Session session = new Session(id, 4000 + random.nextInt(36_000), origin);
        many.add(session);
        alive.put(id, session);
      }
      int ended = 0;
      for (long now = origin; !alive.isEmpty(); now = many.nextDueNanos()) {
        long at = now;
        many.expire(
            at,
            session -> {
              long late = at - session.lastHeardNanos() - nanos(session.timeoutMs());
              assertTrue(late >= 0, "session expired " + -late + " ns early");
              assertTrue(late <= nanos(TICK_MS), "session expired " + late + " ns late");
              many.remove(session.id());
              alive.remove(session.id());
            });
        for (Session session : alive.values()) {
          if (ended < 300 && random.nextInt(20) < 19) {
            session.touch(at + random.nextLong(nanos(TICK_MS)));
          }
        }
        ended++;
        assertTrue(ended < 1000, "some session never expires");
      }
    }
  }

  @Test
  void theDueTimeIsNeverBeforeTheDeadline() {
    Session session = added(1, 5000, 0);
    assertEquals(nanos(6000), tracker.dueNanos(session));
    session.touch(nanos(1000));
    assertEquals(nanos(8000), tracker.dueNanos(session));
  }
}
