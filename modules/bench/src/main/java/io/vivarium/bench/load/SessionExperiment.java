package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sessions opened and closed: each of the plan's sessions is a place in which one follows the other. */
record SessionExperiment() implements Experiment.OfAny {
  private static final int SESSION_TIMEOUT_MS = 30_000;

  @Override
  public String word() {
    return "session";
  }

  @Override
  public String description() {
    return "a session opened on a new connection, then closed; one after the other in as many places as there are sessions";
  }

  @Override
  public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    List<EventLoop> loops = network.loops();
    Measurement measurement = new Measurement(loops.size(), servers.pids());
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < plan.sessions(); i++) {
      int loop = i % loops.size();
      InetSocketAddress server = servers.addresses().get(i % servers.addresses().size());
      places.add(new Place(network, loops.get(loop), server, measurement, loop));
    }
    places.forEach(Place::begin);
    try {
      measurement.pass(plan, progress);
    } finally {
      CountDownLatch ended = new CountDownLatch(places.size());
      places.forEach(place -> place.end(ended));
      // A place that is in the middle of a connection ends with it; none takes longer than that.
      var _ = ended.await(5, TimeUnit.SECONDS);
    }
    return measurement.result().figures();
  }

  /** One session after the other. On one event loop but for its beginning and end. */
  private static final class Place implements BenchSession.Driver {
    private final Network network;
    private final EventLoop loop;
    private final InetSocketAddress server;
    private final Measurement measurement;
    private final LoopFigures figures;
    private long begunNanos;
    private boolean closing;
    private @Nullable CountDownLatch ended;

    Place(
        Network network,
        EventLoop loop,
        InetSocketAddress server,
        Measurement measurement,
        int number) {
      this.network = network;
      this.loop = loop;
      this.server = server;
      this.measurement = measurement;
      this.figures = measurement.loop(number);
    }

    void begin() {
      loop.execute(this::next);
    }

    void end(CountDownLatch latch) {
      loop.execute(
          () -> {
            ended = latch;
            if (closing) {
              latch.countDown();
            }
          });
    }

    private void next() {
      if (ended != null) {
        ended.countDown();
        return;
      }
      closing = false;
      begunNanos = System.nanoTime();
      network.connect(loop, server, new BenchSession(this, SESSION_TIMEOUT_MS), this::lost);
    }

    private void lost(Throwable cause) {
      closing = true;
      measurement.lost(cause);
    }

    @Override
    public void opened(BenchSession session) {
      Requests.close(session.outgoing(), session.nextXid());
      session.sent(begunNanos);
      session.ending();
      session.flush();
    }

    @Override
    public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
      if (error == 0) {
        figures.completed(dueNanos, System.nanoTime());
      } else {
        figures.failed(error);
      }
      session.disconnect();
    }

    @Override
    public void closed(BenchSession session, @Nullable Throwable cause) {
      if (cause == null) {
        next();
      } else {
        lost(cause);
      }
    }
  }
}
