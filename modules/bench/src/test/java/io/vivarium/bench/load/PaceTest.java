package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When operations are begun at a rate, on a clock of the test's own. */
class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> begun = new ArrayList<>();
  private final Plan plan = new Plan(2, 1, 10, 0, 1, 1, 1, new Population(1, 1, 0, 1));

  private SessionLoad load(String name) {
    Operation operation =
        new Operation() {
          @Override
          public void begin(BenchSession session, long due) {
            begun.add(name + "@" + due / 1_000_000);
          }
        };
    Network unused = null;
    SessionLoad load =
        new SessionLoad(
            operation,
            new LoopFigures(() -> true),
            new LoadRun(
                plan,
                Workload.GET,
                unused,
                List.of(new InetSocketAddress(1)),
                new Measurement(1, List.of())));
    BenchSession session = new BenchSession(load, 1000);
    new EmbeddedChannel(session);
    load.opened(session);
    return load;
  }

  @Test
  void operationsAreDueEvenlyAndInTurn() {
    Pace pace = new Pace(List.of(load("a"), load("b")), 10, 0);
    pace.tick(250_000_000, false);
    assertEquals(List.of("a@0", "b@100", "a@200"), begun);
  }

  @Test
  void aLateTickBeginsEverythingWithTheTimeItWasDue() {
    Pace pace = new Pace(List.of(load("a")), 4, 0);
    pace.tick(SECOND, false);
    assertEquals(List.of("a@0", "a@250", "a@500", "a@750", "a@1000"), begun);
    pace.tick(SECOND + 1, false);
    assertEquals(5, begun.size());
  }

  @Test
  void aRateThatDoesNotDivideASecondDoesNotDrift() {
    Pace pace = new Pace(List.of(load("a")), 3, 0);
    for (int tick = 1; tick <= 1_000; tick++) {
      pace.tick(tick * SECOND / 10, false);
    }
    assertEquals(301, begun.size());
    assertEquals("a@100000", begun.getLast());
  }

  @Test
  void sessionsHaveTheirTurnsAcrossTicks() {
    Pace pace = new Pace(List.of(load("a"), load("b"), load("c")), 10, 0);
    for (int tick = 0; tick < 6; tick++) {
      pace.tick(tick * SECOND / 10, false);
    }
    assertEquals(List.of("a@0", "b@100", "c@200", "a@300", "b@400", "c@500"), begun);
  }

  @Test
  void timeCountsFromTheStartWhateverTheClockReads() {
    long start = Long.MAX_VALUE / 2;
    Pace pace = new Pace(List.of(load("a")), 2, start);
    pace.tick(start - 1, false);
    assertEquals(0, begun.size());
    pace.tick(start + SECOND, false);
    assertEquals(3, begun.size());
  }

  @Test
  void withoutSessionsThereIsNothingToBegin() {
    new Pace(List.of(), 10, 0).tick(SECOND, false);
    assertEquals(List.of(), begun);
  }

  @Test
  void nothingIsBegunAfterTheEnd() {
    Pace pace = new Pace(List.of(load("a")), 10, 0);
    pace.tick(SECOND, true);
    assertEquals(List.of(), begun);
  }
}
