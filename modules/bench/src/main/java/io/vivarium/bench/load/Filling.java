package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Fills servers with a population of znodes, over many sessions with many requests under way in each. */
final class Filling {
  private static final int SESSION_TIMEOUT_MS = 30_000;
  private static final long PATIENCE_SECONDS = 3600;

  private final Population population;
  private final Measurement measurement = new Measurement(1, List.of());
  private final LongAdder created = new LongAdder();
  private final CountDownLatch done;
  private final String root;
  private final byte[] data;
  private final int inFlight;

  private Filling(Population population, int sessions, int inFlight, String root) {
    this.population = population;
    this.root = root;
    this.inFlight = inFlight;
    this.done = new CountDownLatch(sessions);
    this.data = Znodes.data(population.dataBytes());
  }

  /**
   * Makes the znodes.
   *
   * @param plan says over how many sessions, how many at once in each, and what
   * @param progress told about once a second how many there are
   * @return the path of the first znode
   */
  static byte[] fill(Plan plan, Network network, Servers servers, LongConsumer progress)
      throws IOException, InterruptedException {
    String root = "/full-" + Long.toHexString(System.nanoTime());
    Population population = plan.population();
    List<String> parents = new ArrayList<>();
    for (int i = 0; i < population.parents(); i++) {
      parents.add(root + "/p" + ("%0" + NumberedPath.DIGITS + "d").formatted(i));
    }
    List<InetSocketAddress> addresses = servers.addresses();
    Preparation.make(network, addresses.get(0), root, Znodes.empty(parents));
    Filling filling = new Filling(population, plan.sessions(), plan.inFlight(), root);
    for (int i = 0; i < plan.sessions(); i++) {
      List<EventLoop> loops = network.loops();
      network.connect(
          loops.get(i % loops.size()),
          addresses.get(i % addresses.size()),
          new BenchSession(filling.new Filler(i, plan.sessions()), SESSION_TIMEOUT_MS),
          filling.measurement::lost);
    }
    filling.await(progress);
    return filling.new Filler(0, 1).path(0).clone();
  }

  private void await(LongConsumer progress) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long told = System.nanoTime();
    while (!done.await(5, TimeUnit.MILLISECONDS)) {
      measurement.check();
      long now = System.nanoTime();
      if (now > end) {
        throw new IOException(
            population.znodes() + " znodes were not made within " + PATIENCE_SECONDS + " s");
      }
      if (now - told > TimeUnit.SECONDS.toNanos(1)) {
        told = now;
        progress.accept(created.sum());
      }
    }
    measurement.check();
  }

  /** Makes every so many-th znode. */
  private final class Filler implements BenchSession.Driver {
    private final int parentAt = root.length() + 2;
    private final int childAt = parentAt + NumberedPath.DIGITS + 2;
    private final NumberedPath path = new NumberedPath(root + "/p", "/n", population.pathBytes());
    private final int step;
    private long next;

    Filler(int first, int step) {
      this.next = first;
      this.step = step;
    }

    byte[] path(long number) {
      path.with(parentAt, number / population.perParent());
      return path.with(childAt, number);
    }

    @Override
    public void opened(BenchSession session) {
      while (session.inFlight() < inFlight && next(session)) {
        // Each asks for one more.
      }
      if (session.inFlight() == 0) {
        end(session);
      }
      session.flush();
    }

    private boolean next(BenchSession session) {
      if (next >= population.znodes()) {
        return false;
      }
      Requests.create(session.outgoing(), session.nextXid(), path(next), data);
      session.sent(0);
      next += step;
      return true;
    }

    @Override
    public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
      if (error != 0) {
        measurement.lost(new IOException("create failed with error " + error));
        session.disconnect();
        return;
      }
      created.increment();
      if (!next(session) && session.inFlight() == 0) {
        end(session);
      }
    }

    private void end(BenchSession session) {
      session.ending();
      session.disconnect();
      done.countDown();
    }

    @Override
    public void closed(BenchSession session, @Nullable Throwable cause) {
      if (cause != null) {
        measurement.lost(cause);
      }
    }
  }
}
