package io.vivarium.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.log.Logs;
import io.vivarium.tools.snapshot.Snapshots;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of any size in a small heap: these are several times as large as the heap of the process that reads them. */
final class LargeFilesTest {
  private static final int HEAP_MB = 24;
  private static final int TXNS = 100_000;
  private static final int ZNODES = 60_000;
  private static final int DATA_BYTES = 1_000;

  @TempDir private Path temporary;

  @Test
  void aLogLargerThanTheHeapIsReadAndWritten() throws Exception {
    Path log = temporary.resolve("log.1");
    Logs.write(log, TXNS, i -> "/bench/znode-" + i, new byte[DATA_BYTES]);
    assertTrue(Files.size(log) > 4L * HEAP_MB * 1024 * 1024);

    assertTrue(run("txnlog", "verify", log).contains("sound, " + TXNS + " txns"));
    assertTrue(run("txnlog", "summarise", log).contains("txns      " + TXNS));
    Path copy = temporary.resolve("copy");
    run("txnlog", "convert", log, "--out", copy);
    assertEquals(Files.size(log), Files.size(copy));

    assertEquals(TXNS, lines("txnlog", "show", copy));
    Path chopped = temporary.resolve("chopped");
    run("txnlog", "chop", log, "--zxid", TXNS - 1, "--out", chopped);
    Path repaired = temporary.resolve("repaired");
    run("txnlog", "repair", chopped, "--out", repaired);
    assertEquals(Files.size(chopped), Files.size(repaired));
    assertTrue(Files.size(chopped) > Files.size(log) - 2 * DATA_BYTES);
  }

  @Test
  void aSnapshotLargerThanTheHeapIsReadAndWrittenInEveryCompression() throws Exception {
    Path plain = snapshot("plain", 0);
    assertTrue(Files.size(plain) > 2L * HEAP_MB * 1024 * 1024);

    Path gz = temporary.resolve("snapshot.9.gz");
    run("snapshot", "convert", plain, "--to", "gz", "--out", temporary);
    Path snappy = temporary.resolve("snapshot.9.snappy");
    run("snapshot", "convert", gz, "--to", "snappy", "--out", temporary);
    run("snapshot", "verify", plain, gz, snappy);
    assertTrue(run("snapshot", "summarise", gz).contains(Integer.toString(ZNODES)));
    assertTrue(lines("snapshot", "show", snappy) > ZNODES);
    assertEquals("equal\n", run("snapshot", "compare", plain, snappy));
  }

  /** The znodes that differ are held, a part of them at a time. */
  @Test
  void snapshotsThatDifferEverywhereAreComparedInASmallHeap() throws Exception {
    Path left = snapshot("left", 0);
    Path right = snapshot("right", 1);

    assertEquals(ZNODES + 1, linesOf(1, "snapshot", "compare", left, right));
  }

  private Path snapshot(String name, int version) throws Exception {
    byte[] data = new byte[DATA_BYTES];
    return Snapshots.write(
        temporary.resolve(name),
        () ->
            IntStream.range(0, ZNODES)
                .mapToObj(i -> new Snapshots.Flat("/bench-znode-" + i, data, version))
                .iterator());
  }

  /** Runs a command in a Java of its own with a small heap; returns what it printed. */
  private String run(Object... words) throws Exception {
    return Files.readString(printed(0, words), StandardCharsets.UTF_8);
  }

  private long lines(Object... words) throws Exception {
    return linesOf(0, words);
  }

  private long linesOf(int expected, Object... words) throws Exception {
    try (Stream<String> lines = Files.lines(printed(expected, words))) {
      return lines.count();
    }
  }

  private Path printed(int expected, Object... words) throws Exception {
    Path output = temporary.resolve("output");
    Path errors = temporary.resolve("errors"); // progress too, where it takes long
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MB + "m", "-XX:+UseSerialGC", "-cp", classPath()));
    command.add(Main.class.getName());
    Stream.of(words).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    assertEquals(expected, code, () -> beginning(output) + beginning(errors));
    return output;
  }

  private static String beginning(Path output) {
    try (Stream<String> lines = Files.lines(output)) {
      return lines.limit(20).collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path")
        + File.pathSeparator
        + System.getProperty("jdk.module.path", "");
  }
}
