package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons from the command line to the table, over servers that agree with everything. */
class MeasurementTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;
  private Path home;

  /** A distribution whose program is the one that agrees with everything. */
  @BeforeEach
  void install() throws IOException {
    home = directory.resolve("home");
    Path program = home.resolve("bin/vivarium");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s "$2"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("target", "test-classes").toAbsolutePath(),
                FakeServer.class.getName()));
    assertTrue(program.toFile().setExecutable(true));
  }

  private int run(String... args) {
    return BenchCommand.execute(home, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private List<String> left(Path work) throws IOException {
    try (Stream<Path> all = Files.list(work)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void serversHaveTheirTurnsAlternatelyAndAreComparedWithTheLast() throws IOException {
    Path work = directory.resolve("work");
    int code =
        run(
            "compare",
            "--servers",
            "vivarium:new,vivarium:old=" + home,
            "--directory",
            work.toString(),
            "--alternations",
            "2",
            "--workload",
            "get",
            "--sessions",
            "2",
            "--in-flight",
            "1",
            "--znodes",
            "2",
            "--warm-up",
            "0",
            "--seconds",
            "1");
    assertEquals(0, code, err::toString);
    String text = out.toString();
    assertTrue(text.contains("(median, least and most of 2)"), text);
    assertTrue(text.contains("new to old") && text.contains("throughput "), text);
    assertFalse(text.contains("old to new"), text);
    List<String> turns =
        err.toString()
            .lines()
            .flatMap(line -> Stream.of(line.split("\r", -1)))
            .filter(line -> line.contains("/s  p50"))
            .map(line -> line.split(" +", 3)[1])
            .toList();
    assertEquals(List.of("new", "old", "new", "old"), turns);
    assertEquals(List.of(), left(work), "a turn leaves nothing for the next");
  }

  @Test
  void aFailoverIsMeasuredForEachKind() throws IOException {
    Path work = directory.resolve("work");
    int code =
        run(
            "compare",
            "--workload",
            "failover",
            "--servers",
            "vivarium",
            "--directory",
            work.toString(),
            "--alternations",
            "1",
            "--sessions",
            "6");
    assertEquals(0, code, err::toString);
    assertTrue(
        out.toString().matches("(?s).*first write +[\\d,]+ ms .*last session .*"), out.toString());
    assertTrue(err.toString().contains("failover vivarium"), err.toString());
    assertEquals(List.of(), left(work));
  }

  @Test
  void aServerThatDoesNotServeEndsTheMeasurementWithItsLog() throws IOException {
    Files.writeString(home.resolve("bin/vivarium"), "#!/bin/sh\nexit 3\n");
    int code = run("compare", "--servers", "vivarium", "--alternations", "1", "--workload", "get");
    assertEquals(1, code);
    assertTrue(err.toString().contains("vivarium does not serve; see "), err.toString());
  }
}
