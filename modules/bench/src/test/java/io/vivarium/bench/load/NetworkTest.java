package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vivarium.bench.FakeServer;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The event loops of the load generator. */
class NetworkTest {
  /** Tells when its session stands, what it is answered, and when it is gone. */
  private static final class Waiting implements BenchSession.Driver {
    final CompletableFuture<BenchSession> opened = new CompletableFuture<>();
    final CompletableFuture<Integer> answered = new CompletableFuture<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public void opened(BenchSession session) {
      opened.complete(session);
    }

    @Override
    public void replied(BenchSession session, int error, long dueNanos, ByteBuf body) {
      answered.complete(error);
    }

    @Override
    public void fired(BenchSession session) {}

    @Override
    public void closed(BenchSession session, @Nullable Throwable cause) {
      closed.complete(cause == null ? "in good order" : "lost");
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void thereAreAsManyLoopsAsWereAskedFor() {
    try (Network network = new Network(3)) {
      assertEquals(3, network.loops().stream().distinct().count());
    }
  }

  @Test
  void aSessionLivesOnTheLoopThatItWasGiven() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(2)) {
      EventLoop loop = network.loops().get(1);
      Waiting driver = new Waiting();
      CompletableFuture<Boolean> onLoop = driver.opened.thenApply(_ -> loop.inEventLoop());
      network.connect(loop, server.address(), new BenchSession(driver, 4000), _ -> {});
      // Whoever waits for `opened` itself may have to run what depends on it.
      assertTrue(get(onLoop));
    }
  }

  @Test
  void aSessionAsksIsAnsweredAndEnds() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      Waiting driver = new Waiting();
      EventLoop loop = network.loops().getFirst();
      network.connect(loop, server.address(), new BenchSession(driver, 4000), _ -> {});
      BenchSession session = get(driver.opened);
      loop.execute(
          () -> {
            Requests.exists(session.outgoing(), session.nextXid(), Requests.path("/a"));
            session.sent(1);
            session.flush();
          });
      assertEquals(0, get(driver.answered));
      assertEquals(1, session.identity().id());
      loop.execute(
          () -> {
            session.ending();
            session.disconnect();
          });
      assertEquals("in good order", get(driver.closed));
    }
  }

  @Test
  void whyAConnectionCouldNotBeOpenedIsTold() throws Exception {
    FakeServer gone = new FakeServer(0, "standalone");
    gone.close();
    CompletableFuture<Throwable> cause = new CompletableFuture<>();
    try (Network network = new Network(1)) {
      network.connect(
          network.loops().getFirst(),
          gone.address(),
          new BenchSession(new Waiting(), 4000),
          cause::complete);
      assertInstanceOf(ConnectException.class, get(cause));
    }
  }

  @Test
  void aClosedNetworkHasNoLoopsAtWork() {
    Network network = new Network(1);
    network.close();
    assertTrue(network.loops().getFirst().isShutdown());
    network.close();
  }
}
