package com.example.embedded;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.PluginException;
import io.vivarium.transport.inprocess.InProcessNetwork;
import io.vivarium.transport.inprocess.InProcessTransportProvider;

/** A coordination service inside this process: in memory, without sockets. */
final class Coordination implements AutoCloseable {
  private final InProcessNetwork network = new InProcessNetwork();
  private final Server server;

  Coordination() throws PluginException {
    server =
        ServerBuilder.fromCode()
            .set("transport", "inprocess")
            .set("storage", "memory")
            .set("clientPort", "auto")
            .plugin(new InProcessTransportProvider(network))
            .start();
  }

  Client connect() {
    return Client.connectTo("server:" + server.clientPort())
        .connector(network::connect)
        .open();
  }

  @Override
  public void close() {
    server.close();
  }
}
