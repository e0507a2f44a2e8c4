package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes the znodes of a run, over one session with many requests under way. */
final class Preparation implements BenchSession.Driver {
  private static final int IN_FLIGHT = 256;
  private static final int SESSION_TIMEOUT_MS = 30_000;
  private static final long PATIENCE_SECONDS = 300;

  private final Queue<Creation> waiting;
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();

  private record Creation(byte[] path, byte[] data) {}

  private Preparation(Queue<Creation> waiting) {
    this.waiting = waiting;
  }

  /** Makes root, parents and children; returns when they are there. */
  static void make(Network network, InetSocketAddress server, String root, List<Znodes> znodes)
      throws IOException, InterruptedException {
    Queue<Creation> all = new ArrayDeque<>();
    all.add(new Creation(Requests.path(root), new byte[0]));
    for (Znodes own : znodes) {
      all.add(new Creation(Requests.path(own.home()), new byte[0]));
      for (byte[] path : own.paths()) {
        all.add(new Creation(path, own.data()));
      }
    }
    Preparation preparation = new Preparation(all);
    network.connect(
        network.loops().get(0),
        server,
        new BenchSession(preparation, SESSION_TIMEOUT_MS),
        preparation.done::completeExceptionally);
    try {
      preparation.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "the znodes of the run could not be made on " + server + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "the znodes of the run were not made within " + PATIENCE_SECONDS + " s", e);
    }
  }

  @Override
  public void opened(BenchSession session) {
    while (session.inFlight() < IN_FLIGHT && next(session)) {
      // Each asks for one more.
    }
    session.flush();
  }

  private boolean next(BenchSession session) {
    Creation creation = waiting.poll();
    if (creation == null) {
      return false;
    }
    Requests.create(session.outgoing(), session.nextXid(), creation.path(), creation.data());
    session.sent(0);
    return true;
  }

  @Override
  public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
    if (error != 0) {
      done.completeExceptionally(new IOException("create failed with error " + error));
      session.disconnect();
    } else if (!next(session) && session.inFlight() == 0) {
      session.ending();
      session.disconnect();
      done.complete(true);
    }
  }

  @Override
  public void closed(BenchSession session, @Nullable Throwable cause) {
    done.completeExceptionally(
        cause == null ? new IOException("the connection was closed") : cause);
  }
}
