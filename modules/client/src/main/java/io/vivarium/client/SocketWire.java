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
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wire over TCP, encrypted or not. */
final class SocketWire extends ChannelInboundHandlerAdapter implements Wire {
  private static final Logger LOG = LoggerFactory.getLogger(SocketWire.class);

  private final Reader reader;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Channel channel;
  private @Nullable Throwable failure;

  private SocketWire(Reader reader) {
    this.reader = reader;
  }

  /** Opens wires; those with encryption say who they are and whom they expect. */
  static Opener opener(ClientBuilder.@Nullable Encryption encryption) {
    return (loop, server, timeoutMs, reader) -> open(loop, server, timeoutMs, encryption, reader);
  }

  private static Wire open(
      EventLoop loop,
      InetSocketAddress server,
      int timeoutMs,
      ClientBuilder.@Nullable Encryption encryption,
      Reader reader) {
    SocketWire wire = new SocketWire(reader);
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel opened) {
                    if (encryption != null) {
                      opened.pipeline().addLast(new SslHandler(engine(server, encryption)));
                    }
                    opened.pipeline().addLast(wire);
                  }
                })
            .connect(server);
    if (connecting.cause() == null) { // a channel that could not be made cannot be closed either
      wire.channel = connecting.channel();
    }
    ChannelFuture unused =
        connecting.addListener(
            done -> {
              if (!done.isSuccess()) {
                failed(loop, done.cause(), reader);
              }
            });
    return wire;
  }

  /**
   * Later, as who opens the wire does not have it yet when a name does not resolve; and on the loop, as a channel that could not be made
   * tells it on a thread of its own.
   */
  private static void failed(EventLoop loop, Throwable why, Reader reader) {
    try {
      loop.execute(() -> reader.closed(why));
    } catch (RejectedExecutionException e) {
      LOG.debug("The client has ended, and this wire with it", why);
    }
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

  @Override
  public void send(ByteBuffer bytes) {
    if (context != null) {
      ByteBuf copy = context.alloc().buffer(bytes.remaining()).writeBytes(bytes);
      ChannelFuture unused = context.write(copy, context.voidPromise());
    }
  }

  @Override
  public void flush() {
    if (context != null) {
      context.flush();
    }
  }

  @Override
  public void close() {
    flush();
    if (channel != null) {
      ChannelFuture unused = channel.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    context = opened;
    reader.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    reader.read((ByteBuf) message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    reader.closed(failure);
  }
}
