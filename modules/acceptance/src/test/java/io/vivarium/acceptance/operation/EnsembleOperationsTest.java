package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
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

  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static String log(Member member) throws IOException {
    return Files.readString(member.output());
  }

  private void compare(String role, Member member) throws Exception {
    ZooKeeper client = ensembles.client(member);
    client.exists("/app", true);
    client.create("/app/live-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
    try (Endpoints endpoints = Endpoints.in(log(member))) {
      GoldenOperations.compareCommands(role, endpoints);
      GoldenOperations.compareMetrics(role, endpoints.metrics());
      GoldenOperations.compareMonitor(role, member.ask("mntr"));
      assertEquals(200, endpoints.get("/health/ready").statusCode());
      assertEquals(role.equals("leader") ? 200 : 503, endpoints.get("/health/leader").statusCode());
      assertEquals(
          503,
          endpoints.post("/commands/restore", "digest ann:x", "ZKSN".getBytes(UTF_8)).statusCode());
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
                .with(
                    "metricsProvider.className",
                    "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider")
                .with("metricsProvider.httpHost", "127.0.0.1")
                .with("metricsProvider.httpPort", "0"));
    Member leader = ensemble.awaitLeader();
    ensembles
        .client(leader)
        .create("/app", "data".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    Member observer = ensemble.member(OBSERVER);
    Member follower =
        ensemble.others(leader).stream().filter(one -> one != observer).findFirst().orElseThrow();
    try (Endpoints endpoints = Endpoints.in(log(leader))) {
      Await.until(
          "the observer has the history",
          () -> endpoints.get("/commands/observers").body().contains("\"sid\" : 4"));
    }
    compare("leader", leader);
    compare("follower", follower);
    compare("observer", observer);
    leavesNobodyWaiting(ensemble, leader, follower);
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
                    + "\",\n  \"error\" : \"This ZooKeeper instance is not currently serving requests\""),
            body);
      }
      assertTrue(endpoints.get("/commands/zabstate").body().contains("\"zabstate\" : \"\""));
      assertTrue(endpoints.get("/commands/envi").body().contains("zookeeper.version"));
    }
  }
}
