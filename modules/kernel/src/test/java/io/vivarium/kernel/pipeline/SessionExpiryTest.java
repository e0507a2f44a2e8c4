package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who ends sessions that are silent, and who only forgets those that have ended. */
class SessionExpiryTest {
  private static final int TICK_MS = 100;
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MS);

  private final SessionTracker tracker = new SessionTracker(TICK_MS, 0);
  private final List<PipelineInput> submitted = new ArrayList<>();
  private boolean primary;
  private final SessionExpiry expiry =
      new SessionExpiry(tracker, () -> primary, submitted::add, TICK, 0);

  private long pass(int ticks) {
    long due = 0;
    for (int i = 1; i <= ticks; i++) {
      due = expiry.poll(i * TICK);
    }
    return due;
  }

  @Test
  void thePrimaryEndsWhatWasSilentForItsTimeout() {
    primary = true;
    tracker.add(new Session(7, 3 * TICK_MS, 0));

    pass(10);

    ClientRequest close = assertInstanceOf(ClientRequest.class, submitted.getFirst());
    assertEquals(7, close.sessionId());
    assertInstanceOf(Request.CloseSession.class, close.request());
  }

  private void add(int sessions) {
    for (int id = 1; id <= sessions; id++) {
      tracker.add(new Session(id, 3 * TICK_MS, 0));
    }
  }

  /** The ids of those that were ended, each as often as it was. */
  private List<Long> ended() {
    return submitted.stream().map(input -> ((ClientRequest) input).sessionId()).toList();
  }

  /** After a failover all sessions that did not come back are due in one tick. */
  @Test
  void thoseThatAreDueTogetherAreEndedAPartAtATimeAndEachOnce() {
    primary = true;
    add(2000);
    pass(3);
    submitted.clear();
    int before = 0;

    for (long due = 0; due <= 4 * TICK; ) {
      due = expiry.poll(4 * TICK);
      assertTrue(submitted.size() - before <= SessionExpiry.MOST_AT_ONCE);
      before = submitted.size();
    }

    assertEquals(2000, new HashSet<>(ended()).size());
    assertEquals(2000, submitted.size());
  }

  @Test
  void whoIsHeardOfBeforeItsTurnStays() {
    primary = true;
    add(2000);
    pass(3);
    expiry.poll(4 * TICK);
    assertEquals(SessionExpiry.MOST_AT_ONCE, submitted.size());

    tracker.all().forEach(session -> session.touch(4 * TICK));

    assertTrue(expiry.poll(4 * TICK) > 4 * TICK);
    assertEquals(SessionExpiry.MOST_AT_ONCE, submitted.size());
  }

  /** With the next role every timeout starts afresh. */
  @Test
  void whoseTurnDidNotComeInARoleIsNotEndedInTheNext() {
    primary = true;
    add(2000);
    pass(3);
    expiry.poll(4 * TICK);
    primary = false;
    expiry.poll(4 * TICK);
    submitted.clear();
    primary = true;
    tracker.all().forEach(session -> session.startAfresh(4 * TICK));

    expiry.poll(4 * TICK);

    assertEquals(List.of(), submitted);
  }

  @Test
  void aReplicaEndsNone() {
    tracker.add(new Session(7, 3 * TICK_MS, 0));

    pass(10);

    assertEquals(List.of(), submitted);
  }

  /** Buckets are emptied when they are looked at: a replica that never looks keeps every session there ever was. */
  @Test
  void aReplicaLooksAtItsBucketsAsTimePasses() {
    tracker.add(new Session(7, 3 * TICK_MS, 0));
    tracker.remove(7);

    long due = pass(10);

    assertTrue(tracker.nextDueNanos() > 10 * TICK - TICK, "next due " + tracker.nextDueNanos());
    assertTrue(due <= 11 * TICK, "asks to be called again at " + due);
  }
}
