package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The echo server of {@link EchoBenchmark} written on Netty directly: what the seam is compared with. */
@SuppressWarnings("FutureReturnValueIgnored")
final class BareNettyEcho implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group;
  private final Channel socket;

  BareNettyEcho(IoMechanism mechanism) {
    group = new MultiThreadIoEventLoopGroup(1, mechanism.handlers());
    socket = mechanism.newServerChannel();
    socket
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object accepted) {
                Channel connection = (Channel) accepted;
                connection.config().setOption(ChannelOption.TCP_NODELAY, true);
                connection
                    .pipeline()
                    .addLast(
                        new ChannelInitializer<>() {
                          @Override
                          protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new Echo());
                          }
                        });
                group.register(connection).syncUninterruptibly();
              }
            });
    group.register(socket).syncUninterruptibly();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly();
  }

  int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  @Override
  public void close() {
    socket.close().syncUninterruptibly();
    group.shutdownGracefully().syncUninterruptibly();
  }

  /** Cuts frames, copies them to one buffer per read and writes it once. */
  private static final class Echo extends ChannelInboundHandlerAdapter {
    private ByteBuf partial;
    private ByteBuf output;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      if (partial != null) {
        partial.writeBytes(in);
        in.release();
        in = partial;
        partial = null;
      }
      if (output == null) {
        output = context.alloc().directBuffer(in.readableBytes());
      }
      while (in.readableBytes() >= 4) {
        int length = in.getInt(in.readerIndex()) + 4;
        if (in.readableBytes() < length) {
          break;
        }
        output.writeBytes(in, length);
      }
      if (in.isReadable()) {
        partial = context.alloc().directBuffer(in.readableBytes() * 2).writeBytes(in);
      }
      in.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
      context.close(); // the load has ended
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (output != null) {
        context.writeAndFlush(output, context.voidPromise());
        output = null;
      }
    }
  }
}
