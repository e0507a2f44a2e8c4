package io.vivarium.acceptance.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.CommandLines;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients log in with the DIGEST-MD5 of ZooKeeper. */
class SaslTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ANNES = "Annes-Secret-1";
  private static final String BOBS = "Bobs-Secret-2";

  /** Keys that a fixture chooses. */
  private static final Set<String> CHOSEN = Set.of("dataDir", "clientPort");

  /** Salted credentials of the password Carls-Secret-4. */
  private static final String CARLS =
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
          + "$TVlHkcsHOSZrY8Unda6atlpe5kpIlGU6GynzDFWOR4g=:t38cA2eYnjelVJQC02ledrEzOYl51SoB90E1NfJHgK0=";

  @TempDir static Path home;

  private static ServerUnderTest server;

  @BeforeAll
  static void start() throws Exception {
    server = ServerUnderTest.start(setup("superUser", "anne"), home);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static ServerSetup setup(String key, String value) throws Exception {
    Path file =
        Files.writeString(
            home.resolve("jaas.conf"),
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_anne="%s" user_bob="%s" scram_carl="%s";
            };
            """
                .formatted(ANNES, BOBS, CARLS));
    return ServerSetup.standard()
        .with("authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider")
        .with(key, value)
        .property("java.security.auth.login.config", file.toString());
  }

  @Test
  void theJavaClientIsWhoItsPasswordProves() throws Exception {
    try (ZooKeeper bob = Logins.loggedIn(server.connectString(), "bob", BOBS)) {
      List<ClientInfo> ids = bob.whoAmI();
      assertTrue(ids.contains(new ClientInfo("sasl", "bob")), ids::toString);
      bob.create("/bobs", "his".getBytes(UTF_8), onlyFor("bob"), CreateMode.PERSISTENT);
      assertArrayEquals("his".getBytes(UTF_8), bob.getData("/bobs", false, null));
      bob.create("/creators", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      assertEquals(onlyFor("bob"), bob.getACL("/creators", null));
    }
    try (ZooKeeper stranger = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      assertThrows(
          KeeperException.NoAuthException.class, () -> stranger.getData("/bobs", false, null));
      assertThrows(
          KeeperException.NoAuthException.class, () -> stranger.getData("/creators", false, null));
    }
  }

  @Test
  void aSuperUserIsBoundByNoAcl() throws Exception {
    try (ZooKeeper bob = Logins.loggedIn(server.connectString(), "bob", BOBS);
        ZooKeeper anne = Logins.loggedIn(server.connectString(), "anne", ANNES)) {
      bob.create("/closed", "his".getBytes(UTF_8), onlyFor("bob"), CreateMode.PERSISTENT);
      assertArrayEquals("his".getBytes(UTF_8), anne.getData("/closed", false, null));
    }
  }

  @Test
  void aWrongPasswordIsRefusedAndNoPasswordIsLogged() throws Exception {
    EventLog events = new EventLog();
    ZooKeeper liar = Logins.digest(server.connectString(), "bob", "Wrong-Secret-3", events);
    try {
      events.awaitState(KeeperState.AuthFailed);
      assertEquals(0, events.times(KeeperState.SaslAuthenticated));
    } finally {
      liar.close(0);
    }
    assertFalse(server.log().contains("-Secret-"), "a password is in the log");
  }

  @Test
  void kazooIsWhoItsPasswordProves() throws Exception {
    Path script = Path.of("src/test/python/sasl_script.py").toAbsolutePath();
    String python = System.getProperty("vivarium.acceptance.python", "/usr/bin/python3");
    ServerProcess process =
        ServerProcess.start(
            List.of(python, "-B", script.toString(), String.valueOf(server.port()), "bob", BOBS),
            Map.of(),
            home.resolve("kazoo.log"));
    assertEquals(
        0,
        process.exitCode(LIMIT),
        () -> "needs python3-kazoo and python3-pure-sasl; it printed:\n" + process.log());
    assertTrue(process.log().contains("OK"), process::log);
  }

  /** As the sample configuration has it, with its names and passwords. */
  @Test
  void whereLoggingInIsRequiredNothingIsAnsweredToOthers() throws Exception {
    try (ServerUnderTest strict = ServerUnderTest.start(sample(), home.resolve("strict"))) {
      try (ZooKeeper bob = Logins.loggedIn(strict.connectString(), "bob", "and-this-one")) {
        bob.create("/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      ZooKeeper stranger = Clients.connect(strict.connectString(), 10_000, new EventLog());
      try {
        assertThrows(
            KeeperException.SessionClosedRequireAuthException.class,
            () -> stranger.exists("/a", false));
      } finally {
        stranger.close(0);
      }
    }
  }

  private static ServerSetup sample() throws IOException {
    Path directory = Path.of("..", "..", "config-samples", "sasl").toAbsolutePath().normalize();
    ServerSetup setup =
        ServerSetup.plain()
            .property("java.security.auth.login.config", directory.resolve("jaas.conf").toString());
    for (String line : Files.readAllLines(directory.resolve("zoo.cfg"))) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0 && !CHOSEN.contains(line.substring(0, equals))) {
        setup = setup.with(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return setup;
  }

  /** A client of SCRAM of another library, over a client of ZooKeeper's protocol that is a socket. */
  @Test
  void whoKnowsThePasswordBehindSaltedCredentialsIsLetIn() throws Exception {
    try (ScramSession carl = new ScramSession(server.port())) {
      carl.logIn("carl", "Carls-Secret-4");
      assertEquals("sasl:carl", carl.identity("sasl"));
    }
    try (ScramSession liar = new ScramSession(server.port())) {
      assertThrows(IOException.class, () -> liar.logIn("carl", "Wrong-Secret-5"));
    }
  }

  /** The shell of the package, by both mechanisms that prove a password. */
  @Test
  void theShellLogsIn() throws Exception {
    assertEquals(0, whoAmI("anne", ANNES, "DIGEST-MD5", "sasl: anne"));
    assertEquals(0, whoAmI("carl", "Carls-Secret-4", "SCRAM-SHA-256", "sasl: carl"));
    assertEquals(1, whoAmI("carl", "Wrong-Secret-5", "SCRAM-SHA-256", ""));
  }

  private static int whoAmI(String user, String password, String mechanism, String identity)
      throws Exception {
    Path file =
        Files.writeString(
            home.resolve("shell.conf"),
            """
            Client {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              username="%s" password="%s";
            };
            """
                .formatted(user, password));
    Path properties =
        Files.writeString(
            home.resolve("shell.properties"),
            "java.security.auth.login.config=%s\nvivarium.sasl.mechanism=%s\n"
                .formatted(file, mechanism));
    CommandLines.Run run =
        new CommandLines(home)
            .packaged(
                "vivarium",
                List.of(
                    "shell",
                    "-server",
                    server.connectString(),
                    "-client-configuration",
                    properties.toString(),
                    "whoami"));
    boolean told = run.out().lines().anyMatch(identity::equals);
    assertEquals(!identity.isEmpty(), told, run::toString);
    return run.exitCode();
  }

  /** Not List.of: the client asks the list whether it contains null. */
  private static List<ACL> onlyFor(String user) {
    return new ArrayList<>(List.of(new ACL(Perms.ALL, new Id("sasl", user))));
  }
}
