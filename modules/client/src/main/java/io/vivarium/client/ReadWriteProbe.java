package io.vivarium.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asks a server whether it takes writes: the four-letter word {@code isro}. */
final class ReadWriteProbe extends SimpleChannelInboundHandler<ByteBuf> {
  private static final byte[] QUESTION = "isro".getBytes(StandardCharsets.US_ASCII);
  private static final String YES = "rw";

  private final int timeoutMs;
  private final Runnable onYes;
  private final StringBuilder answer = new StringBuilder();

  private ReadWriteProbe(int timeoutMs, Runnable onYes) {
    this.timeoutMs = timeoutMs;
    this.onYes = onYes;
  }

  /** Asks; the answer yes is told on the event loop, all else is silence. */
  static void ask(
      EventLoop loop,
      InetSocketAddress server,
      ClientBuilder.Settings settings,
      int timeoutMs,
      Runnable onYes) {
    ChannelFuture unused =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
            .handler(
                Connection.pipeline(
                    server, settings.encryption(), new ReadWriteProbe(timeoutMs, onYes)))
            .connect(server);
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    ChannelFuture unused = opened.writeAndFlush(Unpooled.wrappedBuffer(QUESTION));
    Runnable ending =
        () -> {
          ChannelFuture unusedEnd = opened.close();
        };
    Future<?> unusedAlarm = opened.executor().schedule(ending, timeoutMs, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext reading, ByteBuf bytes) {
    answer.append(bytes.toString(StandardCharsets.US_ASCII));
    if (answer.length() < YES.length()) {
      return;
    }
    if (answer.toString().startsWith(YES)) {
      onYes.run();
    }
    ChannelFuture unused = reading.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    ChannelFuture unused = failed.close();
  }
}
