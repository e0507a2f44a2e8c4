package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;

/** Linux's epoll through Netty's native library. */
final class EpollMechanism implements IoMechanism {
  /** Fails with a {@link LinkageError} where the classes or the native library are missing. */
  EpollMechanism() {
    Epoll.ensureAvailability();
  }

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public IoHandlerFactory handlers() {
    return EpollIoHandler.newFactory();
  }

  @Override
  public Channel newServerChannel() {
    return new EpollServerSocketChannel();
  }

  @Override
  public Channel newChannel() {
    return new EpollSocketChannel();
  }
}
