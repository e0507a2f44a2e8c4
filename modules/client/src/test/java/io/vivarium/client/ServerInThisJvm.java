package io.vivarium.client;

import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import java.nio.file.Path;

/** A whole server, on a port that is free. */
final class ServerInThisJvm implements AutoCloseable {
  private final Server server;
  private final String host;

  private ServerInThisJvm(Server server, String host) {
    this.server = server;
    this.host = host;
  }

  static ServerInThisJvm start(Path directory) throws Exception {
    return start(directory, "tcp", "127.0.0.1");
  }

  static ServerInThisJvm withoutSockets(Path directory) throws Exception {
    return start(directory, "inprocess", "here");
  }

  private static ServerInThisJvm start(Path directory, String transport, String host)
      throws Exception {
    String configuration =
        """
        dataDir=%s
        clientPort=auto
        clientPortAddress=%s
        transport=%s
        storage=memory
        extendedTypesEnabled=true
        maxClientCnxns=0
        """
            .formatted(directory, host, transport);
    return new ServerInThisJvm(
        ServerBuilder.of(ConfigSource.ofText("test", configuration)).start(), host);
  }

  String address() {
    return host + ":" + server.clientPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
