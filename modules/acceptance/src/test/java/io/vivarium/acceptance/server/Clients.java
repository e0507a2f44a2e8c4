package io.vivarium.acceptance.server;

import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Apache Java clients that are connected when a test gets them. */
public final class Clients {
  private Clients() {}

  /** A new session. */
  public static ZooKeeper connect(String connectString, int timeoutMs, EventLog events)
      throws Exception {
    return connected(new ZooKeeper(connectString, timeoutMs, events, config()), events);
  }

  /** A client that takes up an existing session by its id and password. */
  public static ZooKeeper attach(String connectString, ZooKeeper owner, EventLog events)
      throws Exception {
    ZooKeeper client =
        new ZooKeeper(
            connectString,
            owner.getSessionTimeout(),
            events,
            owner.getSessionId(),
            owner.getSessionPasswd(),
            false);
    return connected(client, events);
  }

  private static ZooKeeper connected(ZooKeeper client, EventLog events) throws Exception {
    try {
      events.awaitConnected();
      return client;
    } catch (AssertionError failed) {
      client.close(0);
      throw failed;
    }
  }

  private static ZKClientConfig config() {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    return config;
  }
}
