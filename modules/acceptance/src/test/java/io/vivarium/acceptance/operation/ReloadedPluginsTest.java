package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.sasl.Logins;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.tls.TlsFiles;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every plugin of the package that can be loaded anew, under clients that were there before: it serves, and of the one before nothing is
 * left in memory, neither of its libraries.
 */
@Tag("standalone")
class ReloadedPluginsTest {
  /** The loader of a module layer: one for each plugin. */
  private static final Pattern LOADERS =
      Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +jdk\\.internal\\.loader\\.Loader ");

  private static final String ANYBODY = "digest ann:x";
  private static final String BOBS = "Bobs-Secret-1";

  @TempDir static Path home;

  private static ServerUnderTest server;
  private static TlsFiles certificates;
  private static Beans beans;
  private static ZooKeeper bob;
  private static ZooKeeper encrypted;
  private static int loaders;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    certificates = TlsFiles.make(home);
    server = ServerUnderTest.start(setup(), home);
    beans = Beans.of(server.pid());
    bob = Logins.loggedIn(server.connectString(), "bob", BOBS);
    encrypted = certificates.client(server.connectString());
    useAll();
    loaders = loaders();
    assertEquals(plugins(), loaders, "a layer for each plugin");
  }

  private static ServerSetup setup() throws Exception {
    Path logins =
        Files.writeString(
            home.resolve("jaas.conf"),
            """
            Server { org.apache.zookeeper.server.auth.DigestLoginModule required user_bob="%s"; };
            """
                .formatted(BOBS));
    ServerSetup setup =
        ServerSetup.standard()
            .with("admin.enableServer", "true")
            .with("admin.serverPort", "0")
            .with("metrics", "prometheus")
            .with("metricsProvider.httpHost", "127.0.0.1")
            .with("metricsProvider.httpPort", "0")
            .with("audit.enable", "true")
            .with("auth", "builtin,sasl,x509,ensemble")
            .with("ensembleAuthName", "blue")
            .property("java.security.auth.login.config", logins.toString())
            // What is only kept as long as there is memory for it is as good as gone.
            .jvmFlag("-XX:SoftRefLRUPolicyMSPerMB=0");
    for (Map.Entry<String, String> line : certificates.server().entrySet()) {
      setup = setup.with(line.getKey(), line.getValue());
    }
    return setup;
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {bob, encrypted, beans, server}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics=prometheus",
        "audit=log",
        "auth=builtin",
        "auth=sasl",
        "auth=x509",
        "auth=ensemble",
        "command=log-levels",
        "admin=jmx",
        "admin=http"
      })
  void itServesAndNothingOfTheOneBeforeRemains(String plugin) throws Exception {
    for (int time = 1; time <= 2; time++) {
      reload(plugin, time);
      useAll();
    }
    Await.until("the former layers of " + plugin + " are garbage", () -> loaders() == loaders);
  }

  private static void reload(String plugin, int time) throws Exception {
    String[] names = plugin.split("=", -1);
    try (Endpoints endpoints = Endpoints.in(server.log())) {
      HttpResponse<String> answer =
          endpoints.post(
              "/commands/reload_plugin?spi=" + names[0] + "&id=" + names[1], ANYBODY, new byte[0]);
      assertEquals(names[0].equals("admin") ? 202 : 200, answer.statusCode(), answer.body());
    }
    Pattern told = Pattern.compile("Loaded plugin " + Pattern.quote(plugin) + " ");
    Await.until(plugin + " is loaded", () -> told.matcher(server.log()).results().count() == time);
  }

  /** Has every plugin do something. */
  private static void useAll() throws Exception {
    bob.create("/made", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    bob.delete("/made", -1);
    assertTrue(
        encrypted.whoAmI().stream().anyMatch(id -> id.getAuthScheme().equals("x509")),
        "the certificate was not looked at");
    try (ZooKeeper again = Logins.loggedIn(server.connectString(), "bob", BOBS);
        ZooKeeper certified = certificates.client(server.connectString());
        Endpoints endpoints = Endpoints.in(server.log())) {
      again.addAuthInfo("digest", "ann:x".getBytes(UTF_8));
      again.addAuthInfo("ensemble", "blue".getBytes(UTF_8));
      assertTrue(again.whoAmI().size() > 2, () -> "not everything was proved");
      certified.exists("/", false);
      assertEquals(200, endpoints.get("/commands/stats").statusCode());
      assertEquals(200, endpoints.get("/commands/log_level").statusCode());
      assertTrue(endpoints.metrics().contains("packets_received"));
    }
    Await.until("there are beans", () -> beans.names().size() > 1);
  }

  private static int plugins() throws Exception {
    try (var directories = Files.list(ServerKind.distribution().resolve("plugins"))) {
      return (int) directories.count();
    }
  }

  /** How many layers of plugins are in memory, once everything that can be collected is. */
  private static int loaders() throws Exception {
    String histogram =
        String.valueOf(
            beans
                .connection()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()}));
    return LOADERS
        .matcher(histogram)
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no loaders in:\n" + histogram));
  }
}
