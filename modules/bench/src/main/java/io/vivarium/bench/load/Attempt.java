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

  private final Network network;
  private final EventLoop loop;
  private final InetSocketAddress server;
  private final byte[] path;
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  private Attempt(Network network, InetSocketAddress server, byte[] path) {
    this.network = network;
    this.loop = network.loops().get(0);
    this.server = server;
    this.path = path;
  }

  /** Begins to try; returns at once. */
  static Attempt toRead(Network network, InetSocketAddress server, byte[] path) {
    Attempt attempt = new Attempt(network, server, path);
    attempt.connect();
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
      network.connect(loop, server, new BenchSession(this, SESSION_TIMEOUT_MS), _ -> again());
    }
  }

  private void again() {
    var _ = loop.schedule(this::connect, RETRY_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void opened(BenchSession session) {
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
