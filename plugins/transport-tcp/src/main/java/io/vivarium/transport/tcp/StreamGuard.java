package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.ServerTls;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a transport built on this one puts between its sockets and its connections: encryption, and the proof of who the peer is.
 *
 * <p>A guard adds handlers to a socket's pipeline before the connection is added behind them. Handlers that make the connection wait
 * hold {@code channelActive} back; when the stream stands they fire a {@link GuardedStream}, if it is encrypted, and then
 * {@code channelActive}. When it will not stand they fire an exception, whose message names the reason, and close the socket.
 * After that they turn the end of what the peer sends into a {@code ChannelInputShutdownEvent}, once.
 */
public interface StreamGuard {
  /** No guard: every stream is plain. */
  StreamGuard NONE = new PlainStreams();

  /** Acquires what it needs; before the first socket. */
  void start() throws PluginException;

  /**
   * Refuses an endpoint that it cannot serve.
   *
   * @param listening whether connections are to be accepted there, not opened
   * @throws IOException with the reason, which is added to the name of the endpoint
   */
  void check(Endpoint endpoint, boolean listening) throws IOException;

  /**
   * Prepares a socket that was accepted at the endpoint. Not registered yet; any thread.
   *
   * @return whether the connection is made to wait
   */
  boolean accepted(Channel socket, Endpoint endpoint);

  /** Prepares a socket that is to connect to the endpoint. Not registered yet; any thread. */
  void connecting(Channel socket, Endpoint endpoint);

  /**
   * What encrypts an endpoint of this purpose that others serve; as {@link io.vivarium.spi.transport.Transport#tls}.
   *
   * @throws IOException when there is no key for that
   */
  @Nullable ServerTls tls(Endpoint.Purpose purpose) throws IOException;

  /** Gives everything back; after the last socket. */
  void close();
}
