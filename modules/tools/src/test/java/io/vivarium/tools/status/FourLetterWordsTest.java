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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside what ZooKeeper's {@code FourLetterWordMain} was seen to print. */
final class FourLetterWordsTest {
  /** A standalone server of 3.9.5, asked {@code srvr}; the class ends what it prints with an empty line. */
  private static final String SRVR =
      """
      Zookeeper version: 3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:18 UTC
      Latency min/avg/max: 0/1.0056/46
      Received: 358
      Sent: 381
      Connections: 1
      Outstanding: 0
      Zxid: 0x246
      Mode: standalone
      Node count: 47
      """;

  @TempDir private Path temporary;

  private static Run ask(Object... words) {
    return Run.of(
        Stream.concat(Stream.of("apache", "FourLetterWordMain"), Stream.of(words)).toArray());
  }

  @Test
  void theAnswerIsPrintedAndAnEmptyLineBehindIt() throws Exception {
    try (FakeServer server = new FakeServer(Map.of("srvr", SRVR))) {
      assertEquals(
          new Run(0, SRVR + "\n", ""), ask("127.0.0.1", Integer.toString(server.port()), "srvr"));
    }
  }

  @Test
  void otherNumbersOfWordsGetTheUsageAndExitCode0() {
    String usage = "Usage: FourLetterWordMain <host> <port> <cmd> <secure(optional)>\n";

    for (Run run : List.of(ask(), ask("host"), ask(1, 2, 3, true, 5, 6))) {
      assertEquals(new Run(0, usage, ""), run);
    }
  }

  @Test
  void whatIsNoPortIsExitCode1() {
    for (String port : List.of("port", "0", "65536", "-1")) {
      Run run = ask("127.0.0.1", port, "srvr");

      assertEquals(1, run.code());
      assertTrue(run.err().contains("'" + port + "' is no port"), run.err());
    }
  }

  @Test
  void whereNobodyListensIsExitCode1() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    Run run = ask("127.0.0.1", port, "srvr");

    assertEquals(1, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().contains("Connection refused"), run.err());
  }

  @Test
  void anEncryptedPortIsAskedWithWhatTheConfigurationNames() throws Exception {
    TlsPapers papers = TlsPapers.issue(temporary);
    Path config = temporary.resolve("zoo.cfg");
    try (FakeServer server = papers.server("standalone", 5)) {
      for (String keys : List.of(papers.section(), papers.stores())) {
        Files.writeString(config, "dataDir=" + temporary + "\nsecureClientPort=1\n" + keys);

        Run run = ask("127.0.0.1", server.port(), "srvr", true, config);

        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("\nMode: standalone\n"), run.out());
      }
      assertEquals(1, ask("127.0.0.1", server.port(), "srvr", true).code(), "no certificate");
    }
  }

  /** As from {@code CLIENT_JVMFLAGS}. */
  @Test
  void propertiesOfTheClientGoBeforeTheConfiguration() throws Exception {
    TlsPapers papers = TlsPapers.issue(temporary);
    Path password = Files.writeString(temporary.resolve("password"), "not used by PEM\n");
    Map<String, String> properties =
        Map.of(
            "zookeeper.ssl.trustStore.location", papers.trust().toString(),
            "zookeeper.ssl.keyStore.location", papers.key().toString(),
            "zookeeper.ssl.keyStore.passwordPath", password.toString());
    properties.forEach(System::setProperty);
    try (FakeServer server = papers.server("standalone", 5)) {
      Run run = ask("127.0.0.1", server.port(), "srvr", true, temporary.resolve("nowhere"));

      assertEquals(0, run.code(), run.err());
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
