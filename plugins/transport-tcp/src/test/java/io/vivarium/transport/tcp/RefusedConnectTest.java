package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a connect that comes to nothing, and of its socket. */
class RefusedConnectTest {
  private final TckContext context = new TckContext(Map.of("transport.tcp.threads", "1"));

  /** It may report the end of its input before anybody has a connection. */
  @Test
  void theEndOfAnInputThatNeverWasIsNoFailure() throws PluginException {
    IoThread thread =
        new IoThread(TcpSettings.from(context.config()), new NioMechanism(), context.threads());
    ChannelConnection connection = new ChannelConnection(thread, opened -> null, why -> {});
    ChannelHandlerContext nobody =
        new EmbeddedChannel(new ChannelInboundHandlerAdapter()).pipeline().firstContext();
    assertDoesNotThrow(
        () ->
            connection.new Events().userEventTriggered(nobody, ChannelInputShutdownEvent.INSTANCE));
  }

  /** One that stays open is ready for ever: its I/O thread would find no rest. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "nio"})
  void itsSocketIsClosedByTheTimeThatTheFailureIsTold(String mechanism) throws Exception {
    Recording sockets = new Recording(IoMechanism.named(mechanism));
    TcpTransport transport =
        new TcpTransport(
            TcpSettings.from(context.config()), sockets, context.threads(), StreamGuard.NONE);
    transport.start();
    try {
      CompletableFuture<Boolean> open = new CompletableFuture<>();
      transport.connect(
          refusing(), connection -> null, failure -> open.complete(sockets.last().isOpen()));
      assertFalse(open.get(30, TimeUnit.SECONDS));
    } finally {
      transport.close();
    }
  }

  @Test
  void whoHasNoDescriptorLeftIsToldSo() throws Exception {
    IoMechanism exhausted =
        new Recording(new NioMechanism()) {
          @Override
          public Channel newChannel() {
            throw new ChannelException("Too many open files");
          }
        };
    IOException failure = failureOf(exhausted, StreamGuard.NONE, _ -> {});
    assertTrue(failure.getMessage().startsWith("cannot connect to the client endpoint 127.0.0.1:"));
    assertTrue(failure.getMessage().endsWith(": Too many open files"), failure::getMessage);
  }

  /** Each attempt would cost a descriptor. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "nio"})
  void aSocketThatCannotBeGuardedIsClosedByTheTimeThatTheFailureIsTold(String mechanism)
      throws Exception {
    Recording sockets = new Recording(IoMechanism.named(mechanism));
    CompletableFuture<Boolean> open = new CompletableFuture<>();
    IOException failure =
        failureOf(sockets, new Helpless(), _ -> open.complete(sockets.last().isOpen()));
    assertTrue(failure.getMessage().endsWith(": no engine"), failure::getMessage);
    assertFalse(open.get(30, TimeUnit.SECONDS));
  }

  private IOException failureOf(
      IoMechanism mechanism, StreamGuard guard, Consumer<IOException> looking) throws Exception {
    TcpTransport transport =
        new TcpTransport(TcpSettings.from(context.config()), mechanism, context.threads(), guard);
    transport.start();
    try {
      CompletableFuture<IOException> told = new CompletableFuture<>();
      transport.connect(
          refusing(),
          connection -> null,
          failure -> {
            looking.accept(failure);
            told.complete(failure);
          });
      return told.get(30, TimeUnit.SECONDS);
    } finally {
      transport.close();
    }
  }

  /** One name is being looked up and one waits for that when the transport closes. */
  @Test
  void thoseWhoseNamesAreLookedUpWhenTheTransportClosesAreTold() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    AtomicBoolean slow = new AtomicBoolean();
    ThreadFactory threads =
        task -> {
          boolean late = slow.get();
          return context
              .threads()
              .newThread(
                  () -> {
                    if (late) {
                      awaitUninterruptibly(closed);
                    }
                    task.run();
                  });
        };
    TcpTransport transport =
        new TcpTransport(
            TcpSettings.from(context.config()), new NioMechanism(), threads, StreamGuard.NONE);
    transport.start();
    transport.listen(Endpoint.client("127.0.0.1", 0), connection -> null); // the I/O thread runs
    slow.set(true);
    BlockingQueue<IOException> told = new LinkedBlockingQueue<>();
    for (int i = 0; i < 2; i++) {
      transport.connect(Endpoint.client("localhost", 1), connection -> null, told::add);
    }
    transport.close();
    closed.countDown();
    for (int i = 0; i < 2; i++) {
      IOException failure = told.poll(30, TimeUnit.SECONDS);
      assertNotNull(failure);
      assertTrue(
          failure.getMessage().startsWith("cannot connect to the client endpoint localhost:1: "),
          failure::getMessage);
    }
  }

  @Test
  void aNameIsNotLookedUpAfterTheClose() {
    Resolver resolver = new Resolver(context.threads());
    resolver.close();
    CompletableFuture<String> told = new CompletableFuture<>();
    resolver.resolve(
        Endpoint.client("localhost", 1),
        _ -> told.complete("found"),
        (why, _) -> told.complete(why));
    assertEquals("the transport is closed", told.getNow("nothing"));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Endpoint refusing() throws Exception {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Endpoint.client("127.0.0.1", gone.getLocalPort());
    }
  }

  /** Can encrypt nothing. */
  private static final class Helpless implements StreamGuard {
    @Override
    public void start() {}

    @Override
    public void check(Endpoint endpoint, boolean listening) {}

    @Override
    public boolean accepted(Channel socket, Endpoint endpoint) {
      return false;
    }

    @Override
    public void connecting(Channel socket, Endpoint endpoint) {
      throw new IllegalStateException("no engine");
    }

    @Override
    public @Nullable ServerTls tls(Endpoint.Purpose purpose) {
      return null;
    }

    @Override
    public void close() {}
  }

  /** Remembers the socket that was made last. */
  private static class Recording implements IoMechanism {
    private final IoMechanism real;
    private final CompletableFuture<Channel> made = new CompletableFuture<>();

    Recording(IoMechanism real) {
      this.real = real;
    }

    Channel last() {
      return made.join();
    }

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public IoHandlerFactory handlers() {
      return real.handlers();
    }

    @Override
    public Channel newServerChannel() {
      return real.newServerChannel();
    }

    @Override
    public Channel newChannel() {
      Channel channel = real.newChannel();
      made.complete(channel);
      return channel;
    }

    @Override
    public void begin(Channel accepted, IoThread thread, HandlerFactory handlers) {
      real.begin(accepted, thread, handlers);
    }
  }
}
