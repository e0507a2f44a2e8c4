package io.vivarium.acceptance.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.util.PemReader;

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
    Map<String, String> lines = new HashMap<>(section());
    lines.put("client.portUnification", "true");
    return lines;
  }

  /** The short section by itself. */
  public Map<String, String> section() {
    return Map.of(
        "tls.certificate", file("127.0.0.1.pem"),
        "tls.key", file("127.0.0.1.key"),
        "tls.ca", file("ca.pem"));
  }

  /**
   * The same for Apache's server, in its own words: certificate and key must be in one file, and it knows who clients are by itself only
   * with a port that is for TLS alone.
   */
  public Map<String, String> apacheServer() throws IOException {
    String both = keyStore();
    return Map.of(
        "serverCnxnFactory",
        "org.apache.zookeeper.server.NettyServerCnxnFactory",
        "client.portUnification",
        "true",
        "authProvider.x509",
        "org.apache.zookeeper.server.auth.X509AuthenticationProvider",
        "ssl.keyStore.location",
        both,
        "ssl.trustStore.location",
        file("ca.pem"),
        "sslQuorum",
        "true",
        "ssl.quorum.keyStore.location",
        both,
        "ssl.quorum.trustStore.location",
        file("ca.pem"));
  }

  /** The server's certificate and key in one file, as ZooKeeper's {@code keyStore.location} has it. */
  public String keyStore() throws IOException {
    Path both = directory.resolve("apache.pem");
    Files.writeString(
        both,
        Files.readString(directory.resolve("127.0.0.1.pem"))
            + Files.readString(directory.resolve("127.0.0.1.key")));
    return both.toString();
  }

  /** The server's certificate and key as a store of Java's with a password; returns the file's name. */
  public String keyStore(Path file, String password) throws IOException, GeneralSecurityException {
    KeyStore read =
        PemReader.loadKeyStore(
            new File(file("127.0.0.1.pem")), new File(file("127.0.0.1.key")), Optional.empty());
    String alias = read.aliases().nextElement();
    KeyStore store = KeyStore.getInstance("PKCS12");
    return written(
        file,
        store,
        password,
        () ->
            store.setKeyEntry(
                "own",
                read.getKey(alias, new char[0]),
                password.toCharArray(),
                read.getCertificateChain(alias)));
  }

  /** Whom to trust as a store of Java's with a password; returns the file's name. */
  public String trustStore(Path file, String password)
      throws IOException, GeneralSecurityException {
    KeyStore read = PemReader.loadTrustStore(new File(file("ca.pem")));
    KeyStore store = KeyStore.getInstance("PKCS12");
    return written(
        file,
        store,
        password,
        () -> store.setCertificateEntry("ca", read.getCertificate(read.aliases().nextElement())));
  }

  private interface Filling {
    void fill() throws GeneralSecurityException;
  }

  private static String written(Path file, KeyStore store, String password, Filling entries)
      throws IOException, GeneralSecurityException {
    store.load(null, null);
    entries.fill();
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file.toString();
  }

  /** What a caller over TLS needs who trusts the authority, and who shows the certificate of client 1 or none. */
  public SSLContext caller(boolean shown) throws IOException, GeneralSecurityException {
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(PemReader.loadTrustStore(new File(file("ca.pem"))));
    KeyManager[] keys = null;
    if (shown) {
      KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
      own.init(
          PemReader.loadKeyStore(
              new File(file("client-1.pem")), new File(file("client-1.key")), Optional.empty()),
          new char[0]);
      keys = own.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trusted.getTrustManagers(), null);
    return context;
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
