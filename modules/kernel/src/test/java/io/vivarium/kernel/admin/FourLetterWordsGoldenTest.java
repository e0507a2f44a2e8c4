package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.admin.FakeServer.Pair;
import io.vivarium.kernel.admin.FakeServer.Replies;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Puts a server into the situation in which ZooKeeper 3.9.5 was captured and compares every character of its answers. */
class FourLetterWordsGoldenTest {
  private final FakeServer server = new FakeServer();

  @Test
  void ruokIsroGtmkAndResets() {
    assertGolden("standalone", "ruok");
    assertGolden("standalone", "isro");
    assertGolden("standalone", "gtmk");
    assertGolden("standalone", "crst");
    assertGolden("standalone", "srst");
    assertEquals(1, server.connectionResets);
    assertEquals(1, server.statsResets);
  }

  @Test
  void isroOfAReadOnlyServer() {
    server.mode = Mode.READ_ONLY;

    assertEquals(Golden.answer("wire/isro-read-only"), ask("isro"));
  }

  @Test
  void stmkSetsTheMaskAndShowsIt() {
    server.traceMask = 1;

    assertEquals(
        Golden.answer("standalone/stmk"),
        words().answer(code("stmk"), ServerView.DEFAULT_TRACE_MASK));
    assertEquals(ServerView.DEFAULT_TRACE_MASK, server.traceMask);
  }

  @ParameterizedTest
  @CsvSource({
    "standalone, STANDALONE, 636, 843, 625, 516, 87, 0x1b2, 14, 3",
    "leader, LEADER, 636, 1248, 416, 652, 17, 0x100000288, 14, 3",
    "follower, FOLLOWER, 636, 1248, 418, 767, 29, 0x100000288, 14, 3",
    "observer, OBSERVER, 636, 1248, 412, 754, 22, 0x100000288, 14, 3",
    "wire, STANDALONE, 391, 424, 406, 386, 26, 0xf2, 49, 2",
  })
  void srvr(
      String role,
      Mode mode,
      long received,
      long sent,
      int replies,
      long sumMs,
      long maxMs,
      String zxid,
      int nodes,
      int open) {
    situation(mode, Long.decode(zxid), nodes);
    server.traffic(received, sent, open, new Replies(replies, sumMs, maxMs));

    assertGolden(role, "srvr");
  }

  @ParameterizedTest
  @CsvSource({
    "standalone, STANDALONE, 637, 844, 625, 516, 87, 0x1b2",
    "leader, LEADER, 637, 1249, 416, 652, 17, 0x100000288",
    "follower, FOLLOWER, 637, 1249, 418, 767, 29, 0x100000288",
    "observer, OBSERVER, 637, 1249, 412, 754, 22, 0x100000288",
  })
  void stat(
      String role,
      Mode mode,
      long received,
      long sent,
      int replies,
      long sumMs,
      long maxMs,
      String zxid) {
    situation(mode, Long.decode(zxid), 14);
    connectionsOf(role + "/stat");
    server.traffic(received, sent, 3, new Replies(replies, sumMs, maxMs));

    assertGolden(role, "stat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "leader", "follower", "observer"})
  void cons(String role) {
    connectionsOf(role + "/cons");

    assertEquals(3, server.connections.size());
    assertGolden(role, "cons");
  }

  @Test
  void confOfAStandaloneServer() {
    server.configuration =
        new FakeConfiguration(22001, "${BASE}/sa/data/version-2", 134219549, null);

    assertGolden("standalone", "conf");
    assertGolden("standalone", "dirs");
  }

  @ParameterizedTest
  @CsvSource({
    "leader, 3, 22013, 22053, 22043, 67109538, false",
    "follower, 1, 22011, 22051, 22041, 67109538, false",
    "observer, 4, 22014, 22054, 22044, 67110194, true",
  })
  void confOfAnEnsembleMember(
      String role,
      int id,
      int clientPort,
      int electionPort,
      int quorumPort,
      long size,
      boolean observer) {
    String membership =
        """
        server.1=127.0.0.1:22041:22051:participant
        server.2=127.0.0.1:22042:22052:participant
        server.3=127.0.0.1:22043:22053:participant
        server.4=127.0.0.1:22044:22054:observer
        version=100000000""";
    server.configuration =
        new FakeConfiguration(
            clientPort,
            "${BASE}/e" + id + "/data/version-2",
            size,
            new ConfigurationView.Ensemble(10, 5, electionPort, quorumPort, observer, membership));

    assertGolden(role, "conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "leader"})
  void dumpWhereSessionsExpire(String role) {
    String golden = upToConnections(Golden.answer(role + "/dump"));
    server.expiry = expiry(golden);
    ephemerals(golden);

    assertEquals(golden, ask("dump"));
    assertTrue(server.expiry.size() > 3, "buckets were understood");
  }

  @ParameterizedTest
  @ValueSource(strings = {"follower", "observer"})
  void dumpOfALearner(String role) {
    String golden = upToConnections(Golden.answer(role + "/dump"));
    server.expiry = null;
    Matcher session = Pattern.compile("(?m)^(0x[0-9a-f]+)\t(\\d+)ms$").matcher(golden);
    while (session.find()) {
      server.globalSessions.put(Long.decode(session.group(1)), Integer.valueOf(session.group(2)));
    }
    ephemerals(golden);

    assertEquals(6, server.globalSessions.size());
    assertEquals(golden, ask("dump"));
  }

  @Test
  void watches() {
    long first = 0x10000132b930000L;
    long second = 0x10000132b930001L;
    server.watches.add(new Pair(first, "/app/cfg"));
    server.watches.add(new Pair(first, "/app"));
    server.watches.add(new Pair(first, "/app/missing"));
    server.watches.add(new Pair(second, "/app/cfg"));
    assertGolden("standalone", "wchs");
    assertGolden("standalone", "wchc");

    server.watches.clear();
    server.watches.add(new Pair(second, "/app/cfg"));
    server.watches.add(new Pair(first, "/app/cfg"));
    server.watches.add(new Pair(first, "/app"));
    server.watches.add(new Pair(first, "/app/missing"));
    assertGolden("standalone", "wchp");

    server.watches.clear();
    assertGolden("wire", "wchs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "leader", "follower", "observer"})
  void hash(String role) {
    String golden = Golden.answer(role + "/hash");
    for (String line : golden.lines().toList()) {
      String[] pair = line.split(": ", -1);
      server.digests.add(
          new ServerView.RecordedDigest(Long.parseLong(pair[0], 16), 2, Long.parseLong(pair[1])));
    }

    assertEquals(golden, ask("hash"));
  }

  @Test
  void enviHasZooKeepersKeysInItsOrderAndOurVersionBesideIt() {
    server.environment.putAll(new ProcessEnvironment(server.version()).lines());

    List<String> keys = keys(ask("envi"));
    assertTrue(keys.remove("vivarium.version"));
    assertEquals(keys(Golden.answer("standalone/envi")), keys);
    assertTrue(ask("envi").startsWith("Environment:\nzookeeper.version=" + Golden.VERSION + "\n"));
  }

  @Test
  void everyWordOfAServerThatDoesNotServe() {
    server.serving = false;
    server.mode = Mode.LOOKING;
    Map<String, String> golden = Golden.quoted("not-serving");
    assertEquals("", golden.remove("xxxx"));
    assertEquals(16, golden.size());

    golden.forEach((word, answer) -> assertEquals(answer, ask(word), word));
  }

  @Test
  void wordsOutsideTheDefaultWhitelist() {
    FourLetterWords words = new FourLetterWords(server, server, Whitelist.of(null, false));
    Map<String, String> golden = Golden.quoted("whitelist-default");
    golden.remove("xxxx");
    String srvr = golden.remove("srvr");
    assertEquals(4, golden.size());

    golden.forEach((word, answer) -> assertEquals(answer, words.answer(code(word), 0), word));
    assertEquals(Golden.answer("wire/stat"), words.answer(code("stat"), 0));
    assertEquals(Golden.answer("wire/hash"), words.answer(code("hash"), 0));

    situation(Mode.STANDALONE, 0, 5);
    server.traffic(3, 2, 1, new Replies(0, 0, 0));
    assertEquals(srvr, words.answer(code("srvr"), 0));
  }

  private void situation(Mode mode, long zxid, int nodes) {
    server.mode = mode;
    server.lastZxid = zxid;
    server.nodeCount = nodes;
    if (mode == Mode.LEADER) {
      server.proposalSizes = new ServerView.ProposalSizes(59, 36, 154);
    }
  }

  private void connectionsOf(String golden) {
    Golden.answer(golden)
        .lines()
        .filter(line -> line.startsWith(" /"))
        .map(FakeConnection::parse)
        .forEach(server.connections::add);
  }

  /** The connections of a dump have no expiry of their own here, as on ZooKeeper's Netty transport. */
  private static String upToConnections(String dump) {
    String last = "Connections dump:\n";
    return dump.substring(0, dump.indexOf(last) + last.length());
  }

  private static List<ServerView.ExpiryBucket> expiry(String golden) {
    DateTimeFormatter date =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH);
    String sessions = golden.substring(0, golden.indexOf("ephemeral nodes dump:"));
    Matcher bucket =
        Pattern.compile("(?m)^\\d+ expire at (.*):\\n((\\t0x[0-9a-f]+\\n)*)").matcher(sessions);
    List<ServerView.ExpiryBucket> buckets = new ArrayList<>();
    while (bucket.find()) {
      long at = ZonedDateTime.parse(bucket.group(1), date).toInstant().toEpochMilli();
      List<Long> ids = bucket.group(2).lines().map(line -> Long.decode(line.strip())).toList();
      buckets.add(new ServerView.ExpiryBucket(at, ids));
    }
    return buckets;
  }

  private void ephemerals(String golden) {
    String text = golden.substring(golden.indexOf("Sessions with Ephemerals"));
    Matcher owner = Pattern.compile("(?m)^(0x[0-9a-f]+):\\n((\\t/.*\\n)+)").matcher(text);
    while (owner.find()) {
      long id = Long.decode(owner.group(1));
      owner.group(2).lines().forEach(path -> server.ephemerals.add(new Pair(id, path.strip())));
    }
    assertEquals(2, server.ephemerals.size());
  }

  private static List<String> keys(String envi) {
    return new ArrayList<>(
        envi.lines()
            .filter(line -> line.contains("="))
            .map(line -> line.split("=", 2)[0])
            .toList());
  }

  private void assertGolden(String role, String word) {
    assertEquals(Golden.answer(role + "/" + word), ask(word), role + " " + word);
  }

  private String ask(String word) {
    return words().answer(code(word), 0);
  }

  private FourLetterWords words() {
    return new FourLetterWords(
        server, server, Whitelist.of("*", false), ZoneId.of("UTC"), FourLetterWords.MAX_ANSWER);
  }

  private static int code(String word) {
    return ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)).getInt();
  }
}
