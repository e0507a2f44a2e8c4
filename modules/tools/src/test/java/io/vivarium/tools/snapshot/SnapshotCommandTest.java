package io.vivarium.tools.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotCommandTest {
  private static final Path NEWEST = Run.fixture("datadir-3.9.5/version-2/snapshot.cd");

  @TempDir private Path temporary;

  // ---- show

  @Test
  void eachZnodeIsALineTheRootFirst() {
    Run run = Run.of("snapshot", "show", NEWEST);

    assertEquals(0, run.code(), run.err());
    assertEquals(49, run.lines().size());
    assertTrue(run.lines().getFirst().startsWith("/ 0 B \"\" version 0 czxid 0x0 "), run.out());
    assertTrue(run.out().contains("/wire/список "), run.out());
    assertTrue(run.err().contains("digest "), run.err());
  }

  @Test
  void everyKindOfZnodeIsNamed() {
    Run run = Run.of("snapshot", "show", NEWEST);

    assertTrue(run.out().contains(" container"), run.out());
    assertTrue(run.out().contains(" ttl "), run.out());
  }

  @Test
  void aPathMeansTheZnodeAndAllBelowIt() {
    Run run = Run.of("snapshot", "show", NEWEST, "--path", "/wire/q");

    assertEquals(4, run.lines().size(), run.out());
    assertTrue(run.lines().stream().allMatch(line -> line.startsWith("/wire/q")), run.out());
  }

  @Test
  void jsonHasAllFieldsOfAZnode() {
    Run run = Run.of("snapshot", "show", NEWEST, "--path", "/wire/auth2", "--output", "json");

    String line = run.lines().getFirst();
    assertTrue(
        line.startsWith("{\"path\": \"/wire/auth2\", \"data\": \"eA==\", \"acl\": \"digest:"),
        line);
    assertTrue(line.contains("\"czxid\": \"0xa4\""), line);
    assertTrue(line.contains("\"kind\": \"persistent\""), line);
    assertEquals("", run.err());
  }

  @Test
  void sessionsAreShown() {
    Run run = Run.of("snapshot", "show", NEWEST, "--sessions");
    assertTrue(run.lines().contains("0x100001f46d00000 timeout 30000 ms"), run.out());

    Run json = Run.of("snapshot", "show", NEWEST, "--sessions", "--output", "json");
    assertTrue(
        json.lines().contains("{\"session\": \"0x100001f46d00000\", \"timeout\": 30000}"),
        json.out());
  }

  // ---- verify

  @ParameterizedTest
  @CsvSource({
    "datadir-3.9.5/version-2/snapshot.cd, later than its name|equal",
    "datadir-3.9.5/version-2/snapshot.45, later than its name",
    "datadir-other/gzip-snapshot/version-2/snapshot.25.gz, equal",
    "datadir-other/snappy-snapshot/version-2/snapshot.25.snappy, equal",
    "datadir-other/no-digest/version-2/snapshot.c, not written",
    "recovery/healthy/version-2/snapshot.19, equal",
  })
  void whatZooKeeperWroteIsSound(String name, String digest) {
    Run run = Run.of("snapshot", "verify", Run.fixture(name));

    assertEquals(0, run.code(), run.out());
    assertTrue(run.out().contains(": sound, "), run.out());
    assertTrue(run.out().matches("(?s).*(" + digest + ").*"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrupt-snapshot-newest", "truncated-snapshot-newest"})
  void damageIsFound(String name) {
    Run run =
        Run.of("snapshot", "verify", Run.fixture("recovery/" + name + "/version-2/snapshot.19"));

    assertEquals(1, run.code());
    assertTrue(run.out().contains("NOT SOUND"), run.out());
  }

  @Test
  void everyFileIsLookedAt() throws Exception {
    Path damaged = Files.copy(NEWEST, temporary.resolve("snapshot.cd"));
    Run.damage(damaged, 3000);

    Run run = Run.of("snapshot", "verify", damaged, NEWEST, "--output", "json");

    assertEquals(1, run.code());
    assertTrue(run.lines().get(0).contains("\"sound\": false"), run.out());
    assertTrue(run.lines().get(1).contains("\"sound\": true"), run.out());
  }

  @Test
  void aSnapshotThatEndsBehindItsFirstSealIsSound() {
    Run run =
        Run.of(
            "snapshot",
            "verify",
            Run.fixture("recovery/snapshot-cut-after-first-seal/version-2/snapshot.19"));

    assertEquals(0, run.code(), run.out());
  }

  // ---- summarise

  @Test
  void aSnapshotIsSummarised() {
    Run run = Run.of("snapshot", "summarise", NEWEST);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.lines().getFirst().startsWith("znodes    49, of them "), run.out());
    assertTrue(run.out().contains("bytes     5299 B of data, "), run.out());
    assertTrue(run.out().contains("sessions  6"), run.out());
    assertTrue(run.out().contains("5000 B /wire/big"), run.out());
    assertTrue(run.out().contains("depth 5"), run.out());
  }

  @Test
  void theMostChildrenAreCounted() {
    Run run = Run.of("snapshot", "summarise", NEWEST, "--output", "json");
    long children =
        Run.of("snapshot", "show", NEWEST).lines().stream()
            .filter(line -> line.matches("/wire/[^/ ]+( space)? (null|\\d+ B) .*"))
            .count();

    assertTrue(
        run.out()
            .contains("\"mostChildren\": [{\"path\": \"/wire\", \"figure\": " + children + "}"),
        run.out());
  }

  @Test
  void theDigestIsThatOfTheTree() {
    Run run = Run.of("snapshot", "summarise", Run.fixture("datadir-3.9.5/version-2/snapshot.0"));

    assertTrue(run.lines().contains("digest    1371985504"), run.out());
  }

  // ---- compare

  @Test
  void aSnapshotIsEqualToItself() {
    Run run =
        Run.of(
            "snapshot",
            "compare",
            Run.fixture("datadir-other/gzip-snapshot/version-2/snapshot.25.gz"),
            Run.fixture("datadir-other/gzip-snapshot/version-2/snapshot.25.gz"));

    assertEquals(0, run.code(), run.out());
    assertEquals("equal", run.out().strip());
  }

  @Test
  void differencesAreListed() {
    Run run =
        Run.of("snapshot", "compare", Run.fixture("datadir-3.9.5/version-2/snapshot.86"), NEWEST);

    assertEquals(1, run.code());
    assertTrue(run.lines().contains("+ /wire/auth2"), run.out());
    assertTrue(run.lines().contains("~ /wire/c data, version"), run.out());
    assertTrue(run.lines().contains("- /wire/r"), run.out());
    assertTrue(run.lines().getLast().endsWith(" znodes differ"), run.out());
  }

  @Test
  void theOtherWayRoundTheSignsChange() {
    Run run =
        Run.of(
            "snapshot",
            "compare",
            NEWEST,
            Run.fixture("datadir-3.9.5/version-2/snapshot.86"),
            "--output",
            "json");

    assertTrue(
        run.lines().contains("{\"sign\": \"-\", \"path\": \"/wire/auth2\", \"differs\": []}"),
        run.out());
    assertTrue(
        run.lines()
            .contains(
                "{\"sign\": \"~\", \"path\": \"/wire/c\", \"differs\": [\"data\", \"version\"]}"),
        run.out());
  }

  // ---- convert

  @Test
  void aSnapshotGoesThroughAllCompressionsUnchanged() throws Exception {
    Run gz = Run.of("snapshot", "convert", NEWEST, "--to", "gz", "--out", temporary);
    assertEquals(0, gz.code(), gz.err());
    Run snappy =
        Run.of("snapshot", "convert", temporary.resolve("snapshot.cd.gz"), "--to", "snappy");
    assertEquals(0, snappy.code(), snappy.err());
    Run plain =
        Run.of("snapshot", "convert", temporary.resolve("snapshot.cd.snappy"), "--to", "none");
    assertEquals(0, plain.code(), plain.err());

    assertArrayEquals(
        Files.readAllBytes(NEWEST), Files.readAllBytes(temporary.resolve("snapshot.cd")));
    assertTrue(Files.size(temporary.resolve("snapshot.cd.gz")) < Files.size(NEWEST));
    assertEquals(0, Run.of("snapshot", "verify", temporary.resolve("snapshot.cd.snappy")).code());
    try (var files = Files.list(temporary)) {
      assertEquals(3, files.count(), "nothing unfinished is left");
    }
  }

  @Test
  void aDamagedSnapshotIsNotConverted() {
    Run run =
        Run.of(
            "snapshot",
            "convert",
            Run.fixture("recovery/corrupt-snapshot-newest/version-2/snapshot.19"),
            "--to",
            "gz",
            "--out",
            temporary);

    assertEquals(1, run.code());
    assertFalse(Files.exists(temporary.resolve("snapshot.19.gz")));
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Path there = Files.writeString(temporary.resolve("snapshot.cd.gz"), "precious");

    Run run = Run.of("snapshot", "convert", NEWEST, "--to", "gz", "--out", temporary);

    assertEquals(1, run.code());
    assertTrue(run.err().contains("exists already"), run.err());
    assertEquals("precious", Files.readString(there));
  }

  @Test
  void wrongWordsAreExitCode2() throws Exception {
    Path unnamed = Files.copy(NEWEST, temporary.resolve("copy"));

    for (List<Object> words :
        List.of(
            List.<Object>of("snapshot"),
            List.<Object>of("txnlog"),
            List.<Object>of("snapshot", "convert", NEWEST, "--to", "zip"),
            List.<Object>of("snapshot", "convert", unnamed, "--to", "gz"),
            List.<Object>of("snapshot", "show"))) {
      Run run = Run.of(words.toArray());
      assertEquals(2, run.code(), words + run.out());
      assertFalse(run.err().isEmpty());
    }
  }

  @Test
  void everyCommandHasHelpWithExitCodes() {
    for (String command : List.of("show", "verify", "compare", "summarise", "convert")) {
      Run run = Run.of("snapshot", command, "--help");
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().contains("Exit codes:"), run.out());
      assertTrue(run.out().contains("vivarium snapshot " + command), run.out());
    }
    for (String command : List.of("show", "verify", "summarise", "chop", "repair", "convert")) {
      Run run = Run.of("txnlog", command, "--help");
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().contains("Exit codes:"), run.out());
      assertTrue(run.out().contains("vivarium txnlog " + command), run.out());
    }
  }
}
