package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
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

  /** A socket that is closed over what has arrived resets its peer. */
  @Test
  void whatIsSentLastArrivesThoughThePeerHadSentWhatNobodyReads() throws Exception {
    try (Socket peer = dial()) {
      Silent handler = next();
      CompletableFuture<Void> off = new CompletableFuture<>();
      handler.connection.execute(
          () -> {
            handler.connection.reading(false);
            off.complete(null);
          });
      get(off);
      peer.getOutputStream().write(new byte[1_000]);
      handler.connection.execute(
          () -> {
            handler.connection.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            handler.connection.close();
          });
      assertArrayEquals(new byte[] {1, 2, 3}, peer.getInputStream().readAllBytes());
      assertNull(get(handler.closed));
    }
  }

  /**
   * The system gives the number of a socket that is closed to the one that is accepted next, while the loop may have been told of the
   * first already: of the asking one, of the listener, and of the reset one, in this order.
   */
  @Test
  void whatIsToldOfASocketThatIsGoneHarmsNobodyWhoHasItsNumber() throws Exception {
    try (Socket asking = dial()) {
      Silent asked = next();
      Socket reset = dial();
      Silent gone = next();
      asked.answer = gone.connection::close;
      CompletableFuture<Void> busy = new CompletableFuture<>();
      CompletableFuture<Void> ready = new CompletableFuture<>();
      gone.connection.execute(
          () -> {
            gone.connection.reading(false);
            busy.complete(null);
            ready.join();
          });
      get(busy);
      asking.getOutputStream().write(1);
      try (Socket late = dial()) {
        reset(reset);
        try (Socket other = dial()) { // the client's end, so that what is free is the server's
          ready.complete(null);
          late.getOutputStream().write(1);
          other.getOutputStream().write(1);
          get(next().spoken);
          get(next().spoken);
        }
      }
      get(gone.closed);
    }
  }

  @Test
  void whoConnectsToOnePortSharesItsAddress() throws Exception {
    try (Socket first = dial();
        Socket second = dial()) {
      assertEquals(first.getPort(), second.getPort());
      assertSame(next().connection.peer().local(), next().connection.peer().local());
    }
  }

  /** Says nothing of its own accord. */
  private final class Silent implements ConnectionHandler {
    final Connection connection;
    final CompletableFuture<Void> spoken = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final CompletableFuture<@Nullable Throwable> closed = new CompletableFuture<>();
    volatile Runnable answer = () -> {};

    Silent(Connection connection) {
      this.connection = connection;
      accepted.add(this);
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return received.remaining();
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      spoken.complete(null);
      answer.run();
    }

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
      spoken.completeExceptionally(new IOException("closed before it said anything", cause));
      closed.complete(cause);
    }
  }
}
