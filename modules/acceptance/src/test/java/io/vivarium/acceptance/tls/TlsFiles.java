package io.vivarium.acceptance.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** The certificates that {@code vivarium tls init} has made for servers on this machine. */
public record TlsFiles(Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Has the package make them. */
  public static TlsFiles make(Path home) throws Exception {
    return make(home, home.resolve("certificates"));
  }

  /** Has the package make what is missing in a directory. */
  static TlsFiles make(Path home, Path directory) throws Exception {
    Path launcher = ServerKind.distribution().resolve("bin").resolve("vivarium");
    ServerProcess init =
        ServerProcess.start(
            List.of(
                launcher.toString(),
                "tls",
                "init",
                "--hosts",
                "127.0.0.1",
                "--clients",
                "2",
                "--out",
                directory.toString()),
            Map.of(),
            home.resolve("init.log"));
    assertEquals(0, init.exitCode(LIMIT), init::log);
    return new TlsFiles(directory);
  }

  /** The three lines that a server needs; without the last one client ports would be for TLS only. */
  public Map<String, String> server() {
    return Map.of(
        "tls.certificate", file("127.0.0.1.pem"),
        "tls.key", file("127.0.0.1.key"),
        "tls.ca", file("ca.pem"),
        "client.portUnification", "true");
  }

  /**
   * The same for Apache's server, in its own words: certificate and key must be in one file, and it knows who clients are by itself only
   * with a port that is for TLS alone.
   */
  public Map<String, String> apacheServer() throws IOException {
    Path both = directory.resolve("apache.pem");
    Files.writeString(
        both,
        Files.readString(directory.resolve("127.0.0.1.pem"))
            + Files.readString(directory.resolve("127.0.0.1.key")));
    return Map.of(
        "serverCnxnFactory",
        "org.apache.zookeeper.server.NettyServerCnxnFactory",
        "client.portUnification",
        "true",
        "authProvider.x509",
        "org.apache.zookeeper.server.auth.X509AuthenticationProvider",
        "ssl.keyStore.location",
        both.toString(),
        "ssl.trustStore.location",
        file("ca.pem"),
        "sslQuorum",
        "true",
        "ssl.quorum.keyStore.location",
        both.toString(),
        "ssl.quorum.trustStore.location",
        file("ca.pem"));
  }

  public String file(String name) {
    return directory.resolve(name).toString();
  }

  /** Apache's client, which shows the certificate of client 1. */
  public ZooKeeper client(String connectString) throws Exception {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
    config.setProperty(
        ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
    config.setProperty("zookeeper.ssl.keyStore.location", file("client-1.store.pem"));
    config.setProperty("zookeeper.ssl.trustStore.location", file("ca.pem"));
    EventLog events = new EventLog();
    ZooKeeper client = new ZooKeeper(connectString, 10_000, events, config);
    try {
      events.awaitConnected();
      return client;
    } catch (AssertionError failed) {
      client.close(0);
      throw failed;
    }
  }
}
