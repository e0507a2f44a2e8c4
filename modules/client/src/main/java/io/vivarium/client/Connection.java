package io.vivarium.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vivarium.codec.ClientFrames;
import io.vivarium.codec.JuteWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server: whole frames in, bytes out. Its owner is told of the end exactly once, also when there never was a
 * connection. Confined to its event loop.
 *
 * <p>What is sent during one turn of the loop leaves in one piece.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final int INITIAL = 4096;

  /** Whose connection it is. */
  interface Owner {
    /** It stands. */
    void opened(Connection connection);

    /** A frame came; valid during the call. A MalformedFrameException ends the connection. */
    void frame(Connection connection, ByteBuffer body);

    /** It is over. */
    void closed(Connection connection, Throwable cause);
  }

  private final InetSocketAddress server;
  private final Owner owner;
  private final int maxBuffer;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Channel channel;
  private @Nullable ByteBuf received;
  private @Nullable Throwable reason;
  private boolean flushing;
  private boolean over;

  private Connection(InetSocketAddress server, Owner owner, int maxBuffer) {
    this.server = server;
    this.owner = owner;
    this.maxBuffer = maxBuffer;
  }

  /** Connects. */
  static Connection open(
      EventLoop loop,
      InetSocketAddress server,
      ClientBuilder.Settings settings,
      int connectTimeoutMs,
      Owner owner) {
    Connection connection = new Connection(server, owner, settings.limits().maxBuffer());
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMs)
            .handler(pipeline(server, settings.encryption(), connection))
            .connect(server);
    connection.channel = connecting.channel();
    ChannelFuture unused =
        connecting.addListener(
            done -> {
              if (!done.isSuccess()) {
                connection.over(done.cause());
              }
            });
    return connection;
  }

  static ChannelInitializer<SocketChannel> pipeline(
      InetSocketAddress server,
      ClientBuilder.@Nullable Encryption encryption,
      ChannelInboundHandlerAdapter last) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel opened) {
        if (encryption != null) {
          opened.pipeline().addLast(new SslHandler(engine(server, encryption)));
        }
        opened.pipeline().addLast(last);
      }
    };
  }

  private static SSLEngine engine(InetSocketAddress server, ClientBuilder.Encryption encryption) {
    SSLEngine engine =
        encryption.context().createSSLEngine(server.getHostString(), server.getPort());
    engine.setUseClientMode(true);
    if (encryption.verifyHost()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  InetSocketAddress server() {
    return server;
  }

  /** Sends what was written; it is copied. */
  void send(JuteWriter written) {
    ChannelHandlerContext standing = context;
    if (standing == null || over) {
      return;
    }
    ChannelFuture unused =
        standing.write(
            standing.alloc().buffer(written.position()).writeBytes(written.view()),
            standing.voidPromise());
    if (!flushing) {
      flushing = true;
      standing.executor().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    if (context != null) {
      context.flush();
    }
  }

  /** Ends it, for this reason. */
  void close(Throwable cause) {
    if (reason == null) {
      reason = cause;
    }
    flush();
    if (channel != null) {
      ChannelFuture unused = channel.close();
    }
  }

  private void over(Throwable cause) {
    if (!over) {
      over = true;
      owner.closed(this, cause);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    context = opened;
    owner.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    ByteBuf all = (ByteBuf) message;
    if (received != null) {
      ByteBuf earlier = received;
      received = null;
      earlier.writeBytes(all);
      all.release();
      all = earlier;
    }
    try {
      while (!over && frame(all)) {
        // One after the other, as long as one is whole.
      }
      if (all.isReadable() && !over) {
        received = all.alloc().buffer(Math.max(INITIAL, all.readableBytes() * 2)).writeBytes(all);
      }
    } finally {
      all.release();
    }
  }

  private boolean frame(ByteBuf all) {
    if (all.readableBytes() < Integer.BYTES) {
      return false;
    }
    int length = ClientFrames.checked(all.getInt(all.readerIndex()), maxBuffer);
    if (all.readableBytes() - Integer.BYTES < length) {
      return false;
    }
    owner.frame(this, all.nioBuffer(all.readerIndex() + Integer.BYTES, length));
    all.skipBytes(Integer.BYTES + length);
    return true;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    close(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    ReferenceCountUtil.release(received);
    received = null;
    over(reason != null ? reason : new IOException(server + " closed the connection"));
  }
}
