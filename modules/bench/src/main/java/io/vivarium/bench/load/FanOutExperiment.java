package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One write and the plan's sessions watching: latency is from the write to the last event, throughput and CPU are those of events.
 * Every session reads again when its watch has fired, as clients do, and the next write waits for the last of them.
 */
record FanOutExperiment() implements Experiment.OfAny {
  private static final int SESSION_TIMEOUT_MS = 30_000;

  @Override
  public String word() {
    return "fanout";
  }

  @Override
  public String description() {
    return "one setData and all sessions watching the znode: time to the last event, events a second";
  }

  @Override
  public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    String root = "/fanout-" + Long.toHexString(System.nanoTime());
    Preparation.make(network, servers.addresses().get(0), root, List.of());
    Measurement measurement = new Measurement(1, servers.pids());
    Crowd crowd = new Crowd(plan, Requests.path(root), measurement);
    EventLoop loop = network.loops().get(0);
    List<InetSocketAddress> addresses = servers.addresses();
    network.connect(loop, addresses.get(0), crowd.writing, measurement::lost);
    for (int i = 0; i < plan.sessions(); i++) {
      network.connect(
          loop, addresses.get(i % addresses.size()), crowd.watching(), measurement::lost);
    }
    measurement.awaitOpen(crowd.opened);
    loop.execute(crowd::begin);
    try {
      measurement.pass(plan, progress);
    } finally {
      loop.submit(crowd::end).await();
    }
    LoadResult rounds = measurement.result();
    int watchers = plan.sessions();
    Figures events = rounds.use().over(rounds.latencies().getTotalCount() * watchers);
    return rounds.figures().with(events).with(Quantity.THROUGHPUT, rounds.throughput() * watchers);
  }

  /** The writer and those who watch, all on one event loop. */
  private static final class Crowd {
    private final byte[] path;
    private final byte[] data;
    private final int size;
    private final Measurement measurement;
    private final CountDownLatch opened;
    private final BenchSession writing;
    private final List<BenchSession> watching = new ArrayList<>();
    private long writtenNanos;
    private int fired;
    private int armed;
    private boolean ended;

    Crowd(Plan plan, byte[] path, Measurement measurement) {
      this.path = path;
      this.data = Znodes.data(plan.dataBytes());
      this.size = plan.sessions();
      this.measurement = measurement;
      this.opened = new CountDownLatch(size + 1);
      this.writing = new BenchSession(new Member(false), SESSION_TIMEOUT_MS);
    }

    BenchSession watching() {
      BenchSession session = new BenchSession(new Member(true), SESSION_TIMEOUT_MS);
      watching.add(session);
      return session;
    }

    void begin() {
      watching.forEach(this::arm);
      watching.forEach(BenchSession::flush);
    }

    void end() {
      ended = true;
      watching.add(writing);
      watching.forEach(BenchSession::ending);
      watching.forEach(BenchSession::disconnect);
    }

    private void arm(BenchSession session) {
      Requests.get(session.outgoing(), session.nextXid(), path, true);
      session.sent(0);
    }

    private void armed() {
      if (++armed == size && !ended) {
        armed = 0;
        fired = 0;
        writtenNanos = System.nanoTime();
        Requests.set(writing.outgoing(), writing.nextXid(), path, data);
        writing.sent(writtenNanos);
        writing.flush();
      }
    }

    private void fired() {
      if (++fired == size) {
        measurement.loop(0).completed(writtenNanos, System.nanoTime());
      }
    }

    /** The session that writes, or one of those that watch. */
    private final class Member implements BenchSession.Driver {
      private final boolean watches;

      Member(boolean watches) {
        this.watches = watches;
      }

      @Override
      public void opened(BenchSession session) {
        opened.countDown();
      }

      @Override
      public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
        if (error != 0) {
          measurement.lost(new IOException("a request failed with error " + error));
        } else if (watches) {
          armed();
        }
      }

      @Override
      public void fired(BenchSession session) {
        Crowd.this.fired();
        arm(session);
      }

      @Override
      public void closed(BenchSession session, @Nullable Throwable cause) {
        if (cause != null) {
          measurement.lost(cause);
        }
      }
    }
  }
}
