package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a socket whose connect is refused. */
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

  private static Endpoint refusing() throws Exception {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Endpoint.client("127.0.0.1", gone.getLocalPort());
    }
  }

  /** Remembers the socket that was made last. */
  private static final class Recording implements IoMechanism {
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
