package io.vivarium.acceptance.sasl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ensembles whose servers prove themselves to each other by DIGEST-MD5 before anything else. */
@Tag("ensemble")
class QuorumSaslTest {
  private static final String PASSWORD = "Peers-Secret-1";

  @TempDir Path home;

  private EnsembleSetup proving(EnsembleSetup setup) throws Exception {
    return setup
        .with("quorum.auth.enableSasl", "true")
        .with("quorum.auth.learnerRequireSasl", "true")
        .with("quorum.auth.serverRequireSasl", "true")
        .property("zookeeper.fips-mode", "false")
        .property("java.security.auth.login.config", loginFile(PASSWORD, PASSWORD).toString());
  }

  private Path loginFile(String own, String others) throws Exception {
    return Files.writeString(
        home.resolve(own.equals(others) ? "jaas.conf" : "jaas-of-a-stranger.conf"),
        """
        QuorumServer {
          org.apache.zookeeper.server.auth.DigestLoginModule required user_peer="%s";
        };
        QuorumLearner {
          org.apache.zookeeper.server.auth.DigestLoginModule required username="peer" password="%s";
        };
        """
            .formatted(others, own));
  }

  @Test
  @Tag("brief")
  void serversFormAnEnsembleWithApachesAndSurviveTheirLeader() throws Exception {
    ServerKind us = ServerKind.selected();
    survivesItsLeader(proving(EnsembleSetup.of(us, ServerKind.APACHE, us)), "mixed");
  }

  @Test
  void oursAloneFormOneToo() throws Exception {
    survivesItsLeader(proving(EnsembleSetup.three()), "ours");
  }

  @Test
  @Tag("brief")
  void passwordsAndCertificatesGoTogether() throws Exception {
    EnsembleSetup setup = proving(EnsembleSetup.three());
    TlsFiles files = TlsFiles.make(home);
    for (Map.Entry<String, String> line : files.server().entrySet()) {
      setup = setup.with(line.getKey(), line.getValue());
    }
    survivesItsLeader(setup, "tls");
  }

  /** Everything encrypted, everybody proved, and one of the three is Apache's: first it leads, then it follows. */
  @Test
  @Tag("brief")
  void anApacheServerLeadsAndFollowsOursOverTlsWithPasswords() throws Exception {
    ServerKind us = ServerKind.selected();
    TlsFiles files = TlsFiles.make(home);
    EnsembleSetup setup = proving(EnsembleSetup.of(us, ServerKind.APACHE, us));
    for (int ours : List.of(1, 3)) {
      setup = setup.member(ours, server -> with(server, files.server()));
    }
    Map<String, String> theirs = files.apacheServer();
    setup = setup.member(2, server -> with(server, theirs));
    try (EnsembleUnderTest ensemble =
        EnsembleUnderTest.prepare(setup, home.resolve("all")).startLedBy(2)) {
      Member apache = ensemble.member(2);
      assertSame(apache, ensemble.awaitLeader());
      write(files, ensemble, "/led-by-apache");
      apache.kill();
      ensemble.awaitLeader(ensemble.others(apache));
      apache.start();
      Await.until("Apache's server follows", () -> apache.is("follower"));
      write(files, ensemble, "/led-by-us");
      try (ZooKeeper client = files.client(apache.connectString())) {
        assertNotNull(client.exists("/led-by-apache-1", false));
        client.create("/through-apache", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      ensemble.awaitSameZxid();
    }
  }

  private static ServerSetup with(ServerSetup server, Map<String, String> lines) {
    ServerSetup all = server;
    for (Map.Entry<String, String> line : lines.entrySet()) {
      all = all.with(line.getKey(), line.getValue());
    }
    return all;
  }

  private static void write(TlsFiles files, EnsembleUnderTest ensemble, String path)
      throws Exception {
    for (Member member : ensemble.members()) {
      try (ZooKeeper client = files.client(member.connectString())) {
        client.create(path + "-" + member.id(), null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
    }
  }

  @Test
  @Tag("brief")
  void whoDoesNotKnowThePasswordDoesNotGetIn() throws Exception {
    Path wrong = loginFile("Guess-Secret-2", PASSWORD);
    EnsembleSetup setup =
        proving(EnsembleSetup.three())
            .member(
                1, server -> server.property("java.security.auth.login.config", wrong.toString()));
    try (EnsembleUnderTest ensemble = EnsembleUnderTest.prepare(setup, home.resolve("wrong"))) {
      ensemble.member(2).launch();
      ensemble.member(3).launch();
      Member leader = ensemble.awaitLeader(ensemble.others(ensemble.member(1)));
      ensemble.member(1).launch();
      Await.until(
          "the refusal is logged",
          () -> leader.log().contains("authentication between servers failed"));
      assertFalse(ensemble.member(1).is("follower"), ensemble::describe);
      for (Member member : ensemble.members()) {
        assertFalse(member.log().contains("-Secret-"), "a password is in the log");
      }
    }
  }

  private void survivesItsLeader(EnsembleSetup setup, String name) throws Exception {
    try (EnsembleUnderTest ensemble =
        EnsembleUnderTest.prepare(setup, home.resolve(name)).start()) {
      Member leader = ensemble.awaitLeader();
      try (ZooKeeper client = Clients.connect(ensemble.connectString(), 10_000, new EventLog())) {
        client.create("/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      leader.kill();
      ensemble.awaitLeader(ensemble.others(leader));
      leader.start();
      try (ZooKeeper client = Clients.connect(ensemble.connectString(), 10_000, new EventLog())) {
        assertNotNull(client.exists("/a", false));
        client.create("/b", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      ensemble.awaitSameZxid();
      assertTrue(
          ensemble.members().stream().noneMatch(member -> member.log().contains(PASSWORD)),
          "the password is in a log");
    }
  }
}
