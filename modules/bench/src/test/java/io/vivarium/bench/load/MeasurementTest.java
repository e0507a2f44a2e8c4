package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The stretch that is measured, and the end of it by whoever reports a failure. */
class MeasurementTest {
  private static final List<Long> OWN = List.of(ProcessHandle.current().pid());

  private final Measurement measurement = new Measurement(2, OWN);

  private static Plan seconds(int warmUp, int measured) {
    return new Plan(1, 1, 0, warmUp, measured, 1, 1, new Population(1, 1, 0, 1));
  }

  /** Passes a second, in which the loops once complete and fail what they are told to. */
  private void pass(Runnable work) throws IOException, InterruptedException {
    Queue<Runnable> once = new ArrayDeque<>(List.of(work));
    // Progress is told while is measured, by the thread that waits.
    measurement.pass(
        seconds(0, 1),
        _ -> {
          Runnable next = once.poll();
          if (next != null) {
            next.run();
          }
        });
  }

  @Test
  void loopsAreAddedUp() throws Exception {
    pass(
        () -> {
          measurement.loop(0).completed(0, 5_000_000);
          measurement.loop(1).completed(0, 7_000_000);
          measurement.loop(1).completed(0, 9_000_000);
          measurement.loop(0).failed(-101);
          measurement.loop(1).failed(-101);
          measurement.loop(1).failed(-4);
        });

    LoadResult result = measurement.result();
    assertEquals(3, result.latencies().getTotalCount());
    assertEquals(7, result.millis(50), 0.01);
    assertEquals(Map.of(-101, 2L, -4, 1L), result.errors());
    assertTrue(result.seconds() >= 1 && result.use().cpuSeconds() >= 0);
  }

  @Test
  void whatIsCompletedWhileNothingIsMeasuredIsProgressOnly() throws Exception {
    measurement.loop(0).completed(0, 1_000);
    pass(() -> measurement.loop(1).completed(0, 2_000));
    measurement.loop(0).completed(0, 3_000);

    assertEquals(3, measurement.completed());
    assertEquals(1, measurement.result().latencies().getTotalCount());
  }

  @Test
  void theWarmUpTellsProgressToo() throws Exception {
    List<Long> told = new ArrayList<>();

    measurement.pass(
        seconds(1, 1),
        completed -> {
          told.add(completed);
          measurement.loop(0).completed(0, 1_000);
        });

    assertTrue(told.size() >= 2, told.toString());
    assertEquals(0, told.getFirst());
    assertTrue(measurement.result().latencies().getTotalCount() < told.size(), told.toString());
  }

  @Test
  void theFirstFailureIsTheOneThatIsReported() {
    IOException first = new IOException("the first");
    measurement.lost(first);
    measurement.lost(new IOException("of many"));

    IOException failure = assertThrows(IOException.class, measurement::check);

    assertEquals("a session was lost: the first", failure.getMessage());
    assertSame(first, failure.getCause());
  }

  @Test
  void aFailureEndsTheWait() {
    measurement.lost(new IOException("gone"));

    assertThrows(IOException.class, () -> pass(() -> {}));
    assertThrows(IOException.class, () -> measurement.awaitOpen(new CountDownLatch(1)));
    assertThrows(IOException.class, measurement::result);
  }

  @Test
  void openSessionsAreNotWaitedFor() throws Exception {
    measurement.lost(new IOException("later"));
    // They are all there: whatever was lost meanwhile is found by the next who looks.
    measurement.awaitOpen(new CountDownLatch(0));
  }

  @Test
  void withoutOneOperationThereIsNoResultButTheErrors() throws Exception {
    pass(() -> measurement.loop(0).failed(-110));

    IOException failure = assertThrows(IOException.class, measurement::result);

    assertEquals(
        "no operation was completed in the time measured; errors: {-110=1}", failure.getMessage());
  }

  @Test
  void withoutAPassThereIsNoResult() {
    measurement.loop(0).completed(0, 1_000);

    assertThrows(IOException.class, measurement::result);
  }

  @Test
  void eachLoopHasItsTimeline() throws Exception {
    Timeline timeline = new Timeline();
    Measurement measured = new Measurement(List.of(new Timeline(), timeline), List.of());

    measured.pass(seconds(0, 1), _ -> measured.loop(1).completed(2_000, 9_000));
    measured.loop(1).completed(1, 2);

    List<String> operations = new ArrayList<>();
    timeline.forEach((from, to) -> operations.add(from + "-" + to));
    // Told at the end of the second, and once more when it took a little longer.
    assertEquals(Set.of("2000-9000"), Set.copyOf(operations));
  }

  @Test
  void errorsAreFiguresByTheirCode() throws Exception {
    pass(
        () -> {
          measurement.loop(0).completed(0, 1_000_000);
          measurement.loop(0).failed(-4);
          measurement.loop(1).failed(-101);
          measurement.loop(1).failed(-101);
        });

    Figures figures = measurement.result().figures();

    assertEquals(3, figures.value(Quantity.ERRORS));
    assertEquals(Map.of(-101, 2L, -4, 1L), figures.errors());
    assertEquals(1, figures.value(Quantity.P50), 0.01);
  }
}
