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
  private final Plan plan = new Plan(List.of(new InetSocketAddress(1)), 2, 1, 10, 0, 1, 1, 1, 1);

  private SessionLoad load(String name) {
    Operation operation =
        new Operation() {
          @Override
          void begin(BenchSession session, long due) {
            begun.add(name + "@" + due / 1_000_000);
          }
        };
    Network unused = null;
    SessionLoad load =
        new SessionLoad(
            operation,
            new LoopFigures(() -> true),
            new LoadRun(plan, Workload.GET, unused, List.of()));
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
  void nothingIsBegunAfterTheEnd() {
    Pace pace = new Pace(List.of(load("a")), 10, 0);
    pace.tick(SECOND, true);
    assertEquals(List.of(), begun);
  }
}
