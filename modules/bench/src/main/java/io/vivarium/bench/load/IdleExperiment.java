package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that do nothing but ping: what each takes of the server's memory, and CPU time of a ping. The time that the server
 * needs for itself is in it too, so let there be many.
 */
record IdleExperiment() implements Experiment.OfAny {
  /** Short, so that they ping often: every third of it. */
  private static final int SESSION_TIMEOUT_MS = 6_000;

  /** Connections being opened at one time: fewer than a server's backlog. */
  private static final int OPENING = 40;

  @Override
  public String word() {
    return "idle";
  }

  @Override
  public String description() {
    return "sessions that only ping: memory of each, CPU of a ping";
  }

  @Override
  public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    Measurement measurement = new Measurement(network.loops().size(), servers.pids());
    double heapBefore = LiveHeap.bytes(servers.pids());
    // Behind the histogram, which makes a JVM touch memory that has nothing to do with sessions.
    ProcessUse before = ProcessUse.of(servers.pids());
    CountDownLatch opened = new CountDownLatch(plan.sessions());
    List<BenchSession> sessions = open(servers, plan.sessions(), network, measurement, opened);
    try {
      measurement.awaitOpen(opened);
      measurement.pass(rounds(plan, sessions.getFirst()), progress);
      ProcessUse after = ProcessUse.of(servers.pids());
      double heap = LiveHeap.bytes(servers.pids()) - heapBefore;
      double resident = (double) after.residentBytes() - before.residentBytes();
      LoadResult pings = measurement.result();
      return pings
          .use()
          .over(pings.latencies().getTotalCount())
          .with(Quantity.THROUGHPUT, pings.throughput())
          .with(Quantity.RESIDENT_EACH, resident / plan.sessions())
          .with(Quantity.HEAP_EACH, heap / plan.sessions());
    } finally {
      sessions.forEach(BenchSession::disconnect);
    }
  }

  /** Long enough for every session to ping twice before is measured, and twice then. */
  private static Plan rounds(Plan plan, BenchSession session) {
    int twice = Math.ceilDiv(session.identity().timeoutMs() * 2, 3 * 1000);
    return plan.over(Math.max(plan.warmUpSeconds(), twice), Math.max(plan.seconds(), twice));
  }

  private static List<BenchSession> open(
      Servers servers, int count, Network network, Measurement measurement, CountDownLatch opened)
      throws IOException, InterruptedException {
    List<EventLoop> loops = network.loops();
    List<InetSocketAddress> addresses = servers.addresses();
    Semaphore opening = new Semaphore(OPENING);
    List<BenchSession> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opening.acquire();
      measurement.check();
      int loop = i % loops.size();
      Idler idler = new Idler(measurement, measurement.loop(loop), opened, opening);
      BenchSession session = new BenchSession(idler, SESSION_TIMEOUT_MS);
      sessions.add(session);
      network.connect(loops.get(loop), addresses.get(i % addresses.size()), session, idler::lost);
    }
    return sessions;
  }

  /** Counts its pings; that they are quick is not what is measured. */
  private record Idler(
      Measurement measurement, LoopFigures figures, CountDownLatch opened, Semaphore opening)
      implements BenchSession.Driver {
    @Override
    public void opened(BenchSession session) {
      opening.release();
      opened.countDown();
    }

    @Override
    public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
      lost(new IOException("a reply to a session that asked for nothing"));
    }

    @Override
    public void pinged() {
      long now = System.nanoTime();
      figures.completed(now, now);
    }

    void lost(Throwable cause) {
      measurement.lost(cause);
      opening.release();
    }

    @Override
    public void closed(BenchSession session, @Nullable Throwable cause) {
      if (cause != null) {
        lost(cause);
      }
    }
  }
}
