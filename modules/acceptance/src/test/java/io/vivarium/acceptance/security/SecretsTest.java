package io.vivarium.acceptance.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.operation.Endpoints;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.tls.TlsFiles;
import io.vivarium.acceptance.wire.RawRequest;
import io.vivarium.acceptance.wire.WireConnection;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets are planted wherever a server meets any, and then everything that it has written is searched for them: the log at its most talkative,
 * the audit log, four-letter words, every admin command, the listing of the configuration, messages of starts that failed.
 */
class SecretsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** No part of a path or a name that may be shown. */
  private static final String PASSWORD = "planted-swordfish";

  /** Salt, stored key, and the key by which somebody could stand for the server. */
  private static final List<String> SCRAM =
      List.of(
          "cGxhbnRlZC1zYWx0LTE2Yg==",
          "cGxhbnRlZC1zdG9yZWQta2V5LW9mLTMyLWJ5dGVzISE=",
          "cGxhbnRlZC1zZXJ2ZXIta2V5LW9mLTMyLWJ5dGVzISE=");

  private static final Pattern LISTED = Pattern.compile("href=\"(/commands/[a-z_]+)\"");

  @TempDir Path home;

  private final Map<String, String> written = new TreeMap<>();
  private final List<String> secrets = new ArrayList<>();

  @BeforeEach
  void onlyThePackagePromisesThis() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    secrets.add(PASSWORD);
    secrets.addAll(SCRAM);
  }

  private void searchEverything() {
    assertTrue(written.size() > 1, () -> "too little to search: " + written.keySet());
    for (Map.Entry<String, String> each : written.entrySet()) {
      // As JSON has it, a stroke may have a backslash before it.
      String text = each.getValue().replace("\\/", "/").toLowerCase(Locale.ROOT);
      for (String secret : secrets) {
        int found = text.indexOf(secret.toLowerCase(Locale.ROOT));
        assertEquals(
            -1,
            found,
            () ->
                each.getKey()
                    + " shows a secret: ..."
                    + text.substring(Math.max(0, found - 200), found));
      }
    }
  }

  private static String hash(String user, String password) throws Exception {
    return DigestAuthenticationProvider.generateDigest(user + ":" + password);
  }

  private ServerSetup planted() throws Exception {
    String superHash = hash("super", PASSWORD + "-super");
    secrets.add(superHash.substring(superHash.indexOf(':') + 1));
    Path jaas =
        Files.writeString(
            home.resolve("jaas.conf"),
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_bob="%1$s" scram_carl="SCRAM-SHA-256$4096:%2$s$%3$s:%4$s";
            };
            QuorumServer {
              org.apache.zookeeper.server.auth.DigestLoginModule required user_peer="%1$s";
            };
            QuorumLearner {
              org.apache.zookeeper.server.auth.DigestLoginModule required username="peer" password="%1$s";
            };
            """
                .formatted(PASSWORD, SCRAM.get(0), SCRAM.get(1), SCRAM.get(2)));
    Path audit = home.resolve("audit.log");
    return ServerSetup.standard()
        .with("DigestAuthenticationProvider.superDigest", superHash)
        .with("ssl.trustStore.password", PASSWORD)
        .with("ssl.quorum.keyStore.password", PASSWORD)
        .with("tls.keyPassword", PASSWORD)
        .with("audit.enable", "true")
        .with("audit.file", audit.toString())
        .property("java.security.auth.login.config", jaas.toString())
        .property("zookeeper.SASLAuthenticationProvider.superPassword", PASSWORD)
        .property("vivarium.log.level", "TRACE");
  }

  /** And with the admin endpoint, quorum passwords in use, and a port for TLS whose stores have passwords, one of them in a file of its own. */
  private ServerSetup plantedEverywhere(String form) throws Exception {
    TlsFiles files = TlsFiles.make(home);
    Path password = Files.writeString(home.resolve("store.password"), PASSWORD);
    return planted()
        .with("admin.enableServer", "true")
        .with("admin.serverPort", "0")
        .with("audit.format", form)
        .with("fips-mode", "false")
        .with("quorum.auth.enableSasl", "true")
        .with("quorum.auth.learnerRequireSasl", "true")
        .with("quorum.auth.serverRequireSasl", "true")
        .with("tls.keyPassword", "")
        .with("client.portUnification", "true")
        .with("ssl.keyStore.location", files.keyStore(home.resolve("own.p12"), PASSWORD))
        .with("ssl.keyStore.passwordPath", password.toString())
        .with("ssl.trustStore.location", files.trustStore(home.resolve("trust.p12"), PASSWORD))
        .through("env", "ZOO_LOG_FORMAT=" + form);
  }

  private void work(ServerUnderTest server) throws Exception {
    String connect = server.connectString();
    try (ZooKeeper client = Clients.connect(connect, 10_000, new EventLog())) {
      secrets.add(HexFormat.of().formatHex(client.getSessionPasswd()));
      secrets.add(Base64.getEncoder().encodeToString(client.getSessionPasswd()));
      client.addAuthInfo("digest", ("bob:" + PASSWORD).getBytes(UTF_8));
      client.addAuthInfo("digest", ("super:" + PASSWORD + "-super").getBytes(UTF_8));
      byte[] data = (PASSWORD + " in a znode").getBytes(UTF_8);
      client.create("/a", data, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      assertThrows(
          KeeperException.class,
          () -> client.create("/a", data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      client.setData("/a", data, -1);
      String ann = hash("ann", PASSWORD);
      secrets.add(ann.substring(4));
      // not List.of: the client asks the list whether it contains null
      List<ACL> onlyAnn = Collections.singletonList(new ACL(Perms.ALL, new Id("digest", ann)));
      client.setACL("/a", onlyAnn, -1);
    }
    try (ZooKeeper client = Clients.connect(connect, 10_000, new EventLog())) {
      client.addAuthInfo("no-such-scheme", PASSWORD.getBytes(UTF_8));
      assertThrows(KeeperException.class, () -> client.getData("/a", false, null));
    }
    for (byte[] frame :
        List.of(
            new RawRequest().raw(PASSWORD.getBytes(UTF_8)).frame(),
            RawRequest.request(1, RawRequest.CREATE).string(PASSWORD).number(-7).frame())) {
      try (WireConnection wire = new WireConnection(server.port())) {
        wire.send(RawRequest.connect(10_000));
        wire.receive();
        wire.send(frame);
        wire.receive();
      }
    }
  }

  /** Every command, as anybody; and as somebody with the right password and with a wrong one. */
  private void ask(Endpoints endpoints) throws Exception {
    List<String> commands =
        LISTED
            .matcher(endpoints.get("/commands").body())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(commands.size() > 25, commands::toString);
    for (String command : commands) {
      written.put(command, endpoints.get(command).body());
    }
    for (String password : List.of(PASSWORD, PASSWORD + "-super")) {
      String credentials = "digest super:" + password;
      for (String command : List.of("settings", "reload_plugin?spi=auth&id=sasl", "restore")) {
        HttpResponse<String> answer =
            endpoints.post("/commands/" + command, credentials, PASSWORD.getBytes(UTF_8));
        assertEquals(password.equals(PASSWORD), answer.statusCode() == 401, answer::body);
        written.put("POST " + command + " with " + password.length(), answer.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingThatAServerWritesShowsASecret(String form) throws Exception {
    ServerSetup setup = plantedEverywhere(form);
    try (ServerUnderTest server = ServerUnderTest.start(setup, home);
        Endpoints endpoints = Endpoints.adminOnly(server.log())) {
      work(server);
      ask(endpoints);
      for (String word :
          List.of("conf", "cons", "dump", "envi", "mntr", "srvr", "stat", "wchc", "wchp", "wchs")) {
        written.put(word, FourLetterWord.ask(server.host(), server.port(), word));
      }
      server.stop();
      written.put("the log", server.log());
    }
    try (Stream<Path> files = Files.list(home)) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().contains("audit")).toList()) {
        written.put(file.toString(), Files.readString(file));
      }
    }
    searchEverything();
    assertTrue(written.get("the log").startsWith("{") == form.equals("json"));
    assertTrue(written.get("/commands/initial_configuration").contains("superDigest=********"));
    assertTrue(written.get("/commands/system_properties").contains("superPassword"));
    String audited = written.get(home.resolve("audit.log").toString());
    assertTrue(audited.startsWith("{") == form.equals("json"), audited);
    assertTrue(audited.contains("digest:ann:x:cdrwa"), audited);
  }

  @Test
  void theListingOfAConfigurationShowsNoSecret() throws Exception {
    ServerUnderTest.writeConfig(planted(), home, home.resolve("data"), 2181);
    for (String form : List.of("text", "lines", "json")) {
      String[] show = {"config", "show", "--explain", "-o", form, home + "/zoo.cfg"};
      written.put("config show " + form, run(0, form, show));
    }
    searchEverything();
    assertTrue(written.get("config show text").contains("superDigest=********"));
  }

  @Test
  void aStartThatFailsShowsNoSecret() throws Exception {
    Path store = home.resolve("not-a-store.p12");
    Files.writeString(store, "this is no key store");
    ServerSetup setup =
        planted()
            .with("tls.keyPassword", "")
            .with("secureClientPort", String.valueOf(FreePorts.take()))
            .with("ssl.keyStore.location", store.toString())
            .with("ssl.keyStore.password", PASSWORD)
            .with("ssl.keyStore.passwrd", PASSWORD);
    AssertionError failed =
        assertThrows(AssertionError.class, () -> ServerUnderTest.start(setup, home).close());
    written.put("the start that failed", String.valueOf(failed.getMessage()));
    String[] check = {"config", "check", home + "/zoo.cfg"};
    written.put("config check", run(-1, "check", check));
    searchEverything();
    assertTrue(
        written.get("the start that failed").contains("not-a-store.p12"), () -> written.toString());
  }

  /** What a command of the package prints; any exit code is right where −1 is expected. */
  private String run(int exitCode, String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ServerKind.distribution().resolve("bin").resolve("vivarium").toString());
    command.addAll(List.of(arguments));
    ServerProcess process = ServerProcess.start(command, Map.of(), home.resolve(name + ".txt"));
    int code = process.exitCode(LIMIT);
    if (exitCode >= 0) {
      assertEquals(exitCode, code, process::log);
    }
    assertNotEquals("", process.log());
    return process.log();
  }
}
