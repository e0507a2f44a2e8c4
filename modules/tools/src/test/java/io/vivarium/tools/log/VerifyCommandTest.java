package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifyCommandTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datadir-3.9.5",
        "datadir-other/ensemble-member",
        "datadir-other/no-digest",
        "recovery/healthy"
      })
  void whatZooKeeperWroteIsSound(String name) {
    Run run = Run.of("txnlog", "verify", Run.fixture(name));

    assertEquals(0, run.code(), run.out());
    assertTrue(run.lines().stream().allMatch(line -> line.contains(": sound, ")), run.out());
  }

  @Test
  void aSoundFileIsDescribed() {
    Run run = Run.of("txnlog", "verify", Run.fixture("datadir-3.9.5/version-2/log.88"));

    assertTrue(run.out().contains("log.88: sound, 71 txns, zxid 0x88 to 0xce"), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "corrupt-log-last-record, checksum",
    "corrupt-log-middle-record, checksum",
    "corrupt-log-middle-no-eor, no whole record at offset",
    "corrupt-log-bad-magic, ZKLG",
    "missing-log-gap, the txns between are missing",
    "log-empty-middle, ZKLG",
  })
  void damageIsFoundAndNamed(String name, String words) {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/" + name));

    assertEquals(1, run.code(), run.out());
    assertTrue(run.out().contains("NOT SOUND"), run.out());
    assertTrue(run.out().contains(words), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"torn-log-short-file", "torn-log-zeroed-tail"})
  void aTornEndIsNoDamage(String name) {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/" + name));

    assertEquals(0, run.code(), run.out());
    assertTrue(run.lines().getLast().contains("zxid 0x1a to 0x24"), run.out());
  }

  @Test
  void allFilesAreLookedAtAlsoBehindADamagedOne() throws Exception {
    Path data = Run.copy("recovery/healthy", temporary.resolve("data"));
    Run.damage(data.resolve("version-2/log.1"), 100);

    Run run = Run.of("txnlog", "verify", data, "--output", "json");

    assertEquals(1, run.code());
    assertEquals(3, run.lines().size(), run.out());
    assertTrue(run.lines().get(0).contains("\"sound\": false"), run.out());
    assertTrue(run.lines().get(0).contains("\"end\": \"damaged\""), run.out());
    assertTrue(run.lines().get(2).contains("\"lastZxid\": \"0x25\""), run.out());
    assertTrue(run.lines().get(2).contains("\"end\": \"clean\""), run.out());
  }

  @Test
  void aRecordThatCannotBeDecodedIsDamage() throws Exception {
    Path chopped = temporary.resolve("log.1");
    assertEquals(
        0,
        Run.of(
                "txnlog",
                "chop",
                Run.fixture("recovery/healthy/version-2/log.1"),
                "-z",
                3,
                "--out",
                chopped)
            .code());
    // The type of the first txn, behind header, frame, session, cxid, zxid and time.
    Run.damage(chopped, 16 + 12 + 28);
    Path repaired = temporary.resolve("repaired");
    Run kept = Run.of("txnlog", "repair", chopped, "--recompute", "--out", repaired);

    assertEquals(0, kept.code(), kept.err());
    assertTrue(kept.out().contains("0 txns"), kept.out());
    assertTrue(kept.out().contains("Left out all from here on"), kept.out());
  }

  @Test
  void nothingIsChanged() throws Exception {
    Path data = Run.copy("recovery/torn-log-short-file", temporary.resolve("data"));
    long size = Files.size(data.resolve("version-2/log.1a"));

    Run.of("txnlog", "verify", data);

    assertEquals(size, Files.size(data.resolve("version-2/log.1a")));
    try (var files = Files.list(data.resolve("version-2"))) {
      assertEquals(6, files.count());
    }
  }
}
