package io.vivarium.acceptance.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.Credentials;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server whose client port takes TLS and plain connections, and an ensemble that talks TLS within. */
class TlsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** What a server that takes part in elections says first: version, number, address. */
  private static final byte[] GREETING =
      ByteBuffer.allocate(34)
          .putLong(-65536)
          .putLong(9)
          .putInt(14)
          .put("127.0.0.1:3888".getBytes(UTF_8))
          .array();

  @TempDir static Path home;

  private static TlsFiles files;
  private static ServerUnderTest server;

  @BeforeAll
  static void start() throws Exception {
    files = TlsFiles.make(home);
    ServerSetup setup = ServerSetup.standard();
    for (Map.Entry<String, String> line : files.server().entrySet()) {
      setup = setup.with(line.getKey(), line.getValue());
    }
    server = ServerUnderTest.start(setup, home);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void theJavaClientIsWhoItsCertificateSays() throws Exception {
    try (ZooKeeper client = files.client(server.connectString())) {
      // not List.of: the client asks the list whether it contains null
      List<ACL> onlyMe =
          Collections.singletonList(new ACL(Perms.ALL, new Id("x509", "CN=client-1")));
      client.create("/private", "secret".getBytes(UTF_8), onlyMe, CreateMode.PERSISTENT);
      assertArrayEquals("secret".getBytes(UTF_8), client.getData("/private", false, null));
      List<ClientInfo> identities = client.whoAmI();
      assertTrue(identities.contains(new ClientInfo("x509", "CN=client-1")), identities::toString);
    }
    try (ZooKeeper plain = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      assertThrows(
          KeeperException.NoAuthException.class, () -> plain.getData("/private", false, null));
    }
  }

  @Test
  void kazooTalksMutualTls() throws Exception {
    Path script = Path.of("src/test/python/tls_script.py").toAbsolutePath();
    assertEquals(
        "OK",
        run(
                "kazoo",
                System.getProperty("vivarium.acceptance.python", "/usr/bin/python3"),
                "-B",
                script.toString(),
                String.valueOf(server.port()),
                files.file("ca.pem"),
                files.file("client-2.pem"),
                files.file("client-2.key"))
            .strip());
  }

  @Test
  void openSslFindsTls13AndATrustedCertificate() throws Exception {
    String said =
        run(
            "openssl",
            "sh",
            "-c",
            "exec \"$@\" < /dev/null",
            "sh",
            "openssl",
            "s_client",
            "-brief",
            "-verify_return_error",
            "-verify_ip",
            "127.0.0.1",
            "-connect",
            server.connectString(),
            "-CAfile",
            files.file("ca.pem"),
            "-cert",
            files.file("client-1.pem"),
            "-key",
            files.file("client-1.key"));
    assertTrue(said.contains("TLSv1.3"), said);
    assertTrue(said.contains("Verification: OK"), said);
  }

  @Test
  void anEnsembleTalksTlsBetweenItsServers() throws Exception {
    EnsembleSetup setup = EnsembleSetup.three();
    for (Map.Entry<String, String> line : files.server().entrySet()) {
      setup = setup.with(line.getKey(), line.getValue());
    }
    try (EnsembleUnderTest ensemble =
        EnsembleUnderTest.prepare(setup, home.resolve("ensemble")).start()) {
      try (ZooKeeper client = files.client(ensemble.connectString())) {
        client.create("/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      ensemble.awaitSameZxid();
      Member leader = ensemble.awaitLeader();
      strangersAreTurnedAway(leader, leader.ports().quorum());
      strangersAreTurnedAway(leader, leader.ports().election());
      leader.kill();
      ensemble.awaitLeader(ensemble.others(leader));
      try (ZooKeeper client = files.client(ensemble.connectString())) {
        client.create("/b", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        client.delete("/a", -1);
      }
    }
  }

  /** CVE-2018-8012: nobody is heard who has no certificate of the ensemble's own authority. */
  private static void strangersAreTurnedAway(Member member, int port) throws Exception {
    long before = logged(member, "does not speak TLS here");
    try (Socket plain = new Socket(member.host(), port)) {
      plain.setSoTimeout((int) LIMIT.toMillis());
      plain.getOutputStream().write(GREETING);
      assertEquals(-1, plain.getInputStream().read());
    }
    Await.until("it is logged", () -> logged(member, "does not speak TLS here") > before);

    CertificateAuthority other =
        CertificateAuthority.create("somebody else", Flaw.inDays(-2), Flaw.inDays(2));
    String name = "stranger-at-" + port;
    Credentials stranger = Flaw.sound(other, name);
    Files.writeString(home.resolve(name + ".pem"), stranger.storePem());
    String line = "CN=" + name + " comes from the authority CN=somebody else";
    // Again where there were more lines in this second than are logged.
    Await.until(
        line,
        LIMIT,
        () -> {
          ServerProcess openssl = asStranger(member, port, name);
          try {
            String alert = "alert " + Flaw.OTHER_AUTHORITY.alert(member.log());
            Await.until(
                "it is told", LIMIT, () -> openssl.log().toLowerCase(Locale.ROOT).contains(alert));
          } finally {
            openssl.kill();
          }
          return logged(member, line) > 0;
        });
  }

  private static ServerProcess asStranger(Member member, int port, String name) throws Exception {
    return ServerProcess.start(
        List.of(
            "openssl",
            "s_client",
            "-connect",
            member.host() + ":" + port,
            "-CAfile",
            files.file("ca.pem"),
            "-cert",
            home.resolve(name + ".pem").toString()),
        Map.of(),
        home.resolve(name + ".log"));
  }

  private static long logged(Member member, String text) {
    return member.log().lines().filter(line -> line.contains(text)).count();
  }

  private static String run(String name, String... command) throws Exception {
    ServerProcess process =
        ServerProcess.start(List.of(command), Map.of(), home.resolve(name + ".log"));
    assertEquals(0, process.exitCode(LIMIT), process::log);
    return process.log();
  }
}
