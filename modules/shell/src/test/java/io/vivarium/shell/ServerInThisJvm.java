package io.vivarium.shell;

import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import java.nio.file.Path;

/** A whole server, on a port that the system has chosen. */
final class ServerInThisJvm implements AutoCloseable {
  private final Server server;

  private ServerInThisJvm(Server server) {
    this.server = server;
  }

  static ServerInThisJvm start(Path directory) throws Exception {
    String configuration =
        """
        dataDir=%s
        clientPort=auto
        clientPortAddress=127.0.0.1
        storage=memory
        extendedTypesEnabled=true
        maxClientCnxns=0
        enforceQuota=true
        """
            .formatted(directory);
    return new ServerInThisJvm(
        ServerBuilder.of(ConfigSource.ofText("test", configuration)).start());
  }

  String address() {
    return "127.0.0.1:" + server.clientPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
