package io.vivarium.spi.tck.consensus;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A network with nobody else in it: nobody comes to a listener, nobody answers. */
final class EmptyNetwork implements Transport {
  @Override
  public void start() {}

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) {
    return new Listener() {
      @Override
      public SocketAddress address() {
        return InetSocketAddress.createUnresolved("nowhere", endpoint.port());
      }

      @Override
      public void accepting(boolean on) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    failed.because(new IOException("nobody is at " + endpoint));
  }

  @Override
  public void close() {}
}
