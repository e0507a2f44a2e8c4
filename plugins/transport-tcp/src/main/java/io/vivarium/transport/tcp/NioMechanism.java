package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vivarium.spi.transport.HandlerFactory;

/** The JDK's selectors. */
final class NioMechanism implements IoMechanism {
  @Override
  public String name() {
    return "nio";
  }

  @Override
  public IoHandlerFactory handlers() {
    return NioIoHandler.newFactory();
  }

  @Override
  public Channel newServerChannel() {
    return new NioServerSocketChannel();
  }

  @Override
  public Channel newChannel() {
    return new NioSocketChannel();
  }

  @Override
  public void begin(Channel accepted, IoThread thread, HandlerFactory handlers) {
    new ChannelConnection(thread, handlers, why -> {}).begin(accepted);
  }
}
