package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads a znode of one server until it is served, however often the server has to be asked. */
final class Attempt implements BenchSession.Driver {
  private static final int SESSION_TIMEOUT_MS = 30_000;

  /** Between two tries to be let in, or to find what is looked for. */
  private static final long RETRY_MS = 2;

  private static final long PATIENCE_SECONDS = 300;

  /**
   * So long a connection may be without a session. ZooKeeper sometimes never reads what comes while it starts; its own clients come
   * again after some seconds, too.
   */
  private static final long SILENCE_MS = 1000;

  private final Network network;
  private final EventLoop loop;
  private final InetSocketAddress server;
  private final byte[] path;
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  /** Sessions so far; of the loop. */
  private int opened;

  private Attempt(Network network, InetSocketAddress server, byte[] path) {
    this.network = network;
    this.loop = network.loops().get(0);
    this.server = server;
    this.path = path;
  }

  /** Begins to try; returns at once. */
  static Attempt toRead(Network network, InetSocketAddress server, byte[] path) {
    Attempt attempt = new Attempt(network, server, path);
    attempt.loop.execute(attempt::connect);
    return attempt;
  }

  /** The moment of the answer, ns of {@link System#nanoTime}. */
  long await() throws IOException, InterruptedException {
    try {
      return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      done.cancel(false);
      throw new IOException(
          server + " did not serve what was written within " + PATIENCE_SECONDS + " s", e);
    }
  }

  private void connect() {
    if (!done.isDone()) {
      BenchSession session = new BenchSession(this, SESSION_TIMEOUT_MS);
      int before = opened;
      network.connect(loop, server, session, _ -> again());
      var _ =
          loop.schedule(
              () -> {
                if (opened == before) {
                  session.disconnect();
                }
              },
              SILENCE_MS,
              TimeUnit.MILLISECONDS);
    }
  }

  private void again() {
    var _ = loop.schedule(this::connect, RETRY_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void opened(BenchSession session) {
    opened++;
    ask(session);
  }

  private void ask(BenchSession session) {
    Requests.get(session.outgoing(), session.nextXid(), path, false);
    session.sent(0);
    session.flush();
  }

  @Override
  public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
    if (error == 0) {
      done.complete(System.nanoTime());
      session.ending();
      session.disconnect();
    } else {
      var _ = loop.schedule(() -> ask(session), RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void closed(BenchSession session, @Nullable Throwable cause) {
    again();
  }
}
