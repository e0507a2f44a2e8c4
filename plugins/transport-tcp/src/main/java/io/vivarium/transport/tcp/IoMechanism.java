package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.HandlerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sockets are polled: the only place that knows Netty's families of channels. */
interface IoMechanism {
  /** The name in configuration and logs. */
  String name();

  /** What drives the channels of one I/O thread. */
  IoHandlerFactory handlers();

  /** A socket that listens. */
  Channel newServerChannel();

  /** A socket that connects. */
  Channel newChannel();

  /**
   * Begins a connection over a socket that was accepted and is not registered, with nothing between the two. Any thread.
   *
   * @param handlers asked once it stands
   */
  void begin(Channel accepted, IoThread thread, HandlerFactory handlers);

  /** The mechanism an operator asked for. */
  static IoMechanism named(String name) throws PluginException {
    return switch (name) {
      case "nio" -> new NioMechanism();
      case "epoll" -> {
        try {
          yield new EpollMechanism();
        } catch (LinkageError e) {
          throw new PluginException(
              FatalReason.INVALID_INVOCATION,
              TcpSettings.MECHANISM.name()
                  + "=epoll, but epoll does not load here; use auto or nio",
              e);
        }
      }
      case "auto" -> best();
      default ->
          throw new PluginException(
              FatalReason.INVALID_INVOCATION,
              TcpSettings.MECHANISM.name() + "=" + name + " is none of auto, epoll, nio",
              null);
    };
  }

  private static IoMechanism best() {
    try {
      return new EpollMechanism();
    } catch (LinkageError e) {
      Logger log = LoggerFactory.getLogger(IoMechanism.class);
      log.info("Sockets are polled with NIO, as epoll does not load: {}", e.toString());
      return new NioMechanism();
    }
  }
}
