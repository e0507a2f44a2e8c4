package io.vivarium.tools.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
      Path config =
          configuration(
              "initLimit=5\nsyncLimit=2\nserver.1=127.0.0.1:1:2;%s\nserver.2=127.0.0.1:3:4;%s\nserver.3=127.0.0.1:5:6:observer;%s\n"
                  .formatted(leader.address(), follower.address(), nobody()));

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
    assertEquals(64, status("host", "--tls-key", "file").code());
  }

  /** Exit code 1 would tell of servers, and none was asked. */
  @Test
  void filesThatCannotBeUsedAreExitCode64() throws Exception {
    Path wrong = Files.writeString(temporary.resolve("c"), "x");
    Path missing = temporary.resolve("missing");

    for (Run run :
        List.of(
            Run.of("status", "--config", wrong),
            Run.of("status", "--config", missing),
            status("127.0.0.1:1", "--tls-trust", missing),
            status("127.0.0.1:1", "--tls-trust", wrong),
            status("127.0.0.1:1", "--tls-trust", wrong, "--tls-password-file", missing))) {
      assertEquals(64, run.code(), run.err());
      assertTrue(run.err().startsWith("vivarium status: "), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    assertTrue(
        Run.of("status", "--config", missing)
            .err()
            .contains("cannot read the configuration " + missing));
  }

  @Test
  void encryptedServersAreAskedWithCertificates() throws Exception {
    TlsPapers papers = TlsPapers.issue(temporary);
    try (FakeServer alone = papers.server("standalone", 5)) {
      Run run = status(alone.address(), "--tls-trust", papers.trust(), "--tls-key", papers.key());
      assertEquals(0, run.code(), run.out() + run.err());

      Run untrusted = status(alone.address(), "--tls-trust", papers.stranger());
      assertEquals(2, untrusted.code(), untrusted.out());
    }
  }

  @Test
  void aKeyFileWithoutAKeyIsSaidSo() throws Exception {
    TlsPapers papers = TlsPapers.issue(temporary);

    Run run =
        status("127.0.0.1:1", "--tls-trust", papers.trust(), "--tls-key", papers.certificate());

    assertEquals(64, run.code());
    assertTrue(run.err().contains("no unencrypted PKCS #8 private key"), run.err());
  }

  /** The section tls and server lines that end in their client ports, which is what the manual says to write. */
  @Test
  void aConfigurationWithACertificateNamesEncryptedPorts() throws Exception {
    TlsPapers papers = TlsPapers.issue(temporary);
    try (FakeServer leader = papers.server("leader", ZXID);
        FakeServer follower = papers.server("follower", ZXID)) {
      Path config =
          configuration(
              papers.section()
                  + "initLimit=5\nsyncLimit=2\nserver.1=127.0.0.1:1:2;%s\nserver.2=127.0.0.1:3:4;%s\n"
                      .formatted(leader.address(), follower.address()));

      Run given =
          Run.of(
              "status",
              TIMEOUT,
              "--config",
              config,
              "--tls-trust",
              papers.trust(),
              "--tls-key",
              papers.key());
      assertEquals(0, given.code(), given.out() + given.err());

      Run own = Run.of("status", TIMEOUT, "--config", config);
      assertEquals(0, own.code(), own.out() + own.err());
      assertTrue(own.lines().getLast().contains("2 of 2 voters serve"), own.out());
    }
  }

  @Test
  void aConfigurationWithAnEncryptedPortAloneNamesItAndItsStores() throws Exception {
    TlsPapers papers = TlsPapers.issue(temporary);
    try (FakeServer alone = papers.server("standalone", 5)) {
      String port = "secureClientPort=" + alone.port() + "\nsecureClientPortAddress=127.0.0.1\n";

      assertEquals(
          0, Run.of("status", TIMEOUT, "--config", configuration(port + papers.stores())).code());
      Run without = Run.of("status", "--config", configuration(port));
      assertEquals(64, without.code());
      assertTrue(without.err().contains("give --tls-trust FILE and --tls-key"), without.err());
    }
  }

  @Test
  void aConfigurationWithoutAnyPortIsSaidSo() throws Exception {
    Run run = Run.of("status", "--config", configuration(""));

    assertEquals(64, run.code());
    assertTrue(run.err().contains("does not say at which port clients are served"), run.err());
  }

  private Path configuration(String lines) throws Exception {
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(data.resolve("myid"), "1");
    return Files.writeString(temporary.resolve("zoo.cfg"), "dataDir=" + data + "\n" + lines);
  }
}
