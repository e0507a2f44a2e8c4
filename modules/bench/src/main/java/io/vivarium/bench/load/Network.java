package io.vivarium.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of the load generator and the connections on them. */
public final class Network implements AutoCloseable {
  private static final int CONNECT_MS = 10_000;

  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();

  /** So many event loops, a thread each. */
  public Network(int threads) {
    group = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
    for (EventExecutor executor : group) {
      loops.add((EventLoop) executor);
    }
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
        .handler(session)
        .connect(server)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                failure.because(connected.cause());
              }
            });
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
