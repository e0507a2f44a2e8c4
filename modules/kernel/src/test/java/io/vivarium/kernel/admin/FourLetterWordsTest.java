package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.admin.FakeServer.Pair;
import io.vivarium.model.OpCode;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FourLetterWordsTest {
  private static final int TELNET_CLOSE = 0xfff4fffd;

  private final FakeServer server = new FakeServer();
  private final FourLetterWords words = words("*");

  @ParameterizedTest
  @EnumSource(Word.class)
  void everyWordIsKnownByItsFourBytesAndAnswered(Word word) {
    assertTrue(words.isWord(code(word.text())));
    assertEquals(word.code(), code(word.text()));
    assertEquals(word.text(), words.name(word.code()));
    assertFalse(words.answer(word.code(), 0).isEmpty() && word != Word.HASH);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 4, 44, 1_048_575, 0x78787878, 0x52554f4b, Integer.MIN_VALUE})
  void frameLengthsAndUnknownLettersAreNoWords(int firstFourBytes) {
    assertFalse(words.isWord(firstFourBytes));
  }

  @Test
  void noWordIsALegalFrameLength() {
    // The largest frame that jute.maxbuffer could allow without being absurd is far below the
    // smallest word.
    for (Word word : Word.values()) {
      assertTrue(word.code() > 1_600_000_000, word.text());
    }
  }

  @Test
  void theInterruptOfTelnetIsKnownAndAnsweredWithNothing() {
    assertTrue(words.isWord(TELNET_CLOSE));
    assertEquals(4, words.frameLength(TELNET_CLOSE));
    assertEquals("", words.answer(TELNET_CLOSE, 0));
    assertEquals("", words("").answer(TELNET_CLOSE, 0));
    assertFalse(words.isSlow(TELNET_CLOSE));
    assertEquals("telnet close", words.name(TELNET_CLOSE));
  }

  @Test
  void onlyStmkHasAnArgumentAndOnlyWhereItIsAllowed() {
    for (Word word : Word.values()) {
      assertEquals(word == Word.STMK ? 12 : 4, words.frameLength(word.code()), word.text());
    }
    assertEquals(4, words("ruok").frameLength(code("stmk")));
  }

  @Test
  void aWordThatIsNotAllowedSaysSoAndDoesNothing() {
    FourLetterWords few = words("ruok");

    assertEquals(
        "srst is not executed because it is not in the whitelist.\n", few.answer(code("srst"), 0));
    assertEquals(
        "stmk is not executed because it is not in the whitelist.\n", few.answer(code("stmk"), 7));
    assertEquals(0, server.statsResets);
    assertEquals(ServerView.DEFAULT_TRACE_MASK, server.traceMask);
    assertFalse(few.isSlow(code("dump")), "the refusal is quick");
  }

  @Test
  void wordsThatWalkMuchOrAskPluginsOrTheDiskAreSlow() {
    for (String word :
        List.of("dump", "wchc", "wchp", "wchs", "cons", "stat", "mntr", "conf", "dirs")) {
      assertTrue(words.isSlow(code(word)), word);
    }
    for (String word : List.of("ruok", "srvr", "isro", "envi")) {
      assertFalse(words.isSlow(code(word)), word);
    }
  }

  @Test
  void aReadOnlyServerSaysSoAfterTheVersion() {
    server.mode = Mode.READ_ONLY;

    for (String word : List.of("srvr", "stat")) {
      List<String> lines = ask(word).lines().toList();
      assertEquals("READ-ONLY mode; serving only read-only clients", lines.get(1), word);
      assertTrue(lines.contains("Mode: read-only"), word);
    }
    assertTrue(ask("mntr").contains("zk_server_state\tread-only\n"));
  }

  @Test
  void srstStartsTheFiguresOfSrvrAndMntrAfresh() {
    server.traffic(10, 20, 2, new FakeServer.Replies(5, 50, 20));
    server.metrics.counter("looking_count").increment();

    assertEquals("Server stats reset.\n", ask("srst"));

    List<String> srvr = ask("srvr").lines().toList();
    assertEquals("Latency min/avg/max: 0/0.0/0", srvr.get(1));
    assertEquals("Received: 0", srvr.get(2));
    assertEquals("Sent: 0", srvr.get(3));
    assertEquals("Connections: 2", srvr.get(4));
    assertTrue(ask("mntr").contains("zk_looking_count\t0\n"));
    assertTrue(ask("mntr").contains("zk_max_client_response_size\t-1\n"));
  }

  @Test
  void anEmptyServerAnswersWithoutConnectionsWatchesOrDigests() {
    server.expiry = List.of();

    assertEquals("\n", ask("cons"));
    assertEquals("\n", ask("wchc"));
    assertEquals("\n", ask("wchp"));
    assertEquals("0 connections watching 0 paths\nTotal watches:0\n", ask("wchs"));
    assertEquals("", ask("hash"));
    assertEquals("Session Sets (0)/(0):", ask("dump").lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void aPathMayHoldAnyCharacterThatZooKeeperAllows() {
    server.watches.add(new Pair(1, "/größe ✓"));

    assertEquals("/größe ✓\n\t0x1\n\n", ask("wchp"));
  }

  @Test
  void aConnectionWithoutASessionShowsPacketsOnly() {
    server.connections.add(FakeConnection.parse(" /10.0.0.1:1[1](queued=0,recved=1,sent=0)"));

    assertFalse(ask("cons").contains("sid"));
  }

  @Test
  void aConnectionBeforeItsFirstNumberedRequestShowsNoCxid() {
    server.connections.add(
        FakeConnection.parse(" /10.0.0.1:1[1](queued=0,recved=1,sent=0,sid=0x5,lzxid=0x9)"));

    assertTrue(ask("cons").contains(",to=0,lzxid=0x9,"), ask("cons"));
  }

  @Test
  void aConnectionThatIsReadFromHasInterestOne() {
    server.connections.add(FakeConnection.parse(" /10.0.0.1:1[1](queued=2,recved=3,sent=4)"));
    server.connections.add(FakeConnection.parse(" /10.0.0.2:65535[0](queued=0,recved=0,sent=0)"));

    assertEquals(
        """
         /10.0.0.1:1[1](queued=2,recved=3,sent=4)
         /10.0.0.2:65535[0](queued=0,recved=0,sent=0)

        """,
        ask("cons"));
  }

  @Test
  void anIpv6PeerStandsInBrackets() {
    server.connections.add(FakeConnection.parse(" /::1:2181[1](queued=0,recved=0,sent=0)"));

    assertEquals(
        " /[0:0:0:0:0:0:0:1]:2181[1](queued=0,recved=0,sent=0)",
        ask("cons").lines().findFirst().orElseThrow());
  }

  @Test
  void everyOperationHasALabel() {
    FakeConnection connection =
        FakeConnection.parse(" /10.0.0.1:1[1](queued=0,recved=1,sent=1,sid=0x1)");
    server.connections.add(connection);
    for (OpCode op : OpCode.values()) {
      connection.op = op;
      String line = ask("cons");
      assertTrue(line.matches("(?s).*,lop=[A-Z2]{2,6},est=.*"), op + ": " + line);
    }
  }

  @Test
  void theDumpOfALearnerWithLocalSessionsShowsThemToo() {
    server.expiry = null;
    server.globalSessions.put(0x1L, 4000);
    server.localSessions = Map.of(0x2L, 6000);

    assertEquals(
        """
        SessionTracker dump:
        Global Sessions(1):
        0x1\t4000ms
        Local Sessions(1):
        0x2\t6000ms
        ephemeral nodes dump:
        Sessions with Ephemerals (0):
        Connections dump:
        """,
        ask("dump"));
  }

  @Test
  void timesInADumpAreOfTheServersZone() {
    server.expiry = List.of(new ServerView.ExpiryBucket(0, List.of()));
    FourLetterWords inTokyo =
        new FourLetterWords(
            server, server, Whitelist.of("dump", false), ZoneId.of("Asia/Tokyo"), 10_000);

    assertTrue(
        inTokyo.answer(code("dump"), 0).contains("0 expire at Thu Jan 01 09:00:00 JST 1970:\n"));
  }

  @Test
  void sessionIdsWithTheHighestBitAreUnsigned() {
    server.watches.add(new Pair(0xff00000000000001L, "/a"));

    assertEquals("0xff00000000000001\n\t/a\n\n", ask("wchc"));
  }

  @Test
  void aLargeAnswerIsCutAndSaysSoAndTheWalkStops() {
    for (int i = 0; i < 10_000; i++) {
      server.watches.add(new Pair(i, "/path" + i));
    }
    FourLetterWords brief =
        new FourLetterWords(server, server, Whitelist.of("*", false), ZoneId.of("UTC"), 1_000);

    for (String word : List.of("wchc", "wchp")) {
      String answer = brief.answer(code(word), 0);
      assertTrue(answer.length() < 1_200, word + " has " + answer.length());
      assertTrue(server.visited < 200, word + " walked " + server.visited);
      server.visited = 0;
      assertTrue(
          answer.endsWith("\n... cut off here: the answer exceeds 1000 characters\n"), answer);
    }
  }

  /** However short the lines, the watches that may be looked at are enough to fill the answer, so that it says that it was cut. */
  @Test
  void noMoreWatchesAreAskedForThanFillTheAnswer() {
    for (int i = 0; i < 1_000; i++) {
      server.watches.add(new Pair(7, "/"));
    }
    FourLetterWords brief =
        new FourLetterWords(server, server, Whitelist.of("*", false), ZoneId.of("UTC"), 300);

    for (String word : List.of("wchc", "wchp")) {
      assertTrue(brief.answer(code(word), 0).endsWith("the answer exceeds 300 characters\n"), word);
      assertTrue(server.visited <= 101, word + " walked " + server.visited);
      server.visited = 0;
    }
  }

  @Test
  void connectionsSessionsAndEphemeralsAreCutToo() {
    server.expiry = null;
    for (long i = 0; i < 10_000; i++) {
      server.connections.add(FakeConnection.parse(" /10.0.0.1:1[1](queued=2,recved=3,sent=4)"));
      server.globalSessions.put(i, 4000);
      server.ephemerals.add(new Pair(i, "/e" + i));
    }
    FourLetterWords brief =
        new FourLetterWords(server, server, Whitelist.of("*", false), ZoneId.of("UTC"), 1_000);

    for (String word : List.of("cons", "stat", "dump")) {
      String answer = brief.answer(code(word), 0);
      assertTrue(answer.length() < 1_200, word + " has " + answer.length());
      assertTrue(answer.contains("cut off here"), answer);
    }
  }

  @Test
  void onlyFewLargeAnswersAreProducedAtATime() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(FourLetterWords.MAX_LARGE);
    CountDownLatch release = new CountDownLatch(1);
    server.beforeVisit =
        () -> {
          // Only the first walks wait, so that a third one, if it were let in, fails the test
          // instead of hanging it.
          boolean early = inside.getCount() > 0;
          inside.countDown();
          if (early) {
            FakeServer.await(release);
          }
        };
    AtomicInteger answered = new AtomicInteger();
    Runnable ask =
        () -> {
          words.answer(code("wchp"), 0);
          answered.incrementAndGet();
        };
    List<Thread> askers =
        Stream.generate(() -> new Thread(ask)).limit(FourLetterWords.MAX_LARGE).toList();
    askers.forEach(Thread::start);
    inside.await();

    try {
      assertEquals(
          "wchc is not executed because 2 large answers are being produced; try again.\n",
          words.answer(code("wchc"), 0));
      assertEquals("imok", words.answer(code("ruok"), 0), "small words are answered meanwhile");
    } finally {
      release.countDown();
    }
    for (Thread asker : askers) {
      asker.join();
    }
    assertEquals(FourLetterWords.MAX_LARGE, answered.get());
    assertEquals("\n", words.answer(code("wchc"), 0));
  }

  private FourLetterWords words(String whitelist) {
    return new FourLetterWords(server, server, Whitelist.of(whitelist, false));
  }

  private String ask(String word) {
    return words.answer(code(word), 0);
  }

  private static int code(String word) {
    return ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)).getInt();
  }
}
