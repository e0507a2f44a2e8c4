package io.vivarium.tools.apache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.Run;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ZooKeeper's own tools print, and what ours print for the same files. */
final class ReferenceTest {
  private static final Path DATA = Run.fixture("datadir-3.9.5/version-2");

  @TempDir private Path temporary;

  /** Code of ZooKeeper that prints. */
  @FunctionalInterface
  private interface Printing {
    void run() throws Exception;
  }

  private static List<String> printed(Printing printing) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      printing.run();
    } finally {
      System.setOut(before);
    }
    // Since JDK 20 an unbreakable blank stands before AM and PM; scripts were written for a blank.
    return bytes.toString(StandardCharsets.UTF_8).replace('\u202f', ' ').lines().toList();
  }

  private static Run ours(Object... words) {
    return Run.of(Stream.concat(Stream.of("apache"), Arrays.stream(words)).toArray());
  }

  // ---- transaction logs

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datadir-3.9.5/version-2/log.1",
        "datadir-3.9.5/version-2/log.47",
        "datadir-3.9.5/version-2/log.88",
        "datadir-3.9.5/version-2/log.cf",
        "datadir-other/ensemble-member/version-2/log.100000001",
        "recovery/torn-log-short-file/version-2/log.1a"
      })
  void aDumpIsTheSame(String name) throws Exception {
    Path log = Run.fixture(name);

    Run run = ours("TxnLogToolkit", log);

    assertEquals(0, run.code(), run.err());
    assertEquals(dump(log), run.lines());
  }

  @Test
  void aDumpMarksWrongChecksums() throws Exception {
    Path log = damaged();

    Run run = ours("TxnLogToolkit", "-d", log);

    assertTrue(run.out().contains("CRC ERROR - "), run.out());
    assertEquals(dump(log), run.lines());
  }

  private static List<String> dump(Path log) throws Exception {
    return printed(
        () -> {
          try (var toolkit =
              new org.apache.zookeeper.server.persistence.TxnLogToolkit(
                  false, false, log.toString(), false)) {
            toolkit.dump(new Scanner(""));
          }
        });
  }

  @Test
  void aRepairIsTheSame() throws Exception {
    Path theirs = damaged();
    List<String> expected =
        printed(
            () -> {
              try (var toolkit =
                  new org.apache.zookeeper.server.persistence.TxnLogToolkit(
                      true, true, theirs.toString(), true)) {
                toolkit.dump(new Scanner(""));
              }
            });
    byte[] fixed = Files.readAllBytes(Path.of(theirs + ".fixed"));

    Run run = ours("TxnLogToolkit", "-rvy", theirs);

    assertEquals(0, run.code(), run.err());
    assertEquals(expected, run.lines().subList(0, run.lines().size() - 1));
    assertTrue(
        run.lines().getLast().endsWith("has been written with 1 fixed CRC error(s)"), run.out());
    byte[] our = Files.readAllBytes(Path.of(theirs + ".fixed"));
    assertEquals(0, Arrays.mismatch(our, fixed) - our.length, "theirs has room at the end");
  }

  @Test
  void aChopIsTheSame() throws Exception {
    Path log = Files.copy(DATA.resolve("log.88"), temporary.resolve("log.88"));

    Run run = ours("TxnLogToolkit", "-c", log, "-z", "0x91");

    assertEquals(0, run.code(), run.err());
    assertEquals("Chopping at 91 new log has 10 records", run.lines().getLast());
    Path chopped = temporary.resolve("log.88.chopped145");
    try (var records = new FileTxnLog(temporary.toFile()).read(0x88)) {
      assertEquals(0x88, records.getHeader().getZxid());
    }
    assertEquals(dump(log).subList(1, 11), dump(chopped).subList(1, 11));
  }

  @Test
  void aLogThatDoesNotReachThereIsSaidSo() throws Exception {
    Path log = Files.copy(DATA.resolve("log.88"), temporary.resolve("log.88"));

    Run run = ours("TxnLogToolkit", "--chop", log, "--zxid", "0x1000");

    assertEquals(1, run.code());
    assertTrue(run.err().contains("has no txn 0x1000"), run.err());
    assertTrue(Files.notExists(temporary.resolve("log.88.chopped4096")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "-h, 0",
    "-q x, 1",
    "/nope, 1",
    "-z, 1",
    "--unknown x, 1",
    "-c -z 99z x, 1",
  })
  void wrongWordsHaveTheirExitCodes(String words, int code) {
    Run run =
        ours(
            Stream.concat(
                    Stream.of("TxnLogToolkit"),
                    Stream.of(words.split(" ", -1)).filter(w -> !w.isEmpty()))
                .toArray());

    assertEquals(code, run.code(), run.out());
    assertTrue(
        (run.out() + run.err()).matches("(?s).*(usage: TxnLogToolkit|File doesn't exist).*"),
        run.out() + run.err());
  }

  @Test
  void whatIsNoLogHasExitCode2() {
    assertEquals(2, ours("TxnLogToolkit", DATA.resolve("snapshot.0")).code());
  }

  private Path damaged() throws Exception {
    Path log = Files.copy(DATA.resolve("log.88"), temporary.resolve("log.88"));
    Run.damage(log, 120);
    return log;
  }

  // ---- snapshots

  @ParameterizedTest
  @ValueSource(strings = {"snapshot.0", "snapshot.45", "snapshot.86", "snapshot.cd"})
  void theZnodesOfASnapshotAreTheSame(String name) throws Exception {
    String snapshot = DATA.resolve(name).toString();
    for (boolean data : new boolean[] {false, true}) {
      List<String> expected =
          printed(
              () -> new org.apache.zookeeper.server.SnapshotFormatter().run(snapshot, data, false));

      Run run =
          data ? ours("SnapshotFormatter", "-d", snapshot) : ours("SnapshotFormatter", snapshot);

      assertEquals(0, run.code(), run.err());
      // Siblings have no order there: their sets are hashed.
      assertEquals(blocks(expected), blocks(run.lines()));
      assertEquals(expected.getFirst(), run.lines().getFirst());
      assertEquals(expected.getLast(), run.lines().getLast());
    }
  }

  private static List<String> blocks(List<String> lines) {
    return Stream.of(String.join("\n", lines).split("----\n", -1))
        .flatMap(block -> block.startsWith("Session Details") ? block.lines() : Stream.of(block))
        .sorted()
        .toList();
  }

  @Test
  void jsonIsNestedAsTheirs() {
    Run run = ours("SnapshotFormatter", "-json", DATA.resolve("snapshot.0"));

    assertEquals(
        "[1,0,{\"progname\":\"SnapshotFormatter.java\",\"progver\":\"0.01\",\"timestamp\":0},"
            + "[{\"name\":\"/\",\"asize\":0,\"dsize\":0,\"dev\":0,\"ino\":1001},"
            + "[{\"name\":\"zookeeper\",\"asize\":0,\"dsize\":0,\"dev\":0,\"ino\":1002},"
            + "{\"name\":\"config\",\"asize\":0,\"dsize\":0,\"dev\":0,\"ino\":1003},"
            + "{\"name\":\"quota\",\"asize\":0,\"dsize\":0,\"dev\":0,\"ino\":1004}]]]",
        run.out().strip().replaceFirst("timestamp\":\\d+", "timestamp\":0"));
  }

  @Test
  void jsonClosesWhatItOpened() {
    String json = ours("SnapshotFormatter", "-json", DATA.resolve("snapshot.cd")).out();

    assertEquals(count(json, '['), count(json, ']'));
    assertEquals(49 + 1, count(json, '{'));
  }

  private static long count(String text, char c) {
    return text.chars().filter(each -> each == c).count();
  }

  @ParameterizedTest
  @CsvSource({"/, 0", "/, 1", "/, 2", "/wire, 1", "/wire, 0", "/zookeeper/quota, 3"})
  void aRecursiveSummaryIsTheSame(String path, int depth) throws Exception {
    String snapshot = DATA.resolve("snapshot.cd").toString();
    List<String> expected =
        printed(
            () ->
                new org.apache.zookeeper.server.SnapshotRecursiveSummary()
                    .run(snapshot, path, depth));

    Run run = ours("SnapshotRecursiveSummary", snapshot, path, depth);

    assertEquals(0, run.code(), run.err());
    assertEquals(expected.stream().sorted().toList(), run.lines().stream().sorted().toList());
    assertEquals(expected.subList(0, 3), run.lines().subList(0, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "snapshot.45, snapshot.cd, 1, 1",
    "snapshot.0, snapshot.45, 10, 3",
    "snapshot.cd, snapshot.86, 0, 0"
  })
  void aComparisonIsTheSame(String left, String right, int bytes, int nodes) throws Exception {
    String[] words = {
      "-l",
      DATA.resolve(left).toString(),
      "-r",
      DATA.resolve(right).toString(),
      "-b",
      "" + bytes,
      "-n",
      "" + nodes
    };
    List<String> expected = printed(() -> org.apache.zookeeper.server.SnapshotComparer.main(words));

    Run run = ours(Stream.concat(Stream.of("SnapshotComparer"), Stream.of(words)).toArray());

    assertEquals(0, run.code(), run.err());
    assertEquals(withoutTimes(expected), withoutTimes(run.lines()));
  }

  private static List<String> withoutTimes(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("in [\\d.]+ seconds", "in time")).toList();
  }

  @Test
  void aComparisonShowsWhatItLeavesOut() {
    String snapshot = DATA.resolve("snapshot.cd").toString();

    Run run =
        ours(
            "SnapshotComparer",
            "--left",
            snapshot,
            "--right",
            snapshot,
            "--bytes",
            1,
            "--nodes",
            1,
            "--debug");

    assertEquals(0, run.code());
    assertTrue(run.out().contains("Filtered node /wire"), run.out());
  }

  @Test
  void wrongWordsOfSnapshotToolsHaveExitCode2() {
    assertEquals(2, ours("SnapshotFormatter").code());
    assertEquals(2, ours("SnapshotFormatter", "-x", "y").code());
    assertEquals(2, ours("SnapshotRecursiveSummary", "x").code());
    assertEquals(2, ours("SnapshotRecursiveSummary", "x", "/", "deep").code());
    Run comparer = ours("SnapshotComparer");
    assertEquals(2, comparer.code());
    assertTrue(comparer.err().contains("Missing required options: l, r, b, n"), comparer.err());
    assertEquals(2, ours("NoSuchTool").code());
  }

  @Test
  void aZnodeThatIsNotThereIsSaidSo() {
    Run run = ours("SnapshotRecursiveSummary", DATA.resolve("snapshot.cd"), "/nope", 0);

    assertEquals(1, run.code());
    assertTrue(run.err().contains("has no znode /nope"), run.err());
  }
}
