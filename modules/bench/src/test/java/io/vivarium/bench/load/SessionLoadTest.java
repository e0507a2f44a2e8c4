package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One session at its work: one operation after the other, or each at its time. */
class SessionLoadTest {
  private static final int FAILED = -101;

  private final List<Long> begun = new ArrayList<>();
  private final LoopFigures figures = new LoopFigures(() -> true);
  private int steps = 1;

  /** Writes nothing; complete after so many replies. */
  private final Operation operation =
      new Operation() {
        private int replies;

        @Override
        public void begin(BenchSession session, long due) {
          begun.add(due);
        }

        @Override
        public boolean replied(BenchSession session, long due, ByteBuf body) {
          return ++replies % steps == 0;
        }
      };

  private LoadRun run(int perSecond) {
    Plan plan = new Plan(1, 1, perSecond, 0, 1, 1, 1, new Population(1, 1, 0, 1));
    Network unused = null;
    return new LoadRun(
        plan,
        Workload.GET,
        unused,
        List.of(new InetSocketAddress(1)),
        new Measurement(1, List.of()));
  }

  private SessionLoad load(int perSecond) {
    return new SessionLoad(operation, figures, run(perSecond));
  }

  /** Opens a session for the load. */
  private static BenchSession opened(SessionLoad load) {
    BenchSession session = new BenchSession(load, 1000);
    new EmbeddedChannel(session);
    load.opened(session);
    return session;
  }

  private static void reply(SessionLoad load, BenchSession session, int error, long due) {
    load.replied(session, error, due, Unpooled.EMPTY_BUFFER);
  }

  @Test
  void aClosedLoopBeginsTheNextOperationWhenOneIsComplete() {
    SessionLoad load = load(0);
    BenchSession session = opened(load);
    load.begin(3);
    assertEquals(3, begun.size());
    reply(load, session, 0, begun.getFirst());
    assertEquals(4, begun.size());
    assertEquals(1, figures.completed());
  }

  @Test
  void atARateAReplyBeginsNothing() {
    SessionLoad load = load(100);
    BenchSession session = opened(load);
    load.due(5);
    reply(load, session, 0, 5);
    assertEquals(List.of(5L), begun);
    assertEquals(1, figures.completed());
  }

  @Test
  void anOperationOfSeveralRequestsCountsOnceWhenItIsComplete() {
    steps = 2;
    SessionLoad load = load(0);
    BenchSession session = opened(load);
    load.begin(1);
    reply(load, session, 0, begun.getFirst());
    assertEquals(0, figures.completed());
    assertEquals(1, begun.size(), "it is still at it");
    reply(load, session, 0, begun.getFirst());
    assertEquals(1, figures.completed());
    assertEquals(2, begun.size());
  }

  @Test
  void aFailedOperationIsNoLatencyAndTheNextOneBegins() {
    SessionLoad load = load(0);
    BenchSession session = opened(load);
    load.begin(1);
    reply(load, session, FAILED, begun.getFirst());
    assertEquals(0, figures.completed());
    assertEquals(1, figures.errors().get(FAILED));
    assertEquals(2, begun.size());
  }

  @Test
  void latencyCountsFromWhenItWasDueNotFromWhenItWasSent() {
    SessionLoad load = load(100);
    BenchSession session = opened(load);
    long second = 1_000_000_000L;
    reply(load, session, 0, System.nanoTime() - second);
    assertTrue(figures.latencies().getMaxValue() >= second);
  }

  @Test
  void beforeItsSessionStandsNothingBegins() {
    SessionLoad load = load(0);
    load.begin(3);
    load.due(1);
    load.flush();
    assertEquals(List.of(), begun);
  }

  @Test
  void onceStoppedItBeginsNothingMore() {
    SessionLoad load = load(0);
    BenchSession session = opened(load);
    load.begin(1);
    load.stop();
    reply(load, session, 0, begun.getFirst());
    load.due(7);
    assertEquals(1, begun.size());
  }

  @Test
  void aLoadThatNeverStoodStopsToo() {
    SessionLoad load = load(0);
    load.stop();
    load.begin(1);
    assertEquals(List.of(), begun);
  }

  @Test
  void anIdentityGoesOnWithTheLatestZxid() {
    SessionIdentity fresh = SessionIdentity.fresh(4000);
    assertEquals(0, fresh.id());
    assertEquals(Requests.PASSWORD, fresh.password().length);
    SessionIdentity later = fresh.at(77);
    assertEquals(77, later.lastZxid());
    assertEquals(4000, later.timeoutMs());
  }
}
