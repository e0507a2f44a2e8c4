package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.ManualTime;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SnapshotSchedulerTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Retention store = new Retention();
  private final ManualTime time = new ManualTime(5);
  private int written;

  private SnapshotScheduler scheduler(int txns, long bytes, int purgeHours, long seed) {
    return new SnapshotScheduler(
        new SnapshotScheduler.Settings(txns, bytes, 3, purgeHours),
        () -> ++written,
        store,
        tasks::add,
        new Random(seed),
        time);
  }

  private static int appliedUntilDue(SnapshotScheduler scheduler, int size) {
    int count = 1;
    while (!scheduler.applied(size)) {
      count++;
    }
    return count;
  }

  @Test
  void aSnapshotIsDueSomewhereInTheUpperHalfOfTheConfiguredTxns() {
    Set<Integer> seen = new TreeSet<>();
    for (int seed = 0; seed < 500; seed++) {
      SnapshotScheduler scheduler = scheduler(100, 0, 0, seed);
      for (int round = 0; round < 3; round++) {
        int count = appliedUntilDue(scheduler, 1 << 20);
        assertTrue(count > 50 && count <= 100, "after " + count);
        seen.add(count);
      }
    }
    assertTrue(seen.size() > 40, "always the same: " + seen);
  }

  @Test
  void aSnapshotIsDueSomewhereInTheUpperHalfOfTheConfiguredBytes() {
    for (int seed = 0; seed < 100; seed++) {
      int count = appliedUntilDue(scheduler(Integer.MAX_VALUE, 1000, 0, seed), 10);
      assertTrue(count >= 50 && count <= 100, "after " + count + " txns of 10 bytes");
    }
  }

  @Test
  void theLeastConfigurationStillWorks() {
    assertEquals(2, appliedUntilDue(scheduler(2, 0, 0, 1), 1));
  }

  @Test
  void whileOneIsWrittenNoneIsDueAndWhatWasReachedMeanwhileCountsOnce() {
    SnapshotScheduler scheduler = scheduler(10, 0, 0, 1);
    appliedUntilDue(scheduler, 1);
    scheduler.snapshot();
    scheduler.snapshot();
    assertEquals(1, tasks.size());
    for (int i = 0; i < 100; i++) {
      assertFalse(scheduler.applied(1));
    }
    tasks.remove().run();
    assertEquals(1, written);
    assertTrue(scheduler.applied(1));
    assertFalse(scheduler.applied(1));
  }

  /** Or a large tree under full load would be written again and again, at more cost than the writes themselves. */
  @Test
  void afterASnapshotThereIsARestOfSeveralTimesItsLength() {
    SnapshotScheduler scheduler =
        new SnapshotScheduler(
            new SnapshotScheduler.Settings(10, 0, 3, 0),
            () -> {
              time.pass(1000);
              return ++written;
            },
            store,
            tasks::add,
            new Random(1),
            time);
    appliedUntilDue(scheduler, 1);
    scheduler.snapshot();
    tasks.remove().run();
    time.pass(1000 * SnapshotScheduler.REST - 1);
    for (int i = 0; i < 100; i++) {
      assertFalse(scheduler.applied(1));
    }
    time.pass(1);
    assertTrue(scheduler.applied(1), "what was due meanwhile is due now");
    assertFalse(scheduler.applied(1));
  }

  /** Or a server that is restarted now and then replays more each time, and its log is never cut. */
  @Test
  void afterALongReplayOneIsDueWithTheFirstRole() {
    for (int seed = 0; seed < 50; seed++) {
      SnapshotScheduler scheduler = scheduler(100, 0, 0, seed);
      scheduler.replayed(50);
      scheduler.pause();
      assertFalse(scheduler.applied(1), "what is applied without a role may not be committed");
      assertTrue(scheduler.resume());
      assertFalse(scheduler.resume());
      assertFalse(scheduler.applied(1));
    }
  }

  @Test
  void whatWasReplayedCountsAlsoWhenItIsLittle() {
    for (int seed = 0; seed < 50; seed++) {
      SnapshotScheduler scheduler = scheduler(100, 0, 0, seed);
      scheduler.replayed(49);
      assertFalse(scheduler.resume());
      int count = 49 + appliedUntilDue(scheduler, 1);
      assertTrue(count > 50 && count <= 100, "after " + count);
    }
  }

  @Test
  void whatIsAppliedBetweenTwoRolesCountsForTheNext() {
    SnapshotScheduler scheduler = scheduler(10, 0, 0, 1);
    scheduler.pause();
    for (int i = 0; i < 100; i++) {
      assertFalse(scheduler.applied(1));
    }
    assertTrue(scheduler.resume());
    assertFalse(scheduler.applied(1));
  }

  @Test
  void oneThatWasGivenUpWithARoleIsDueWithTheNext() {
    SnapshotScheduler scheduler =
        new SnapshotScheduler(
            new SnapshotScheduler.Settings(10, 0, 3, 0),
            () -> ++written == 1 ? TreeSnapshots.NONE : 7,
            store,
            tasks::add,
            new Random(1),
            time);
    appliedUntilDue(scheduler, 1);
    scheduler.snapshot();
    scheduler.pause();
    tasks.remove().run();
    assertTrue(scheduler.resume());
    scheduler.snapshot();
    tasks.remove().run();
    assertFalse(scheduler.resume());
  }

  @Test
  void aSnapshotThatFailsDoesNotStandInTheWayOfTheNext() {
    SnapshotScheduler scheduler =
        new SnapshotScheduler(
            new SnapshotScheduler.Settings(10, 0, 3, 0),
            () -> {
              if (written++ == 0) {
                throw new IOException("the disk is full");
              }
              throw new IllegalStateException("something else");
            },
            store,
            tasks::add,
            new Random(1),
            time);
    for (int i = 1; i <= 3; i++) {
      scheduler.snapshot();
      tasks.remove().run();
      assertEquals(i, written);
    }
  }

  @Test
  void withoutPurgingNothingIsRemoved() {
    assertEquals(Long.MAX_VALUE, scheduler(10, 0, 0, 1).poll(5));
    assertTrue(tasks.isEmpty());
  }

  @Test
  void purgingHappensAtOnceAndThenAtItsInterval() {
    SnapshotScheduler scheduler = scheduler(10, 0, 2, 1);
    long start = Long.MAX_VALUE - 5;
    long next = scheduler.poll(start);
    assertEquals(start + TimeUnit.HOURS.toNanos(2), next);
    tasks.remove().run();
    assertEquals(next, scheduler.poll(next - 1));
    assertTrue(tasks.isEmpty());
    scheduler.poll(next);
    tasks.remove().run();
    assertEquals(List.of(3, 3), store.retained);
  }

  /** A store of which only retention is used. */
  private static final class Retention implements SnapshotStore {
    private final List<Integer> retained = new ArrayList<>();

    @Override
    public List<Long> list() {
      return List.of();
    }

    @Override
    public SnapshotReader open(long zxid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SnapshotWriter create(long zxid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(long zxid) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> retain(int count) {
      retained.add(count);
      return List.of("snapshot.1");
    }
  }
}
