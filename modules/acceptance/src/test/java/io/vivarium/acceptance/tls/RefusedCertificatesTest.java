package io.vivarium.acceptance.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Certificates that nobody must take: clients that are not ours show them to the packaged server, and the server shows them to clients. The
 * server's log names the reason each time. What the client learns is what TLS can tell it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefusedCertificatesTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String OPENSSL = "openssl";
  private static final String APACHE = "apache";
  private static final String KAZOO = "kazoo";

  @TempDir static Path home;

  private static final Map<Flaw, Credentials> OF_OPENSSL = new EnumMap<>(Flaw.class);
  private static final Map<Flaw, Credentials> OF_APACHE = new EnumMap<>(Flaw.class);
  private static final Map<Flaw, Credentials> OF_KAZOO = new EnumMap<>(Flaw.class);
  private static CertificateAuthority authority;
  private static ServerUnderTest server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED, "the words are ours");
    authority = CertificateAuthority.create("authority", Flaw.inDays(-3), Flaw.inDays(3));
    List<X509Certificate> revoked = new ArrayList<>();
    for (Flaw flaw : Flaw.values()) {
      OF_OPENSSL.put(flaw, flaw.credentials(authority, OPENSSL));
      OF_APACHE.put(flaw, flaw.credentials(authority, APACHE));
      OF_KAZOO.put(flaw, flaw.credentials(authority, KAZOO));
    }
    for (Map<Flaw, Credentials> one : List.of(OF_OPENSSL, OF_APACHE, OF_KAZOO)) {
      revoked.add(one.get(Flaw.REVOKED).certificate());
    }
    StringWriter list = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(list)) {
      writer.writeObject(authority.revoke(revoked, Flaw.inDays(-1), Flaw.inDays(1)));
    }
    Files.writeString(home.resolve("revoked.pem"), list.toString());
    Files.writeString(home.resolve("ca.pem"), authority.own().certificatePem());
    write("server", Flaw.sound(authority, "server"));
    ServerSetup setup =
        ServerSetup.standard()
            .with("tls.certificate", file("server.pem"))
            .with("tls.key", file("server.key"))
            .with("tls.ca", file("ca.pem"))
            .with("tls.crl", file("revoked.pem"))
            .with("ssl.clientHostnameVerification", "true")
            .with("client.portUnification", "true");
    server = ServerUnderTest.start(setup, home);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String file(String name) {
    return home.resolve(name).toString();
  }

  /** In the place of what was there, certificate and key each in one step. */
  private static void write(String name, Credentials credentials) throws IOException {
    for (Map.Entry<String, String> each :
        Map.of(
                ".pem", credentials.certificatePem(),
                ".key", credentials.keyPem(),
                ".store.pem", credentials.storePem())
            .entrySet()) {
      Path next = Files.writeString(home.resolve(name + ".next"), each.getValue());
      Files.move(
          next,
          home.resolve(name + each.getKey()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static long logged(String text) {
    return server.log().lines().filter(line -> line.contains(text)).count();
  }

  @Test
  @Order(1)
  void withASoundCertificateTheSameClientsGetIn() throws Exception {
    write("sound", Flaw.sound(authority, "sound"));
    try (ApacheClient client = new ApacheClient("sound")) {
      client.events.awaitConnected();
      assertNotNull(client.zooKeeper.exists("/zookeeper", false));
    }
    ServerProcess openssl = openSsl("sound", "echo srvr |");
    assertEquals(0, openssl.exitCode(LIMIT), openssl::log);
    assertTrue(openssl.log().contains("Mode: standalone"), openssl::log);
    ServerProcess kazoo = kazoo("sound");
    assertEquals(0, kazoo.exitCode(LIMIT), kazoo::log);
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  @Order(2)
  void openSslIsRefused(Flaw flaw) throws Exception {
    write(flaw.name(OPENSSL), OF_OPENSSL.get(flaw));
    String line = "the certificate of CN=" + flaw.name(OPENSSL) + " " + flaw.reason;
    // Again where there were more lines in this second than are logged.
    Await.until(
        line,
        LIMIT,
        () -> {
          ServerProcess openssl = openSsl(flaw.name(OPENSSL), "");
          try {
            Await.until("openssl is told", LIMIT, () -> openssl.log().contains("alert"));
          } finally {
            openssl.kill();
          }
          String told = openssl.log().toLowerCase(Locale.ROOT);
          assertTrue(told.contains("alert " + flaw.alert(server.log())), openssl::log);
          assertFalse(openssl.log().contains("Mode:"), openssl::log);
          return logged(line) > 0;
        });
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  @Order(2)
  void apachesClientIsRefused(Flaw flaw) throws Exception {
    write(flaw.name(APACHE), OF_APACHE.get(flaw));
    // Of authorities that the server does not name Java's clients show nothing.
    boolean shown = flaw != Flaw.SELF_SIGNED && flaw != Flaw.OTHER_AUTHORITY;
    String line =
        shown
            ? "the certificate of CN=" + flaw.name(APACHE) + " " + flaw.reason
            : "the client showed no certificate of an authority that is trusted here";
    long before = logged(line);
    try (ApacheClient client = new ApacheClient(flaw.name(APACHE))) {
      Await.until(line, LIMIT, () -> logged(line) > before);
      client.told(shown ? flaw.alert(server.log()).replace(' ', '_') : "");
      assertFalse(client.zooKeeper.getState().isConnected());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      names = {"EXPIRED", "REVOKED"})
  @Order(2)
  void kazooIsRefused(Flaw flaw) throws Exception {
    write(flaw.name(KAZOO), OF_KAZOO.get(flaw));
    String line = "the certificate of CN=" + flaw.name(KAZOO) + " " + flaw.reason;
    ServerProcess kazoo = kazoo(flaw.name(KAZOO));
    try {
      Await.until(line, LIMIT, () -> logged(line) > 0);
    } finally {
      kazoo.kill();
    }
    assertFalse(kazoo.log().lines().anyMatch("OK"::equals), kazoo::log);
  }

  /** The server is given a certificate that clients must not take; it notices within a second, and says so where it can know. */
  @ParameterizedTest
  @CsvSource({
    "EXPIRED, NotAfter, our certificate has expired",
    "OTHER_HOST, No subject alternative names matching IP address 127.0.0.1, is for another host",
    "OTHER_AUTHORITY, unable to find valid certification path, its authority is not trusted there"
  })
  @Order(3)
  void aServerIsRefused(Flaw flaw, String told, String logged) throws Exception {
    long loads = logged("New handshakes use what is now in");
    write("server", flaw.credentials(authority, "server"));
    Await.until("it is used", LIMIT, () -> logged("New handshakes use what is now in") > loads);
    write("sound", Flaw.sound(authority, "sound"));
    long before = logged(logged);
    try (ApacheClient client = new ApacheClient("sound")) {
      client.told(told);
      Await.until(logged, LIMIT, () -> logged(logged) > before);
      assertFalse(client.zooKeeper.getState().isConnected());
    }
    ServerProcess shell = shell("sound");
    try {
      Await.until(told, LIMIT, () -> shell.log().contains(told));
    } finally {
      shell.kill();
    }
    assertFalse(shell.log().contains("zookeeper]"), shell::log);
  }

  private static ServerProcess openSsl(String name, String input) throws IOException {
    String command =
        input
            + " exec openssl s_client -quiet -verify_quiet -verify_return_error -verify_ip 127.0.0.1"
            + " -connect %s -CAfile ca.pem -cert %s.pem -key %s.key"
                .formatted(server.connectString(), name, name);
    return run(name, "sh", "-c", "cd " + home + " && " + command);
  }

  private static ServerProcess kazoo(String name) throws IOException {
    return run(
        name,
        System.getProperty("vivarium.acceptance.python", "/usr/bin/python3"),
        "-B",
        Path.of("src/test/python/tls_script.py").toAbsolutePath().toString(),
        String.valueOf(server.port()),
        file("ca.pem"),
        file(name + ".pem"),
        file(name + ".key"));
  }

  /** Our own. */
  private static ServerProcess shell(String name) throws IOException {
    Path settings =
        Files.writeString(
            home.resolve("client.properties"),
            """
            zookeeper.client.secure=true
            zookeeper.ssl.trustStore.location=%s
            zookeeper.ssl.keyStore.location=%s
            """
                .formatted(file("ca.pem"), file(name + ".store.pem")));
    return run(
        name,
        ServerKind.distribution().resolve("bin").resolve("zkCli.sh").toString(),
        "-server",
        server.connectString(),
        "-client-configuration",
        settings.toString(),
        "ls",
        "/");
  }

  private static ServerProcess run(String name, String... command) throws IOException {
    Path output = Files.createTempFile(home, name, ".log");
    return ServerProcess.start(List.of(command), Map.of(), output);
  }

  /** Apache's client with a certificate, and all that it logs. */
  private static final class ApacheClient implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final EventLog events = new EventLog();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.apache.zookeeper");
    private final AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            String why =
                event.getThrowableProxy() == null
                    ? ""
                    : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + "\n" + why);
          }
        };
    private final ZooKeeper zooKeeper;

    ApacheClient(String name) throws IOException {
      appender.start();
      logger.addAppender(appender);
      ZKClientConfig config = new ZKClientConfig();
      config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
      config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
      config.setProperty(
          ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
          "org.apache.zookeeper.ClientCnxnSocketNetty");
      config.setProperty("zookeeper.ssl.keyStore.location", file(name + ".store.pem"));
      config.setProperty("zookeeper.ssl.trustStore.location", file("ca.pem"));
      zooKeeper = new ZooKeeper(server.connectString(), 10_000, events, config);
    }

    /** Waits until it has logged this. */
    void told(String text) throws Exception {
      try {
        Await.until(text, LIMIT, () -> lines.stream().anyMatch(line -> line.contains(text)));
      } catch (AssertionError late) {
        throw new AssertionError(late.getMessage() + "; it logged " + lines, late);
      }
    }

    @Override
    public void close() throws InterruptedException {
      logger.detachAppender(appender);
      zooKeeper.close(0);
    }
  }
}
