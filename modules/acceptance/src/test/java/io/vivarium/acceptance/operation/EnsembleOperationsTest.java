package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.TreeImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators' tools ask servers in each role, and one without a quorum, compared with captured answers of ZooKeeper 3.9.5. */
@Tag("ensemble")
@Tag("brief")
class EnsembleOperationsTest {
  private static final int OBSERVER = 4;
  private static final String ANYBODY = "digest ann:x";

  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static String log(Member member) throws IOException {
    return Files.readString(member.output());
  }

  private void compare(String role, Member member) throws Exception {
    ensembles.session(member.connectString()).close();
    Situation.with(
        ensembles.session(member.connectString()), ensembles.session(member.connectString()));
    try (Endpoints endpoints = Endpoints.in(log(member));
        Beans beans = Beans.of(member.pid())) {
      // First: the words reset what is counted.
      GoldenOperations.moved(role, endpoints.metrics(), MovingMetrics.of(role));
      GoldenWords.compare(role, member);
      GoldenOperations.compareMetrics(role, endpoints.metrics());
      GoldenOperations.compareMonitor(role, member.ask("mntr"));
      GoldenOperations.compareCommands(role, endpoints);
      beans.compare(role);
      assertEquals(200, endpoints.get("/health/ready").statusCode());
      assertEquals(role.equals("leader") ? 200 : 503, endpoints.get("/health/leader").statusCode());
    }
  }

  @Test
  void everyRoleAnswersAsInZooKeeper() throws Exception {
    EnsembleUnderTest ensemble =
        ensembles.start(
            EnsembleSetup.three()
                .and(OBSERVER, ServerKind.selected())
                .observing(OBSERVER)
                .with("admin.enableServer", "true")
                .with("admin.serverPort", "0")
                .with("admin.rateLimiterIntervalInMS", "0")
                .with(
                    "metricsProvider.className",
                    "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider")
                .with("metricsProvider.httpHost", "127.0.0.1")
                .with("metricsProvider.httpPort", "0"));
    Member leader = ensemble.awaitLeader();
    Member observer = ensemble.member(OBSERVER);
    Member follower = ensemble.follower();
    try (Endpoints endpoints = Endpoints.in(log(leader))) {
      Await.until(
          "the observer has the history",
          () -> endpoints.get("/commands/observers").body().contains("\"sid\" : 4"));
    }
    compare("leader", leader);
    compare("follower", follower);
    compare("observer", observer);
    restores(ensemble, leader, follower);
    leavesNobodyWaiting(ensemble, ensemble.awaitLeader(), ensemble.follower());
  }

  /** The leader restores for all; a server that is away meanwhile is given the same when it comes back. */
  private void restores(EnsembleUnderTest ensemble, Member leader, Member away) throws Exception {
    ZooKeeper client = ensembles.session(leader.connectString());
    client.create("/kept", "one".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    try (Endpoints endpoints = Endpoints.in(log(leader))) {
      byte[] snapshot = endpoints.bytes("/commands/snapshot", ANYBODY).body();
      client.setData("/kept", "two".getBytes(UTF_8), -1);
      client.create("/lost", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      for (Member other : ensemble.others(leader)) {
        refuses(other, leader, snapshot);
      }
      away.kill();
      HttpResponse<String> restored = endpoints.post("/commands/restore", ANYBODY, snapshot);
      assertEquals(200, restored.statusCode(), restored.body());
    }
    away.start();
    ensemble.awaitSameZxid();
    for (Member member : ensemble.members()) {
      ZooKeeper reader = ensembles.session(member.connectString());
      assertArrayEquals("one".getBytes(UTF_8), reader.getData("/kept", false, null));
      assertNull(reader.exists("/lost", false), member.toString());
      reader.create("/after-" + member.id(), null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    ensemble.awaitSameZxid();
    // Sessions of the snapshot may end meanwhile.
    Await.until("all servers have the same tree", () -> images(ensemble).size() == 1);
  }

  private Set<Map<String, TreeImage.Node>> images(EnsembleUnderTest ensemble) throws Exception {
    Set<Map<String, TreeImage.Node>> images = new HashSet<>();
    for (Member member : ensemble.members()) {
      Map<String, TreeImage.Node> image = TreeImage.of(ensembles.client(member));
      // Each server writes it by itself when it begins to serve.
      image.remove("/zookeeper/config");
      images.add(image);
    }
    return images;
  }

  private static void refuses(Member member, Member leader, byte[] snapshot) throws Exception {
    try (Endpoints endpoints = Endpoints.in(log(member))) {
      HttpResponse<String> refused = endpoints.post("/commands/restore", ANYBODY, snapshot);
      assertEquals(503, refused.statusCode());
      assertTrue(refused.body().contains("Ask server " + leader.id()), refused.body());
    }
  }

  /** Without a quorum a server still answers, and says that it serves nobody. */
  private static void leavesNobodyWaiting(
      EnsembleUnderTest ensemble, Member leader, Member follower) throws Exception {
    for (Member other : ensemble.others(follower)) {
      if (other != leader) {
        other.kill();
      }
    }
    leader.kill();
    try (Endpoints endpoints = Endpoints.in(log(follower))) {
      Await.until(
          "the server has noticed", () -> endpoints.get("/health/ready").statusCode() == 503);
      assertEquals(200, endpoints.get("/health/live").statusCode());
      for (String command : new String[] {"ruok", "mntr", "srvr", "leader", "snapshot"}) {
        String body = endpoints.get("/commands/" + command).body();
        assertTrue(
            body.contains(
                "\"command\" : \""
                    + command
                    + "\",\n"
                    + "  \"error\" : \"This ZooKeeper instance is not currently serving"
                    + " requests\""),
            body);
      }
      GoldenWords.compareListed("not-serving-words.txt", follower);
      assertTrue(endpoints.get("/commands/zabstate").body().contains("\"zabstate\" : \"\""));
      assertTrue(endpoints.get("/commands/envi").body().contains("zookeeper.version"));
    }
  }
}
