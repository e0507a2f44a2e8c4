package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a snapshot counts as being written, on a clock of the test's own. */
class SnapshotWatchTest {
  private static final Path UNFINISHED = Path.of("unfinished-snapshot.5");
  private static final Path FINAL = Path.of("snapshot.5");

  @TempDir private Path directory;

  private SnapshotWatch watch;
  private long now = 1_000_000_000;

  @BeforeEach
  void begin() throws IOException {
    watch = SnapshotWatch.over(List.of());
    // From here on only the test looks.
    watch.close();
  }

  @AfterEach
  void end() throws IOException {
    watch.check();
  }

  private void look(Map<Path, Long> files) {
    long last = now;
    now += 10_000_000;
    watch.looked(files, last, now);
  }

  @Test
  void aFileThatAppearsIsASnapshotFromTheLookBefore() {
    look(Map.of());
    long before = now;
    look(Map.of(FINAL, 10L));
    assertEquals(1, watch.snapshots());
    assertTrue(watch.during(before, before));
    assertTrue(watch.during(0, now));
    assertFalse(watch.during(0, before - 1));
    assertFalse(watch.during(now + 1, now + 2));
  }

  @Test
  void itLastsAsLongAsItsFileGrows() {
    for (long size = 0; size < 20; size++) {
      look(Map.of(FINAL, size));
    }
    long grown = now;
    look(Map.of(FINAL, 19L));
    look(Map.of(FINAL, 19L));
    assertEquals(1, watch.snapshots());
    assertTrue(watch.during(grown, grown));
    assertFalse(watch.during(grown + 1, now));
  }

  @Test
  void aPauseInTheWritingIsPartOfIt() {
    look(Map.of(FINAL, 1L));
    long paused = now + 1;
    for (int i = 0; i < 20; i++) {
      look(Map.of(FINAL, 1L));
    }
    look(Map.of(FINAL, 2L));
    assertEquals(1, watch.snapshots());
    assertTrue(watch.during(paused, paused));
  }

  @Test
  void aFinalNameIsNoSnapshotOfItsOwn() {
    look(Map.of(UNFINISHED, 1L));
    look(Map.of(UNFINISHED, 7L));
    look(Map.of(FINAL, 7L));
    look(Map.of(FINAL, 7L));
    assertEquals(1, watch.snapshots());
  }

  @Test
  void aSecondSnapshotIsCounted() {
    look(Map.of(FINAL, 1L));
    for (int i = 0; i < 40; i++) {
      look(Map.of(FINAL, 1L));
    }
    look(Map.of(FINAL, 1L, Path.of("snapshot.6"), 1L));
    assertEquals(2, watch.snapshots());
  }

  @Test
  void whatIsRemovedIsForgotten() {
    look(Map.of(FINAL, 1L));
    look(Map.of());
    look(Map.of(FINAL, 1L));
    assertEquals(2, watch.snapshots());
  }

  @Test
  void operationsAreSplitByWhetherTheyOverlap() {
    look(Map.of());
    look(Map.of(FINAL, 1L));
    Timeline timeline = new Timeline();
    timeline.add(now, 5_000_000);
    timeline.add(now - 100_000_000, 1_000_000);
    // Began before the snapshot and ended behind it.
    timeline.add(now + 50_000_000, 90_000_000);
    Figures figures = SnapshotExperiment.split(List.of(timeline), watch);
    assertEquals(1, figures.value(Quantity.SNAPSHOTS));
    assertEquals(90, figures.value(Quantity.P99_INSIDE), 0.1);
    assertEquals(1, figures.value(Quantity.P99_OUTSIDE), 0.01);
    assertEquals(90, figures.value(Quantity.INSIDE_TO_OUTSIDE), 1);
  }

  @Test
  void withoutASnapshotThereIsNothingInside() {
    Timeline timeline = new Timeline();
    timeline.add(now, 5_000_000);
    Figures figures = SnapshotExperiment.split(List.of(timeline), watch);
    assertEquals(0, figures.value(Quantity.SNAPSHOTS));
    assertTrue(Double.isNaN(figures.value(Quantity.P99_INSIDE)));
    assertTrue(Double.isNaN(figures.value(Quantity.INSIDE_TO_OUTSIDE)));
  }

  @Test
  void aTimelineKeepsMoreThanItBeganWith() {
    Timeline timeline = new Timeline();
    for (int i = 0; i < 100_000; i++) {
      timeline.add(i, 1);
    }
    long[] sum = new long[2];
    timeline.forEach(
        (from, to) -> {
          sum[0]++;
          sum[1] += to;
        });
    assertEquals(100_000, sum[0]);
    assertEquals(100_000L * 99_999 / 2, sum[1]);
  }

  @Test
  void snapshotsAreTheFilesThatAreCalledSoHoweverDeepTheyLie() throws Exception {
    Path deep = Files.createDirectories(directory.resolve("data/version-2"));
    Path snapshot = Files.writeString(deep.resolve("snapshot.1a"), "12345");
    Path part = Files.writeString(directory.resolve("unfinished-snapshot.1b"), "");
    Files.writeString(deep.resolve("log.1a"), "no snapshot");
    Files.createDirectories(deep.resolve("snapshots-are-elsewhere"));

    assertEquals(Map.of(snapshot, 5L, part, 0L), SnapshotWatch.files(List.of(directory)));
  }

  @Test
  void directoriesOfSeveralServersAreLookedThrough() throws Exception {
    Path first = Files.createDirectories(directory.resolve("1"));
    Path second = Files.createDirectories(directory.resolve("2"));
    Path one = Files.writeString(first.resolve("snapshot.1"), "1");
    Path other = Files.writeString(second.resolve("snapshot.1"), "22");

    assertEquals(Map.of(one, 1L, other, 2L), SnapshotWatch.files(List.of(first, second)));
    assertEquals(Map.of(other, 2L), SnapshotWatch.files(List.of(second)));
  }

  @Test
  void aDirectoryThatIsNotThereHoldsNothing() throws Exception {
    assertEquals(Map.of(), SnapshotWatch.files(List.of(directory.resolve("nowhere"))));
  }

  @Test
  void whatIsThereAlreadyIsNoSnapshotUntilItGrows() throws Exception {
    Path old = Files.writeString(directory.resolve("snapshot.1"), "1");
    watch = SnapshotWatch.over(List.of(directory));
    watch.close();
    look(Map.of(old, 1L));
    assertEquals(0, watch.snapshots());
    look(Map.of(old, 2L));
    assertEquals(1, watch.snapshots());
  }

  @Test
  void snapshotsOfTwoServersAtOnceAreTwo() {
    Path one = Path.of("1", "snapshot.5");
    Path other = Path.of("2", "snapshot.5");
    look(Map.of(one, 1L));
    look(Map.of(one, 2L, other, 1L));
    long both = now;
    look(Map.of(one, 2L, other, 9L));

    assertEquals(2, watch.snapshots());
    assertTrue(watch.during(both, both));
    assertTrue(watch.during(now, now));
    assertFalse(watch.during(now + 1, now + 1));
  }

  @Test
  void aFileThatShrinksIsWrittenAnew() {
    look(Map.of(FINAL, 100L));
    for (int i = 0; i < 40; i++) {
      look(Map.of(FINAL, 100L));
    }
    long quiet = now;
    look(Map.of(FINAL, 3L));

    assertEquals(2, watch.snapshots());
    assertFalse(watch.during(quiet - 1, quiet - 1));
    assertTrue(watch.during(now, now));
  }

  @Test
  void anOperationThatTouchesTheBeginningOrTheEndIsInside() {
    look(Map.of());
    long begins = now;
    look(Map.of(FINAL, 1L));
    long ends = now;

    assertTrue(watch.during(begins - 50, begins));
    assertTrue(watch.during(ends, ends + 50));
    assertTrue(watch.during(begins - 50, ends + 50), "it was waiting all the time");
    assertFalse(watch.during(begins - 50, begins - 1));
    assertFalse(watch.during(ends + 1, ends + 50));
  }
}
