package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.vivarium.spi.transport.Endpoint;
import java.io.IOException;

/** Nothing between socket and connection. */
final class PlainStreams implements StreamGuard {
  @Override
  public void start() {}

  @Override
  public void check(Endpoint endpoint, boolean listening) throws IOException {
    if (endpoint.secure()) {
      throw new IOException("the transport tcp does not encrypt; choose a transport that does");
    }
  }

  @Override
  public void accepted(Channel socket, Endpoint endpoint) {}

  @Override
  public void connecting(Channel socket, Endpoint endpoint) {}

  @Override
  public void close() {}
}
