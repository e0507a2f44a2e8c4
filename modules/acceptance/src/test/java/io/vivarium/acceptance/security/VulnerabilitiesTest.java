package io.vivarium.acceptance.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.acceptance.wire.RawRequest;
import io.vivarium.acceptance.wire.WireConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has gone wrong in ZooKeeper cannot go wrong here. {@code docs/security.md} has the whole list, with the tests of other modules. */
class VulnerabilitiesTest {
  private static final int AUTH = 100;
  private static final int AUTH_XID = -4;
  private static final String FORGED = "2026-01-01 00.00.00,000 - ERROR forged";

  @TempDir static Path home;

  private static Path audit;
  private static ServerUnderTest server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED, "ZooKeeper 3.9.5 has some of these");
    audit = home.resolve("audit.log");
    ServerSetup setup =
        ServerSetup.plain().with("audit.enable", "true").with("audit.file", audit.toString());
    server = ServerUnderTest.start(setup, home);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static ZooKeeper client(String credentials) throws Exception {
    ZooKeeper client = Clients.connect(server.connectString(), 10_000, new EventLog());
    if (!credentials.isEmpty()) {
      client.addAuthInfo("digest", credentials.getBytes(UTF_8));
    }
    return client;
  }

  /** Sends an authentication by hand, and returns the error of the answer. */
  private static int authenticate(String scheme, String token) throws IOException {
    try (WireConnection wire = new WireConnection(server.port())) {
      wire.send(RawRequest.connect(10_000));
      wire.receive();
      wire.send(
          RawRequest.request(AUTH_XID, AUTH)
              .number(0)
              .string(scheme)
              .buffer(token.getBytes(UTF_8))
              .frame());
      return wire.receiveError();
    }
  }

  @Test
  @DisplayName(
      "CVE-2017-5637: words whose answer costs much are not answered unless somebody wants them")
  void cve20175637() throws Exception {
    for (String word : List.of("wchp", "wchc", "wchs", "dump", "cons", "mntr", "envi", "crst")) {
      String answer = FourLetterWord.ask(server.host(), server.port(), word);
      assertTrue(answer.contains("not in the whitelist"), word + ": " + answer);
    }
  }

  @Test
  @DisplayName("a request whose txn no server could read is refused")
  void unreadableTxn() throws Exception {
    byte[] noText = new byte[900_000];
    Arrays.fill(noText, (byte) 0xff); // each is three bytes when it is written again
    try (WireConnection wire = new WireConnection(server.port())) {
      wire.send(RawRequest.connect(10_000));
      wire.receive();
      noText[1] = ':';
      wire.send(
          RawRequest.request(1, RawRequest.CREATE)
              .string("/unreadable")
              .number(-1)
              .number(1)
              .number(31)
              .string("digest")
              .buffer(noText)
              .number(0)
              .frame());
      assertEquals(KeeperException.Code.MARSHALLINGERROR.intValue(), wire.receiveError());
    }
    try (ZooKeeper stranger = client("")) {
      assertNull(stranger.exists("/unreadable", false));
    }
  }

  @Test
  @DisplayName("CVE-2019-0201: an ACL is shown to who may see it, and hashes to who may change it")
  void cve20190201() throws Exception {
    try (ZooKeeper ann = client("ann:sesame");
        ZooKeeper stranger = client("")) {
      ann.create("/hidden", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      assertThrows(
          KeeperException.NoAuthException.class, () -> stranger.getACL("/hidden", new Stat()));
      ACL all = new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE);
      List<ACL> readable = new ArrayList<>(ann.getACL("/hidden", new Stat()));
      readable.add(all);
      ann.setACL("/hidden", readable, -1);
      List<ACL> shown = stranger.getACL("/hidden", new Stat());
      assertTrue(shown.contains(new ACL(Perms.ALL, new Id("digest", "ann:x"))), shown::toString);
      ann.delete("/hidden", -1);
    }
  }

  @Test
  @DisplayName(
      "CVE-2024-23944: a persistent watch tells nothing of znodes that its client may not read")
  void cve202423944() throws Exception {
    try (ZooKeeper ann = client("ann:sesame");
        ZooKeeper stranger = client("")) {
      ann.create("/w", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      BlockingQueue<String> told = new LinkedBlockingQueue<>();
      stranger.addWatch(
          "/w", event -> told.add(event.getPath()), AddWatchMode.PERSISTENT_RECURSIVE);
      ann.create("/w/secret-name", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      ann.create("/w/open", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      // Events come in order: when the later one is there, the earlier one will not come any more.
      assertEquals("/w/open", told.take());
      ann.delete("/w/secret-name", -1);
      ann.delete("/w/open", -1);
      assertEquals("/w/open", told.take());
    }
  }

  @Test
  @DisplayName(
      "CVE-2026-84439: no name that a client chooses forges a field or a record of the audit log")
  void cve202684439() throws Exception {
    String forgery = "eve\tresult=success\n" + FORGED + "\tuser=root,admin";
    try (ZooKeeper eve = client(forgery + ":pw")) {
      eve.create("/forged", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      List<ACL> acl =
          Collections.singletonList(new ACL(Perms.ALL, new Id("digest", forgery + ":x")));
      eve.setACL("/forged", acl, -1);
    }
    server.stop();
    server.restart();
    List<String> lines = Files.readAllLines(audit, UTF_8);
    assertTrue(lines.stream().anyMatch(line -> line.contains("znode=/forged")), lines::toString);
    for (String line : lines) {
      assertFalse(line.startsWith(FORGED), line);
      assertFalse(line.contains("user=root,"), line);
      assertEquals(line.indexOf("\tresult="), line.lastIndexOf("\tresult="), line);
    }
  }

  @Test
  @DisplayName("CVE-2026-84501: no text of a client begins a line of the log")
  void cve202684501() throws Exception {
    assertEquals(KeeperException.Code.AUTHFAILED.intValue(), authenticate("x\n" + FORGED, "y"));
    assertEquals(
        KeeperException.Code.AUTHFAILED.intValue(),
        authenticate("x\r" + FORGED + "\u2028" + FORGED, "a\n" + FORGED));
    String log = server.log();
    assertTrue(log.contains("failed to authenticate by scheme x\\u000a"), log);
    for (String line : log.split("[\\n\\r\\u0085\\u2028\\u2029]", -1)) {
      assertFalse(line.startsWith(FORGED), line);
    }
  }

  @Test
  @DisplayName("CVE-2026-100300: nothing under /zookeeper/quota stops a server, nor its next start")
  void cve2026100300() throws Exception {
    byte[][] poisons = {
      null,
      {},
      "count=1,bytes=abc".getBytes(UTF_8),
      "count=99999999999999999999,bytes=-1=,".getBytes(UTF_8),
      "=,=,,".getBytes(UTF_8),
      {(byte) 0xff, (byte) 0xfe, 0},
      "count=1,bytes=1;byteHardLimit=x;countHardLimit".getBytes(UTF_8)
    };
    try (ZooKeeper client = client("")) {
      client.create("/limited", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      int round = 0;
      for (byte[] poison : poisons) {
        for (String name : List.of("zookeeper_limits", "zookeeper_stats", "neither")) {
          String top = "/zookeeper/quota/q" + round++;
          client.create(top, poison, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
          client.create(top + "/" + name, poison, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
          client.create(top.substring(16), null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
          client.create(top.substring(16) + "/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
      }
      client.create(
          "/zookeeper/quota/limited", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      String limits = "/zookeeper/quota/limited/zookeeper_limits";
      client.create(limits, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      for (byte[] poison : poisons) {
        client.setData(limits, poison, -1);
        client.setData("/limited", new byte[10], -1);
      }
    }
    server.stop();
    server.restart();
    server.kill(); // and once more from the log, without a clean stop
    server.restart();
    try (ZooKeeper client = client("")) {
      assertArrayEquals(new byte[10], client.getData("/limited", false, null));
      client.setData("/limited", "goes on".getBytes(UTF_8), -1);
    }
  }
}
