package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.vivarium.spi.transport.HandlerFactory;
import java.net.InetSocketAddress;

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

  /** The channel that Netty has made of it is left to the collector. */
  @Override
  public void begin(Channel accepted, IoThread thread, HandlerFactory handlers) {
    EpollSocketChannel channel = (EpollSocketChannel) accepted;
    InetSocketAddress remote = channel.remoteAddress();
    InetSocketAddress local = channel.localAddress();
    if (remote == null || local == null) {
      channel.unsafe().closeForcibly(); // it went away before it was looked at
      return;
    }
    new EpollConnection((Socket) channel.fd(), thread).begin(remote, local, handlers);
  }
}
