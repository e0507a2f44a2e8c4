package io.vivarium.tools.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import io.vivarium.tools.Run;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusCommandTest {
  private static final long ZXID = 0x500000010L;

  /** Long enough for the slowest machine: nothing here waits for it. */
  private static final String TIMEOUT = "--timeout=600000";

  @TempDir private Path temporary;

  private static Run status(Object servers, Object... more) {
    Object[] words = new Object[more.length + 4];
    words[0] = "status";
    words[1] = TIMEOUT;
    words[2] = "--server";
    words[3] = servers;
    System.arraycopy(more, 0, words, 4, more.length);
    return Run.of(words);
  }

  /** An address at which nobody listens. */
  private static String nobody() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void anEnsembleThatIsWellHasExitCode0() throws Exception {
    try (FakeServer leader = FakeServer.of("leader", ZXID, 7);
        FakeServer follower = FakeServer.of("follower", ZXID, 7);
        FakeServer observer = FakeServer.of("observer", ZXID, 7)) {
      Run run = status(leader.address() + "," + follower.address() + "," + observer.address());

      assertEquals(0, run.code(), run.out());
      assertEquals(5, run.lines().size(), run.out());
      assertTrue(run.lines().getFirst().startsWith("SERVER  "), run.out());
      assertTrue(
          run.lines()
              .get(1)
              .matches(
                  leader.address()
                      + " +leader +0x500000010 +5 in step +1 0/1.0056/46 +0 +7 3\\.9\\.5"),
          run.out());
      assertEquals("well: 2 of 2 voters serve, leader " + leader.address(), run.lines().getLast());
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsDegradation() throws Exception {
    String nobody = nobody();
    try (FakeServer leader = FakeServer.of("leader", ZXID, 7);
        FakeServer follower = FakeServer.of("follower", ZXID, 7)) {
      Run run = status(leader.address() + "," + follower.address() + "," + nobody);

      assertEquals(1, run.code(), run.out());
      assertTrue(run.out().contains("! " + nobody + " is unreachable: "), run.out());
      assertTrue(run.out().contains("! one more server that fails stops the ensemble"), run.out());
      assertTrue(run.lines().getLast().startsWith("DEGRADED: 2 of 3 voters serve"), run.out());
    }
  }

  @Test
  void withoutAQuorumNothingServes() throws Exception {
    try (FakeServer looking =
        new FakeServer(
            Map.of("srvr", "This ZooKeeper instance is not currently serving requests\n"))) {
      Run run = status(looking.address() + "," + nobody() + "," + nobody());

      assertEquals(2, run.code(), run.out());
      assertTrue(run.out().contains(" is not serving: it says: This ZooKeeper"), run.out());
      assertEquals("NOT SERVING: no leader, no quorum", run.lines().getLast());
    }
  }

  @Test
  void aStandaloneServerIsWell() throws Exception {
    try (FakeServer alone = FakeServer.of("standalone", 0x246, 47)) {
      Run run = status(alone.address());

      assertEquals(0, run.code(), run.out());
      assertEquals("well: a standalone server serves", run.lines().getLast());
    }
  }

  @Test
  void serversThatEachStandAloneAreNoEnsemble() throws Exception {
    try (FakeServer one = FakeServer.of("standalone", 5, 4);
        FakeServer two = FakeServer.of("standalone", 5, 4)) {
      assertEquals(2, status(one.address() + "," + two.address()).code());
    }
  }

  @Test
  void jsonHasEverything() throws Exception {
    try (FakeServer leader =
        new FakeServer(
            Map.of(
                "srvr",
                FakeServer.srvr("leader", ZXID, 7),
                "mntr",
                "zk_synced_followers\t2\nzk_digest_mismatches_count\t3\n"))) {
      Run run = status(leader.address(), "--output", "json");

      assertEquals(1, run.code());
      assertTrue(run.out().contains("\"code\": 1, "), run.out());
      assertTrue(
          run.out().contains("\"role\": \"leader\", \"zxid\": \"0x500000010\", \"epoch\": 5"),
          run.out());
      assertTrue(run.out().contains("\"syncedFollowers\": \"2\""), run.out());
      assertTrue(run.out().contains("found its tree other than logged"), run.out());
    }
  }

  @Test
  void aWordThatIsNotAllowedTakesNothingAway() throws Exception {
    try (FakeServer alone = new FakeServer(Map.of("srvr", FakeServer.srvr("standalone", 5, 4)))) {
      assertEquals(0, status(alone.address()).code());
    }
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() throws Exception {
    try (FakeServer endless = new FakeServer(Map.of("srvr", "x".repeat(2 << 20)))) {
      Run run = status(endless.address());

      assertEquals(2, run.code());
      assertTrue(run.out().contains("the answer does not end"), run.out());
    }
  }

  @Test
  void aSilentServerIsGivenUpAfterTheTimeLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Run run = Run.of("status", "--server", "127.0.0.1:" + silent.getLocalPort(), "--timeout", 1);

      assertEquals(2, run.code(), run.out());
      assertTrue(run.out().contains("unreachable"), run.out());
    }
  }

  @Test
  void whatSaysNonsenseIsNoServer() throws Exception {
    try (FakeServer web = new FakeServer(Map.of("srvr", "HTTP/1.1 400 Bad\u001b[2J Request\n"))) {
      Run run = status(web.address());

      assertEquals(2, run.code());
      assertTrue(run.out().contains("it says: HTTP/1.1 400 Bad\\u001b[2J Request"), run.out());
    }
  }

  @Test
  void aConfigurationNamesServersAndVoters() throws Exception {
    try (FakeServer leader = FakeServer.of("leader", ZXID, 7);
        FakeServer follower = FakeServer.of("follower", ZXID, 7)) {
      Path data = Files.createDirectories(temporary.resolve("data"));
      Files.writeString(data.resolve("myid"), "1");
      Path config =
          Files.writeString(
              temporary.resolve("zoo.cfg"),
              "dataDir=%s\ninitLimit=5\nsyncLimit=2\nserver.1=127.0.0.1:1:2;%s\nserver.2=127.0.0.1:3:4;%s\nserver.3=127.0.0.1:5:6:observer;%s\n"
                  .formatted(data, leader.address(), follower.address(), nobody()));

      Run run = Run.of("status", TIMEOUT, "--config", config);

      assertEquals(1, run.code(), run.out() + run.err());
      assertTrue(run.lines().getLast().contains("2 of 2 voters serve"), run.out());
    }
  }

  @Test
  void itIsShownAsOftenAsAsked() throws Exception {
    try (FakeServer alone = FakeServer.of("standalone", 5, 4)) {
      Run run = status(alone.address(), "--watch", 1, "--times", 2);

      assertEquals(0, run.code());
      assertEquals(2, run.lines().stream().filter(line -> line.startsWith("well: ")).count());
    }
  }

  @Test
  void wrongWordsAreExitCode64() throws Exception {
    assertEquals(64, Run.of("status").code());
    assertEquals(64, status("host:port:1").code());
    assertEquals(64, status("host:99999").code());
    assertEquals(64, Run.of("status", "--server", "x", "--timeout", 0).code());
    assertEquals(
        1, Run.of("status", "--config", Files.writeString(temporary.resolve("c"), "x")).code());
  }

  @Test
  void encryptedServersAreAskedWithCertificates() throws Exception {
    Instant from = Instant.now().minus(Duration.ofHours(1));
    Instant until = from.plus(Duration.ofDays(2));
    CertificateAuthority authority = CertificateAuthority.create("test", from, until);
    Credentials server =
        authority.issue(new CertificateRequest("s", List.of("127.0.0.1"), from, until, null));
    Credentials client = authority.issue(new CertificateRequest("c", List.of(), from, until, null));
    Path trust = Files.writeString(temporary.resolve("ca.pem"), authority.own().certificatePem());
    Path key = Files.writeString(temporary.resolve("client.pem"), client.storePem());

    try (FakeServer alone =
        new FakeServer(Map.of("srvr", FakeServer.srvr("standalone", 5, 4)), sockets(server))) {
      Run run = status(alone.address(), "--tls-trust", trust, "--tls-key", key);
      assertEquals(0, run.code(), run.out() + run.err());

      Path stranger =
          Files.writeString(
              temporary.resolve("other.pem"),
              CertificateAuthority.create("other", from, until).own().certificatePem());
      Run untrusted = status(alone.address(), "--tls-trust", stranger);
      assertEquals(2, untrusted.code(), untrusted.out());
    }
  }

  @Test
  void aFileThatIsNoKeyIsSaidSo() throws Exception {
    Path wrong = Files.writeString(temporary.resolve("wrong"), "no store");

    Run run = status("127.0.0.1:1", "--tls-trust", wrong);

    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("vivarium status: "), run.err());
  }

  private static ServerSocketFactory sockets(Credentials credentials) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own", credentials.key(), new char[0], new Certificate[] {credentials.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }
}
