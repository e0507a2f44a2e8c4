package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.ServerTls;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
  public boolean accepted(Channel socket, Endpoint endpoint) {
    return false;
  }

  @Override
  public void connecting(Channel socket, Endpoint endpoint) {}

  @Override
  public @Nullable ServerTls tls(Endpoint.Purpose purpose) {
    return null;
  }

  @Override
  public void close() {}
}
