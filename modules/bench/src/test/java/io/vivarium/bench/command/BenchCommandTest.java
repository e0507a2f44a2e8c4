package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import io.vivarium.bench.load.Experiments;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a user types it. */
class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return BenchCommand.execute(
        Path.of("nowhere"), new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "compare", "table"})
  void everyCommandExplainsItself(String command) {
    assertEquals(0, run(command, "--help"));
    assertTrue(out.toString().contains("Example"), out.toString());
  }

  @Test
  void theWordBenchMayStandFirst() {
    assertEquals(0, run("bench", "--help"));
    assertTrue(out.toString().contains("failover"));
  }

  @Test
  void aCommandIsNeeded() {
    assertEquals(2, run());
    assertTrue(err.toString().contains("a command is missing"));
  }

  @Test
  void aServerIsHostAndPort() {
    assertEquals(2, run("run", "localhost"));
    assertTrue(err.toString().contains("HOST:PORT"));
  }

  @Test
  void anUnknownWorkloadIsRefusedWithTheKnownOnes() {
    assertEquals(2, run("run", "localhost:1", "--workload", "frobnicate"));
    assertTrue(err.toString().contains("multi"), err.toString());
  }

  @Test
  void whatTakesMoreThanALineIsIndentedBelowItsBeginning() {
    List<String> lines = BenchCommand.entry("some-words", "word ".repeat(30).strip());
    assertEquals("  some-words        word word", lines.getFirst().substring(0, 29));
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().length() <= 100, lines.getFirst());
    assertEquals(" ".repeat(20) + "word", lines.getLast().substring(0, 24));
  }

  @Test
  void theHelpTellsWhatEveryWorkloadIs() {
    assertEquals(0, run("--help"));
    Experiments.all()
        .forEach(
            experiment ->
                assertTrue(
                    out.toString().contains("  " + experiment.word() + " "), experiment.word()));
  }

  @Test
  void aServerThatRunsForOthersIsNotKilled() {
    assertEquals(2, run("run", "localhost:1", "--workload", "failover"));
    assertTrue(err.toString().contains("vivarium bench compare"), err.toString());
  }

  @Test
  void aCertificateWithoutItsKeyIsRefused() {
    assertEquals(1, run("run", "localhost:1", "--tls", "--tls-cert", "client.pem"));
    assertTrue(err.toString().contains("together"), err.toString());
  }

  @Test
  void authoritiesThatAreNotThereAreNamed() {
    assertEquals(1, run("run", "localhost:1", "--tls", "--tls-ca", "nowhere.pem"));
    assertTrue(err.toString().contains("nowhere.pem"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sessions", "--in-flight", "--rate", "--seconds", "--znodes"})
  void whatIsNoNumberIsRefusedByItsOption(String option) {
    assertEquals(2, run("run", "localhost:1", option, "many"));
    assertTrue(err.toString().contains("'" + option + "'"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:", "localhost:port", ":", "a:1,b"})
  void whatIsNoAddressIsShownAsItWasWritten(String address) {
    assertEquals(2, run("run", address));
    assertTrue(err.toString().contains("not HOST:PORT: '"), err.toString());
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertEquals(2, run("compare", "--server", "vivarium"));
    assertTrue(err.toString().contains("--server"), err.toString());
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertEquals(2, run("bench", "race"));
    assertTrue(err.toString().contains("race"), err.toString());
  }

  @Test
  void helpOfTheOptionsNamesTheirDefaults() {
    assertEquals(0, run("run", "--help"));
    String text = out.toString().replaceAll("\\s+", " ");
    assertTrue(text.contains("Default: 32"), text);
    assertTrue(
        text.contains("set, create, get, exists, children, mix, lock, multi, session, fanout"),
        text);
  }

  @Test
  void aServerThatIsNotThereEndsWithOneAndItsAddress() throws Exception {
    FakeServer gone = new FakeServer(0, "standalone");
    gone.close();
    String address = "127.0.0.1:" + gone.address().getPort();
    assertEquals(1, run("run", address, "--workload", "get"));
    assertTrue(err.toString().contains("vivarium bench: "), err.toString());
    assertTrue(err.toString().contains(String.valueOf(gone.address().getPort())), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void aProcessThatIsNotThereCannotBeMeasured() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      String address = "127.0.0.1:" + server.address().getPort();
      int code = run("run", address, "--workload", "get", "--warm-up", "0", "--pid", "999999999");
      assertEquals(1, code);
      assertTrue(err.toString().contains("999999999"), err.toString());
    }
  }

  @Test
  void aMeasurementThatFailsEndsWithOne() {
    assertEquals(1, run("compare", "--servers", "vivarium", "--alternations", "1"));
    assertTrue(err.toString().contains("no Vivarium in"), err.toString());
  }

  @Test
  void anUnknownServerIsRefused() {
    assertEquals(1, run("compare", "--servers", "etcd"));
    assertTrue(err.toString().contains("unknown server 'etcd'"), err.toString());
  }

  @Test
  void aRunPrintsALineForEachWorkload() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      String address = "127.0.0.1:" + server.address().getPort();
      String pid = Long.toString(ProcessHandle.current().pid());
      assertEquals(
          0,
          run(
              "run",
              address,
              "--workload",
              "get,set",
              "--sessions",
              "2",
              "--in-flight",
              "2",
              "--warm-up",
              "0",
              "--seconds",
              "1",
              "--znodes",
              "2",
              "--pid",
              pid));
      assertEquals(2, out.toString().lines().count());
      assertTrue(out.toString().contains("cpu/op"));
    }
  }

  @Test
  void figuresForProgramsAreJson() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      String address = "127.0.0.1:" + server.address().getPort();
      assertEquals(
          0,
          run(
              "run",
              address,
              "--workload",
              "get",
              "--sessions",
              "1",
              "--warm-up",
              "0",
              "--seconds",
              "1",
              "--json"));
      String line = out.toString().strip();
      assertTrue(line.startsWith("{\"name\": \"get\"") && line.endsWith("}"), line);
      assertTrue(line.contains("\"throughput\": {\"value\": "), line);
      assertTrue(line.contains("\"unit\": \"ms\""), line);
      assertTrue(!line.contains("cpu/op"), "no process was watched: " + line);
    }
  }
}
