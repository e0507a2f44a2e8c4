package io.vivarium.client;

import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousByteChannel;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reaches servers by other means than TCP: for example in the same JVM, where {@code InProcessNetwork::connect} of the in-process
 * transport is one. What it gives carries ZooKeeper's protocol as a socket would.
 */
@FunctionalInterface
public interface Connector {
  /**
   * Opens a connection. Must not block. Any thread may complete it; a connection that comes too late is closed.
   *
   * @param server the server as the connect string names it, not resolved
   * @param executor the client's own thread: handlers of the channel are best called by it, and may be called by any other
   * @return the connection, or why there is none
   */
  CompletionStage<? extends AsynchronousByteChannel> connect(
      InetSocketAddress server, Executor executor);
}
