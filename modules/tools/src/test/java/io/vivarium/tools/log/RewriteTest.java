package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that write a log: chop, repair, convert. */
final class RewriteTest {
  private static final Path LOG = Run.fixture("recovery/healthy/version-2/log.1");

  @TempDir private Path temporary;

  @Test
  void aChoppedLogEndsWithTheTxnThatWasNamed() throws Exception {
    Path copy = Files.copy(LOG, temporary.resolve("log.1"));

    Run run = Run.of("txnlog", "chop", copy, "--zxid", "0x5");

    assertEquals(0, run.code(), run.err());
    Path chopped = temporary.resolve("log.1.chopped5");
    assertEquals(
        Run.of("txnlog", "show", LOG, "--to-zxid", "0x5").out(),
        Run.of("txnlog", "show", chopped).out());
    assertTrue(Files.size(chopped) < 2000, "no room ahead of the records");
  }

  @Test
  void aZxidThatIsNotInTheLogLeavesNothing() throws Exception {
    Path copy = Files.copy(LOG, temporary.resolve("log.1"));

    Run run = Run.of("txnlog", "chop", copy, "--zxid", "0xfff");

    assertEquals(1, run.code());
    assertTrue(run.err().contains("has no txn 0xfff"), run.err());
    assertFalse(Files.exists(temporary.resolve("log.1.choppedfff")));
  }

  @Test
  void aRepeatedZxidIsKeptWithItsTwin() {
    Path log = Run.fixture("datadir-3.9.5/version-2/log.cf");
    Path chopped = temporary.resolve("chopped");

    Run.of("txnlog", "chop", log, "--zxid", "0xe5", "--out", chopped);

    List<String> lines = Run.of("txnlog", "show", chopped, "--from-zxid", "0xe5").lines();
    assertEquals(2, lines.size(), lines.toString());
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Path there = Files.writeString(temporary.resolve("there"), "precious");

    for (List<Object> words :
        List.of(
            List.<Object>of("txnlog", "chop", LOG, "-z", 3, "--out", there),
            List.<Object>of("txnlog", "repair", LOG, "--out", there),
            List.<Object>of("txnlog", "convert", LOG, "--out", there))) {
      Run run = Run.of(words.toArray());
      assertEquals(1, run.code());
      assertTrue(run.err().contains("exists already"), run.err());
      assertEquals("precious", Files.readString(there));
    }
  }

  @Test
  void aRepairedLogHasAllBeforeTheDamage() throws Exception {
    Path copy = Files.copy(LOG, temporary.resolve("log.1"));
    Run.damage(copy, 300);

    Run run = Run.of("txnlog", "repair", copy);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("Left out all from here on: Log "), run.out());
    Path fixed = temporary.resolve("log.1.fixed");
    List<String> kept = Run.of("txnlog", "show", fixed).lines();
    assertEquals(Run.of("txnlog", "show", LOG).lines().subList(0, kept.size()), kept);
    assertFalse(kept.isEmpty());
    assertEquals(0, Run.of("txnlog", "verify", fixed).code());
  }

  @Test
  void checksumsAreComputedAnewWhenThatIsAskedFor() throws Exception {
    Path copy = Files.copy(LOG, temporary.resolve("log.1"));
    // In the time of the second record: it can still be decoded.
    int second = secondRecord(copy);
    Run.damage(copy, second + 12 + 27);
    Path fixed = temporary.resolve("fixed");

    Run run = Run.of("txnlog", "repair", copy, "--recompute", "--out", fixed);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("1 of them had a wrong checksum"), run.out());
    assertTrue(run.out().contains("Nothing was left out"), run.out());
    assertEquals(0, Run.of("txnlog", "verify", fixed).code());
    List<String> lines = Run.of("txnlog", "show", fixed).lines();
    assertEquals(Run.of("txnlog", "show", LOG).lines().size(), lines.size());
    assertNotEquals(Run.of("txnlog", "show", LOG).lines().get(1), lines.get(1));
  }

  @Test
  void aTornLogIsRepairedByLeavingOutItsLastRecord() {
    Path torn = Run.fixture("recovery/torn-log-short-file/version-2/log.1a");
    Path fixed = temporary.resolve("fixed");

    Run run = Run.of("txnlog", "repair", torn, "--out", fixed);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("up to zxid 0x24"), run.out());
    assertTrue(run.out().contains("was not written to its end"), run.out());
  }

  @Test
  void logsAreJoined() {
    Path joined = temporary.resolve("log.1");

    Run run = Run.of("txnlog", "convert", Run.fixture("recovery/healthy"), "--out", joined);

    assertEquals(0, run.code(), run.err());
    assertEquals(
        Run.of("txnlog", "show", Run.fixture("recovery/healthy")).out(),
        Run.of("txnlog", "show", joined).out());
    assertEquals(0, Run.of("txnlog", "verify", joined).code());
  }

  @Test
  void digestsAreLeftOut() {
    Path plain = temporary.resolve("log.1");

    Run.of("txnlog", "convert", LOG, "--without-digests", "--out", plain);

    Run shown = Run.of("txnlog", "show", plain);
    assertFalse(shown.out().contains(" digest "), shown.out());
    assertEquals(Run.of("txnlog", "show", LOG).out().replaceAll(" digest \\d+", ""), shown.out());
  }

  @Test
  void onlyWhatIsSelectedIsWritten() {
    Path some = temporary.resolve("log.3");

    Run run = Run.of("txnlog", "convert", LOG, "--from-zxid", 3, "--to-zxid", 4, "--out", some);

    assertTrue(run.out().contains("2 txns"), run.out());
  }

  @Test
  void damageLeavesNoHalfFile() {
    Path out = temporary.resolve("out");

    Run run =
        Run.of(
            "txnlog", "convert", Run.fixture("recovery/corrupt-log-middle-record"), "--out", out);

    assertEquals(1, run.code());
    assertFalse(Files.exists(out));
    assertEquals(
        1,
        Run.of(
                "txnlog",
                "chop",
                Run.fixture("recovery/corrupt-log-middle-record/version-2/log.1a"),
                "-z",
                "0x25",
                "--out",
                out)
            .code());
    assertFalse(Files.exists(out));
  }

  private static int secondRecord(Path log) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
    return 16 + 13 + bytes.getInt(16 + 8);
  }
}
