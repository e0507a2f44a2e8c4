package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators' tools ask servers with TLS, compared with captured answers of ZooKeeper 3.9.5, and ask over TLS. */
class EncryptedOperationsTest {
  @TempDir Path home;

  @BeforeEach
  void onlyThePackageTakesPortsThatTheSystemChooses() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
  }

  private static ServerSetup with(ServerSetup setup, Map<String, String> lines) {
    ServerSetup whole =
        setup
            .with("admin.enableServer", "true")
            .with("admin.serverPort", "0")
            .with("admin.rateLimiterIntervalInMS", "0");
    for (Map.Entry<String, String> line : lines.entrySet()) {
      whole = whole.with(line.getKey(), line.getValue());
    }
    return whole;
  }

  private static HttpResponse<String> ask(
      String scheme, ServerUnderTest server, TlsFiles files, boolean shown) throws Exception {
    URI question =
        URI.create(scheme + "://127.0.0.1:" + Endpoints.adminPort(server.log()) + "/commands/ruok");
    try (HttpClient client = HttpClient.newBuilder().sslContext(files.caller(shown)).build()) {
      return client.send(
          HttpRequest.newBuilder(question).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /** The section for everything: a port of its own for clients with TLS, and an admin endpoint that takes both. */
  @Test
  void aServerWithAPortForTlsAnswersAsZooKeeperDoes() throws Exception {
    TlsFiles files = TlsFiles.make(home);
    int secure = FreePorts.take();
    ServerSetup setup =
        with(ServerSetup.standard(), files.section())
            .with("secureClientPort", String.valueOf(secure))
            .with("secureClientPortAddress", "127.0.0.1")
            .with("admin.portUnification", "true");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home);
        ZooKeeper plain = Clients.connect(server.connectString(), 10_000, new EventLog());
        ZooKeeper encrypted = files.client("127.0.0.1:" + secure);
        Endpoints endpoints = Endpoints.adminOnly(server.log())) {
      Situation.with(plain, encrypted);
      GoldenWords.compareShapes("secure", server);
      GoldenOperations.compareMonitor("secure", server.ask("mntr"));
      GoldenOperations.compareCommands("secure", endpoints);
      assertEquals(200, ask("https", server, files, false).statusCode());
      assertEquals(200, ask("http", server, files, false).statusCode());
      troublesAreCounted(server, secure, plain);
    }
  }

  /** Nothing of this happens while all is well, and alerts go by it. */
  private static void troublesAreCounted(ServerUnderTest server, int secure, ZooKeeper client)
      throws Exception {
    long before = figure(server, "unsuccessful_handshake");
    assertFalse(said(secure).contains("imok"), "what is not encrypted is not served there");
    Await.until("it is counted", () -> figure(server, "unsuccessful_handshake") > before);
    assertEquals(0, figure(server, "connection_revalidate_count"));
    try (ZooKeeper again =
        new ZooKeeper(
            server.connectString(),
            10_000,
            new EventLog(),
            client.getSessionId(),
            client.getSessionPasswd())) {
      again.exists("/", false);
      assertTrue(figure(server, "connection_revalidate_count") > 0);
    }
  }

  private static String said(int port) {
    try {
      return FourLetterWord.ask("127.0.0.1", port, "ruok");
    } catch (IOException closed) {
      return "";
    }
  }

  private static long figure(ServerUnderTest server, String name) throws IOException {
    return server
        .ask("mntr")
        .lines()
        .filter(line -> line.startsWith("zk_" + name + "\t"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** ZooKeeper's keys, which take the certificate of the quorum ports for the endpoint; and no word allowed but the usual one. */
  @Test
  void theAdminEndpointIsEncryptedByTheKeysOfZooKeeper() throws Exception {
    TlsFiles files = TlsFiles.make(home);
    ServerSetup setup =
        with(
            ServerSetup.plain(),
            Map.of(
                "ssl.quorum.keyStore.location",
                files.keyStore(),
                "ssl.quorum.trustStore.location",
                files.file("ca.pem"),
                "admin.forceHttps",
                "true",
                "admin.needClientAuth",
                "true"));
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      HttpResponse<String> answer = ask("https", server, files, true);
      assertEquals(200, answer.statusCode());
      assertEquals(
          "max-age=86400; includeSubDomains",
          answer.headers().firstValue("Strict-Transport-Security").orElse(""));
      assertThrows(IOException.class, () -> ask("https", server, files, false));
      assertThrows(IOException.class, () -> ask("http", server, files, true));
      GoldenWords.compareListed("whitelist-default-words.txt", server);
    }
  }
}
