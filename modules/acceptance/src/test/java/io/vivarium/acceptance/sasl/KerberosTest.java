package io.vivarium.acceptance.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.CommandLines;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and servers with tickets of a KDC that the tests run. */
class KerberosTest {
  @TempDir static Path home;

  private static Realm realm;

  @BeforeAll
  static void start() throws Exception {
    realm = new Realm(home);
  }

  @AfterAll
  static void stop() throws Exception {
    if (realm != null) {
      realm.close();
    }
  }

  @Test
  void theJavaClientIsWhoItsTicketSays() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("server.conf"), realm.section("Server", "zookeeper/localhost"));
    ServerSetup setup =
        ServerSetup.standard()
            .with("authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider")
            .with("kerberos.removeRealmFromPrincipal", "true")
            .property("java.security.auth.login.config", file.toString())
            .property("java.security.krb5.conf", realm.configuration());
    try (ServerUnderTest server = ServerUnderTest.start(setup, home.resolve("one"))) {
      String connectString = "localhost:" + server.port();
      try (ZooKeeper anne = Logins.kerberos(connectString, "anne", realm.keytab("anne"))) {
        List<ClientInfo> ids = anne.whoAmI();
        assertTrue(ids.contains(new ClientInfo("sasl", "anne")), ids::toString);
        List<ACL> onlyAnne = new ArrayList<>(List.of(new ACL(Perms.ALL, new Id("sasl", "anne"))));
        anne.create("/annes", null, onlyAnne, CreateMode.PERSISTENT);
        assertNotNull(anne.exists("/annes", false));
      }
      try (ZooKeeper stranger = Clients.connect(connectString, 10_000, new EventLog())) {
        assertThrows(
            KeeperException.NoAuthException.class, () -> stranger.getData("/annes", false, null));
      }
      theShellIsWhoItsTicketSays(connectString);
    }
  }

  private static void theShellIsWhoItsTicketSays(String connectString) throws Exception {
    if (ServerKind.selected() != ServerKind.PACKAGED) {
      return;
    }
    Path file = Files.writeString(home.resolve("shell.conf"), realm.section("Client", "bert"));
    CommandLines shell =
        new CommandLines(
            home,
            Map.of(
                "CLIENT_JVMFLAGS",
                "-Djava.security.krb5.conf=%s -Djava.security.auth.login.config=%s"
                    .formatted(realm.configuration(), file)));

    CommandLines.Run run =
        shell.packaged("vivarium", List.of("shell", "-server", connectString, "whoami"));

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().lines().anyMatch("sasl: bert"::equals), run::out);
  }

  @Test
  @Tag("ensemble")
  @Tag("brief")
  void serversProveThemselvesWithTicketsToEachOtherAndToApaches() throws Exception {
    // By IPv4 address, as the members are configured: one principal stands for all of them.
    String server = realm.section("QuorumServer", "zkquorum/127.0.0.1");
    Path file =
        Files.writeString(
            home.resolve("quorum.conf"),
            server + server.replace("QuorumServer {", "QuorumLearner {"));
    ServerKind us = ServerKind.selected();
    EnsembleSetup setup =
        EnsembleSetup.of(us, ServerKind.APACHE, us)
            .with("quorum.auth.enableSasl", "true")
            .with("quorum.auth.learnerRequireSasl", "true")
            .with("quorum.auth.serverRequireSasl", "true")
            .with("quorum.auth.kerberos.servicePrincipal", "zkquorum/127.0.0.1")
            .property("java.security.auth.login.config", file.toString())
            .property("java.security.krb5.conf", realm.configuration());
    try (EnsembleUnderTest ensemble =
        EnsembleUnderTest.prepare(setup, home.resolve("ensemble")).start()) {
      Member leader = ensemble.awaitLeader();
      try (ZooKeeper client = Clients.connect(ensemble.connectString(), 10_000, new EventLog())) {
        assertEquals("/a", client.create("/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      }
      ensemble.awaitSameZxid();
      leader.kill();
      ensemble.awaitLeader(ensemble.others(leader));
    }
  }
}
