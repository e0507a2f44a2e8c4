package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.epoll.Epoll;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the suite of the SPI does not ask: how a socket that nobody reads ends, and what connections share. */
class EpollConnectionTest {
  private static final int PATIENCE_SECONDS = 60;

  private final BlockingQueue<Silent> accepted = new LinkedBlockingQueue<>();
  private TcpTransport transport;
  private Listener listener;

  @BeforeAll
  static void whereEpollLoads() {
    Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
  }

  @BeforeEach
  void listen() throws Exception {
    TckContext context = new TckContext(Map.of("transport.tcp.threads", "1"));
    transport =
        new TcpTransport(
            TcpSettings.from(context.config()),
            new EpollMechanism(),
            context.threads(),
            StreamGuard.NONE);
    transport.start();
    listener = transport.listen(Endpoint.client("127.0.0.1", 0), Silent::new);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private Socket dial() throws IOException {
    InetSocketAddress address = (InetSocketAddress) listener.address();
    return new Socket(address.getAddress(), address.getPort());
  }

  private Silent next() throws InterruptedException {
    return Objects.requireNonNull(accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void reset(Socket peer) throws IOException {
    peer.setSoLinger(true, 0);
    peer.close();
  }

  /** Otherwise the I/O thread would be told of it for ever. */
  @Test
  void aResetIsNoticedThoughNothingIsRead() throws Exception {
    Socket peer = dial();
    Silent handler = next();
    CompletableFuture<Void> off = new CompletableFuture<>();
    handler.connection.execute(
        () -> {
          handler.connection.reading(false);
          off.complete(null);
        });
    get(off);
    reset(peer);
    assertNotNull(get(handler.closed));
  }

  @Test
  void aResetIsNoticedThoughThePeerHadEndedItsOutput() throws Exception {
    Socket peer = dial();
    Silent handler = next();
    peer.shutdownOutput();
    get(handler.ended);
    reset(peer);
    assertNotNull(get(handler.closed));
  }

  @Test
  void whoConnectsToOnePortSharesItsAddress() throws Exception {
    try (Socket first = dial();
        Socket second = dial()) {
      assertEquals(first.getPort(), second.getPort());
      assertSame(next().connection.peer().local(), next().connection.peer().local());
    }
  }

  /** Answers later, or never. */
  private final class Silent implements ConnectionHandler {
    final Connection connection;
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final CompletableFuture<@Nullable Throwable> closed = new CompletableFuture<>();

    Silent(Connection connection) {
      this.connection = connection;
      accepted.add(this);
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return received.remaining();
    }

    @Override
    public void onFrame(ByteBuffer frame) {}

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public boolean onInputEnded() {
      ended.complete(null);
      return true;
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      closed.complete(cause);
    }
  }
}
