package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.ObjectName;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What operators' tools ask the packaged server, compared with captured answers of ZooKeeper 3.9.5. */
@Tag("standalone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminEndpointTest {
  private static final Path READER = Path.of("src/test/python/read_metrics.py").toAbsolutePath();
  private static final String PYTHON =
      System.getProperty("vivarium.acceptance.python", "/usr/bin/python3");
  private static final String ANYBODY = "digest ann:x";

  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(
          ServerSetup.standard()
              .with("admin.enableServer", "true")
              .with("admin.serverPort", "0")
              .with("admin.rateLimiterIntervalInMS", "0")
              .with(
                  "metricsProvider.className",
                  "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider")
              .with("metricsProvider.httpHost", "127.0.0.1")
              .with("metricsProvider.httpPort", "0"));

  @TempDir Path home;
  private Endpoints endpoints;

  @BeforeEach
  void find() {
    endpoints = Endpoints.in(SERVER.server().log());
  }

  @AfterEach
  void close() {
    endpoints.close();
  }

  private void situation() throws Exception {
    SERVER.client().close();
    Situation.with(SERVER.client(), SERVER.client());
  }

  @Test
  void everyCommandAnswersWithTheFieldsOfZooKeeper() throws Exception {
    situation();
    GoldenOperations.compareCommands("standalone", endpoints);
    GoldenOperations.compareIndexAndMethods(endpoints);
    assertTrue(
        endpoints.get("/commands/connections").body().contains("\"remote_socket_address\" : "));
  }

  /** First: others reset what is counted, what was at the start included. */
  @Test
  @Order(1)
  void everyMetricOfZooKeeperIsThereAndMoves() throws Exception {
    situation();
    GoldenOperations.moved("standalone", endpoints.metrics(), MovingMetrics.of("standalone"));
    GoldenOperations.compareMetrics("standalone", endpoints.metrics());
    GoldenOperations.compareMonitor(
        "standalone", FourLetterWord.ask("127.0.0.1", SERVER.server().port(), "mntr"));
  }

  @Test
  void everyWordIsAnsweredAsByZooKeeper() throws Exception {
    situation();
    GoldenWords.compare("standalone", SERVER.server());
  }

  @Test
  void theBeansAreThoseOfZooKeeper() throws Exception {
    EventLog events = new EventLog();
    ZooKeeper client = SERVER.client(events);
    client.create("/mine", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    try (Beans beans = Beans.of(SERVER.server().pid())) {
      beans.compare("standalone");
      ObjectName server = beans.find("StandaloneServer_port" + SERVER.server().port());
      beans.connection().setAttribute(server, new Attribute("MaxClientCnxnsPerHost", 77));
      assertTrue(SERVER.server().ask("conf").contains("maxClientCnxns=77\n"));
      beans.connection().setAttribute(server, new Attribute("MaxClientCnxnsPerHost", 0));
      beans.connection().invoke(server, "resetStatistics", null, null);

      String session = "0x" + Long.toHexString(client.getSessionId());
      ObjectName connection = beans.find(session);
      assertArrayEquals(
          new String[] {"/mine"},
          (String[]) beans.connection().getAttribute(connection, "EphemeralNodes"));
      beans.connection().invoke(connection, "terminateSession", null, null);
      Await.until("the session is over", () -> SERVER.client().exists("/mine", false) == null);
    }
  }

  @Test
  void theParserOfPrometheusAcceptsThePage() throws Exception {
    Path page = Files.writeString(home.resolve("metrics.txt"), endpoints.metrics());
    Path output = home.resolve("reader.log");
    ServerProcess reader =
        ServerProcess.start(
            List.of(PYTHON, "-B", READER.toString(), page.toString()), Map.of(), output);
    assertEquals(0, reader.exitCode(Duration.ofMinutes(1)), reader::log);
  }

  @Test
  void aSnapshotIsTakenAndRestored() throws Exception {
    ZooKeeper client = SERVER.client();
    client.create("/kept", "one".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    HttpResponse<byte[]> snapshot = endpoints.bytes("/commands/snapshot", ANYBODY);
    assertEquals(200, snapshot.statusCode());
    assertEquals("ZKSN", new String(snapshot.body(), 0, 4, UTF_8));
    client.setData("/kept", "two".getBytes(UTF_8), -1);
    client.create("/lost", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

    assertEquals(401, endpoints.post("/commands/restore", null, snapshot.body()).statusCode());
    HttpResponse<String> restored = endpoints.post("/commands/restore", ANYBODY, snapshot.body());
    assertEquals(200, restored.statusCode(), restored.body());

    ZooKeeper next = SERVER.client();
    assertArrayEquals("one".getBytes(UTF_8), next.getData("/kept", false, null));
    assertNull(next.exists("/lost", false));
    next.delete("/kept", -1);
  }

  @Test
  void levelsOfLoggingChangeAtRunTime() throws Exception {
    String one = "/commands/log_level?logger=io.vivarium.kernel";
    assertTrue(endpoints.get(one).body().contains("\"level\" : \"INFO\""));
    assertEquals(401, endpoints.post(one + "&level=DEBUG", null, new byte[0]).statusCode());
    HttpResponse<String> set = endpoints.post(one + "&level=DEBUG", ANYBODY, new byte[0]);
    assertEquals(200, set.statusCode(), set.body());
    assertTrue(endpoints.get(one).body().contains("\"level\" : \"DEBUG\""));
    endpoints.post(one + "&level=INHERIT", ANYBODY, new byte[0]);
  }

  @Test
  void pluginsAreLoadedAnewUnderAClient() throws Exception {
    ZooKeeper client = SERVER.client();
    client.addAuthInfo("digest", "carl:sesame".getBytes(UTF_8));
    client.create("/mine", "one".getBytes(UTF_8), Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    for (String plugin : List.of("spi=auth&id=builtin", "spi=command&id=log-levels")) {
      String question = "/commands/reload_plugin?" + plugin;
      assertEquals(401, endpoints.post(question, null, new byte[0]).statusCode());
      HttpResponse<String> loaded = endpoints.post(question, ANYBODY, new byte[0]);
      assertEquals(200, loaded.statusCode(), loaded.body());
    }
    assertArrayEquals("one".getBytes(UTF_8), client.getData("/mine", false, null));
    assertEquals(200, endpoints.get("/commands/log_level").statusCode());
    HttpResponse<String> storage =
        endpoints.post("/commands/reload_plugin?spi=storage&id=filelog", ANYBODY, new byte[0]);
    assertEquals(409, storage.statusCode(), storage.body());
    assertTrue(endpoints.get("/commands/plugins").body().contains("\"filelog\""));
    client.delete("/mine", -1);
  }

  @Test
  void healthIsTold() throws Exception {
    for (String question : List.of("live", "ready", "leader")) {
      assertEquals(200, endpoints.get("/health/" + question).statusCode(), question);
    }
  }
}
