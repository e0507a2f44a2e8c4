package io.vivarium.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The event loops of the load generator and the connections on them. */
public final class Network implements AutoCloseable {
  private static final int CONNECT_MS = 10_000;

  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();
  private final @Nullable SslContext tls;

  private Network(int threads, @Nullable SslContext tls) {
    this.tls = tls;
    group = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
    for (EventExecutor executor : group) {
      loops.add((EventLoop) executor);
    }
  }

  /** So many event loops, a thread each, whose connections are in the clear. */
  public Network(int threads) {
    this(threads, (SslContext) null);
  }

  /**
   * So many event loops, a thread each, whose connections are encrypted.
   *
   * @throws IOException when a certificate or key cannot be read
   */
  public static Network encrypted(int threads, Tls tls) throws IOException {
    return new Network(threads, context(tls));
  }

  private static SslContext context(Tls tls) throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    try {
      Path authorities = tls.authorities();
      if (authorities != null) {
        builder.trustManager(authorities.toFile());
      }
      Path certificate = tls.certificate();
      Path key = tls.key();
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException("TLS cannot be set up with " + tls + ": " + reason(e), e);
    }
  }

  /** Netty says which file it was, the cause what was wrong with it. */
  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return failure.getMessage() + (cause == null ? "" : ", " + cause.getMessage());
  }

  List<EventLoop> loops() {
    return loops;
  }

  /** Opens a connection for the session on an event loop; its driver is told how that goes. */
  void connect(EventLoop loop, InetSocketAddress server, BenchSession session, Failure failure) {
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
        .handler(tls == null ? session : encrypting(tls, server, session))
        .connect(server)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                failure.because(connected.cause());
              }
            });
  }

  private static ChannelHandler encrypting(
      SslContext tls, InetSocketAddress server, BenchSession session) {
    return new ChannelInitializer<SocketChannel>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel
            .pipeline()
            .addLast(
                tls.newHandler(channel.alloc(), server.getHostString(), server.getPort()), session);
      }
    };
  }

  /** Told why a connection could not be opened. */
  @FunctionalInterface
  interface Failure {
    void because(Throwable cause);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
