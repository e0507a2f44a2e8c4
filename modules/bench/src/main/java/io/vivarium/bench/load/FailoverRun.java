package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How long an ensemble is away when its leader dies: sessions over all servers each write, one request at a time; the leader is
 * killed; sessions go on wherever they are let in. All on one event loop.
 */
final class FailoverRun {
  private static final int SESSION_TIMEOUT_MS = 30_000;

  /** Between two tries of a session to be let in. */
  private static final long RETRY_MS = 5;

  private static final long PATIENCE_SECONDS = 60;

  private final List<InetSocketAddress> servers;
  private final Network network;
  private final CountDownLatch ready;
  private final CountDownLatch back;
  private final AtomicLong firstWriteNanos = new AtomicLong();
  private final AtomicLong lastSessionNanos = new AtomicLong();
  private volatile long killedNanos;
  private volatile boolean ended;

  /** Kills the leader; returns when it is dead. */
  @FunctionalInterface
  interface Kill {
    void kill() throws IOException, InterruptedException;
  }

  /** A run with so many sessions. */
  FailoverRun(List<InetSocketAddress> servers, int sessions, Network network) {
    this.servers = List.copyOf(servers);
    this.network = network;
    this.ready = new CountDownLatch(sessions);
    this.back = new CountDownLatch(sessions);
  }

  /**
   * Lets the sessions write, has the leader killed, and waits until all sessions write again.
   *
   * @return from the kill to the first write that was acknowledged and had been sent after the kill, and to the moment when the
   *     last session had a write acknowledged again
   */
  Figures run(Kill leader) throws IOException, InterruptedException {
    EventLoop loop = network.loops().get(0);
    String root = "/failover-" + Long.toHexString(System.nanoTime());
    Preparation.make(network, servers.get(0), root, List.of());
    List<Survivor> survivors = new ArrayList<>();
    for (int i = 0; i < ready.getCount(); i++) {
      Survivor survivor = new Survivor(loop, Requests.path(root), i);
      survivors.add(survivor);
    }
    survivors.forEach(Survivor::connect);
    await(ready, "the sessions did not all open");
    killedNanos = System.nanoTime();
    leader.kill();
    await(back, "the sessions did not all come back");
    ended = true;
    return Figures.none()
        .with(Quantity.FIRST_WRITE, (firstWriteNanos.get() - killedNanos) / 1e6)
        .with(Quantity.LAST_SESSION, (lastSessionNanos.get() - killedNanos) / 1e6);
  }

  private static void await(CountDownLatch latch, String failure)
      throws IOException, InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(failure + " within " + PATIENCE_SECONDS + " s");
    }
  }

  /** A client that goes on. */
  private final class Survivor implements BenchSession.Driver {
    private final EventLoop loop;
    private final byte[] path;
    private int server;
    private SessionIdentity identity = SessionIdentity.fresh(SESSION_TIMEOUT_MS);
    private boolean wasReady;
    private boolean isBack;

    Survivor(EventLoop loop, byte[] path, int server) {
      this.loop = loop;
      this.path = path;
      this.server = server;
    }

    void connect() {
      InetSocketAddress address = servers.get(server++ % servers.size());
      network.connect(loop, address, new BenchSession(this, identity), _ -> again());
    }

    private void again() {
      if (!ended) {
        var _ = loop.schedule(this::connect, RETRY_MS, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void opened(BenchSession session) {
      identity = session.identity();
      write(session);
      session.flush();
    }

    private void write(BenchSession session) {
      Requests.set(session.outgoing(), session.nextXid(), path, path);
      session.sent(System.nanoTime());
    }

    @Override
    public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
      identity = session.identity();
      long killed = killedNanos;
      if (!wasReady) {
        wasReady = true;
        ready.countDown();
      } else if (killed != 0 && dueNanos > killed && error == 0 && !isBack) {
        isBack = true;
        long now = System.nanoTime();
        firstWriteNanos.compareAndSet(0, now);
        lastSessionNanos.set(now);
        back.countDown();
      }
      if (ended) {
        session.ending();
        session.disconnect();
      } else {
        write(session);
      }
    }

    @Override
    public void closed(BenchSession session, @Nullable Throwable cause) {
      again();
    }
  }
}
