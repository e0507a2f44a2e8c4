package io.vivarium.acceptance.curator;

import io.vivarium.acceptance.fixture.ServerExtension;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** Started and connected Curator clients, each a session of its own. */
final class CuratorClients {
  private CuratorClients() {}

  static CuratorFramework connect(ServerExtension server) throws Exception {
    return connect(server, server.connectString());
  }

  static CuratorFramework connect(ServerExtension server, String connectString) throws Exception {
    CuratorFramework client =
        CuratorFrameworkFactory.builder()
            .connectString(connectString)
            .sessionTimeoutMs(10_000)
            .connectionTimeoutMs(10_000)
            .retryPolicy(new RetryOneTime(100))
            .build();
    client.start();
    server.closing(client);
    if (!client.blockUntilConnected(10, TimeUnit.SECONDS)) {
      throw new AssertionError("Curator did not connect to " + connectString);
    }
    return client;
  }
}
