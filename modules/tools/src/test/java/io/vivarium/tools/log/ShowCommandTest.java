package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShowCommandTest {
  private static final Path DATA = Run.fixture("datadir-3.9.5");
  private static final Path LOG = DATA.resolve("version-2/log.88");

  @TempDir private Path temporary;

  @Test
  void eachTxnIsALine() {
    Run run = Run.of("txnlog", "show", LOG);

    assertEquals(0, run.code(), run.err());
    assertEquals(71, run.lines().size());
    assertEquals(
        "2026-11-20T12:19:15.922Z 0x88 session 0x100001f46d00000 cxid 25 delete /wire/r/k/g",
        run.lines()
            .getFirst()
            .replaceFirst(" digest .*", "")
            .replaceFirst("15\\.\\d+Z", "15.922Z"));
    assertTrue(run.lines().getLast().contains(" 0xce "), run.lines().getLast());
    assertTrue(run.lines().getLast().endsWith("error -101 (NO_NODE)"), run.lines().getLast());
  }

  @Test
  void aDirectoryStandsForAllItsLogsInOrder() {
    Run run = Run.of("txnlog", "show", DATA);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.lines().getFirst().contains(" 0x1 "), run.lines().getFirst());
    assertTrue(run.lines().getLast().contains(" 0xfb "), run.lines().getLast());
    assertEquals(run.out(), Run.of("txnlog", "show", DATA.resolve("version-2")).out());
  }

  @Test
  void zxidsBoundWhatIsShown() {
    Run run = Run.of("txnlog", "show", DATA, "--from-zxid", "0x90", "--to-zxid", "147");

    assertEquals(List.of("0x90", "0x91", "0x92", "0x93"), zxids(run));
  }

  @Test
  void timesBoundWhatIsShown() {
    Run all = Run.of("txnlog", "show", LOG);
    String time = all.lines().get(20).substring(0, 24);

    Run from = Run.of("txnlog", "show", LOG, "--from-time", time);
    Run to = Run.of("txnlog", "show", LOG, "--to-time", time);

    assertTrue(from.lines().contains(all.lines().get(20)));
    assertTrue(to.lines().contains(all.lines().get(20)));
    assertFalse(to.lines().contains(all.lines().getLast()));
    assertFalse(from.lines().contains(all.lines().getFirst()));
  }

  @Test
  void aPathMeansTheZnodeAndAllBelowIt() {
    Run run = Run.of("txnlog", "show", LOG, "--path", "/wire/q");

    assertTrue(run.lines().stream().allMatch(line -> line.contains("/wire/q")), run.out());
    assertTrue(run.lines().stream().anyMatch(line -> line.contains(" create /wire/q ")), run.out());
    assertTrue(run.lines().stream().anyMatch(line -> line.contains(" multi ")), run.out());
    assertFalse(run.out().contains("/zookeeper/quota"), run.out());
    assertEquals(0, Run.of("txnlog", "show", LOG, "--path", "/wire/qq").lines().size());
    Run ephemerals = Run.of("txnlog", "show", LOG, "--path", "/wire/we1", "--op", "closeSession");
    assertEquals(1, ephemerals.lines().size(), "the end of a session removes its ephemerals");
  }

  @Test
  void sessionsAndKindsSelect() {
    Run run =
        Run.of(
            "txnlog",
            "show",
            DATA,
            "--session",
            "0x100001f46d00018",
            "--op",
            "create,closesession");

    assertEquals(List.of("0x90", "0x91", "0x93"), zxids(run));
  }

  @Test
  void aKindThatDoesNotExistIsRefused() {
    Run run = Run.of("txnlog", "show", LOG, "--op", "creat");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("there is no creat"), run.err());
  }

  @Test
  void jsonHasTheWholeTxn() {
    Run run =
        Run.of("txnlog", "show", DATA, "--output", "json", "--from-zxid", "0xa4", "--limit", "1");

    String line = run.lines().getFirst();
    assertTrue(line.startsWith("{\"zxid\": \"0xa4\", \"time\": \"2026-11-20T12:19:22."), line);
    assertTrue(
        line.contains("\"op\": \"create\", \"path\": \"/wire/auth2\", \"data\": \"eA==\""), line);
    assertTrue(
        line.contains(
            "{\"perms\": 31, \"scheme\": \"digest\", \"id\": \"alice:0H3LR71td7bmv+FwKgVasiS36rc=\"}"),
        line);
    assertTrue(line.contains("\"digest\": \""), line);
  }

  @Test
  void everyKindOfTxnHasATextAndJson() {
    for (String name :
        List.of("datadir-3.9.5", "datadir-other/ensemble-member", "datadir-other/no-digest")) {
      Path data = Run.fixture(name);
      Run text = Run.of("txnlog", "show", data);
      Run json = Run.of("txnlog", "show", data, "--output", "json");

      assertEquals(0, text.code(), text.err());
      assertEquals(text.lines().size(), json.lines().size(), name);
      assertTrue(
          json.lines().stream().allMatch(line -> line.startsWith("{") && line.endsWith("}")));
    }
    Run reconfig =
        Run.of("txnlog", "show", Run.fixture("datadir-other/ensemble-member"), "--op", "reconfig");
    assertTrue(reconfig.out().contains("server.1="), reconfig.out());
  }

  @Test
  void noMoreIsPrintedThanAskedFor() {
    assertEquals(3, Run.of("txnlog", "show", DATA, "--limit", "3").lines().size());
  }

  @Test
  void aTornEndIsSaidAndIsNoFailure() {
    Run run = Run.of("txnlog", "show", Run.fixture("recovery/torn-log-short-file"));

    assertEquals(0, run.code(), run.err());
    assertTrue(run.lines().getLast().contains(" 0x24 "), run.lines().getLast());
  }

  @Test
  void damageEndsWithItsPlaceAndExitCode1() {
    Run run = Run.of("txnlog", "show", Run.fixture("recovery/corrupt-log-middle-record"));

    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("vivarium txnlog show: Log "), run.err());
    assertTrue(run.err().contains("checksum"), run.err());
    assertFalse(run.lines().isEmpty(), "what came before the damage is shown");
  }

  @Test
  void whatIsNoLogIsRefused() {
    Run snapshot = Run.of("txnlog", "show", DATA.resolve("version-2/snapshot.0"));
    assertEquals(1, snapshot.code());
    assertTrue(snapshot.err().contains("ZKLG"), snapshot.err());

    Run absent = Run.of("txnlog", "show", temporary.resolve("log.1"));
    assertEquals(1, absent.code());
    assertTrue(absent.err().contains("there is no file"), absent.err());

    Run empty = Run.of("txnlog", "show", temporary);
    assertEquals(1, empty.code());
    assertTrue(empty.err().contains("there is no log.<zxid> in"), empty.err());
  }

  @Test
  void numbersAndTimesThatAreNoneAreRefused() {
    assertEquals(2, Run.of("txnlog", "show", LOG, "--from-zxid", "1g").code());
    Run time = Run.of("txnlog", "show", LOG, "--from-time", "yesterday");
    assertEquals(2, time.code());
    assertTrue(time.err().contains("2026-11-29T05:00:00Z"), time.err());
  }

  private static List<String> zxids(Run run) {
    return run.lines().stream().map(line -> line.split(" ", -1)[1]).toList();
  }
}
