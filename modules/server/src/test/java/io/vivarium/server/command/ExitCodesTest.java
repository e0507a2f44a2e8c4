package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** With what a server that does not start ends, and what it says about that: the numbers are ZooKeeper's. */
@Timeout(120)
class ExitCodesTest {
  @TempDir private Path home;

  private Outcome server(String... lines) throws IOException {
    Path file = Files.write(home.resolve("zoo.cfg"), List.of(lines));
    return Outcome.of(home, "server", file.toString());
  }

  @Test
  void aPortThatIsTakenIsOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome =
          server(
              "dataDir=" + home.resolve("d"),
              "clientPort=" + taken.getLocalPort(),
              "clientPortAddress=" + taken.getInetAddress().getHostAddress());
      assertEquals(1, outcome.exitCode(), outcome.err());
      assertTrue(outcome.err().contains(String.valueOf(taken.getLocalPort())), outcome.err());
      assertFalse(outcome.err().contains("bug"), outcome.err());
    }
  }

  @Test
  void aDataDirectoryThatIsMissingAndMayNotBeMadeIsThree() throws IOException {
    Path missing = home.resolve("missing");
    Outcome outcome = server("dataDir=" + missing, "datadir.autocreate=false");
    assertEquals(3, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(missing.toString()), outcome.err());
    assertFalse(Files.exists(missing));
  }

  @Test
  void aDataDirectoryThatIsAFileIsThree() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "not a directory");
    Outcome outcome = server("dataDir=" + file);
    assertEquals(3, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(file.toString()), outcome.err());
    assertEquals("not a directory", Files.readString(file));
  }

  @Test
  void aServerOfAnEnsembleThatIsNotInTheListIsOne() throws IOException {
    Outcome outcome =
        server(
            "dataDir=" + home,
            "initLimit=5",
            "syncLimit=5",
            "myid=7",
            "server.1=a:1:2",
            "server.2=b:1:2",
            "server.3=c:1:2");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("there is no line server.7"), outcome.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "server --set tickTime zoo.cfg;Usage: vivarium server",
        "server --set;Usage: vivarium server",
        "config check --set =5 zoo.cfg;dataDir",
        "config show --output yaml;Usage: vivarium config show",
        "config list;Usage: vivarium config",
        "servers;Did you mean: vivarium server"
      })
  void aCommandLineThatIsNotUnderstoodIsTwo(String line, String said) throws IOException {
    Path file = Files.writeString(home.resolve("zoo.cfg"), "clientPort=0\n");
    String[] args = line.replace("zoo.cfg", file.toString()).split(" ");
    Outcome outcome = Outcome.of(home, args);
    assertEquals(2, outcome.exitCode(), outcome.err());
    assertTrue((outcome.err() + outcome.out()).contains(said), outcome.err());
  }

  @Test
  void strictWinsOverTheModeThatIsSetBesideIt() throws IOException {
    Path file = Files.writeString(home.resolve("zoo.cfg"), "dataDir=/d\ntickTme=1\n");
    Outcome lenient =
        Outcome.of(home, "config", "check", "-s", "config.mode=lenient", file.toString());
    assertEquals(0, lenient.exitCode(), lenient.out());
    Outcome both =
        Outcome.of(
            home, "config", "check", "--strict", "-s", "config.mode=lenient", file.toString());
    assertEquals(2, both.exitCode(), both.out());
  }

  /** How a failure of a command is told. */
  private static Outcome told(Exception failure) {
    StringWriter err = new StringWriter();
    int code = FailureReport.tell(new PrintWriter(err, true), failure);
    return new Outcome(code, "", err.toString());
  }

  @ParameterizedTest
  @EnumSource(FatalReason.class)
  void anExpectedFailureIsItsMessageAndItsCode(FatalReason reason) {
    Outcome outcome = told(new PluginException(reason, "the disk sulks; feed it", null));
    assertEquals(reason.exitCode(), outcome.exitCode());
    assertEquals("vivarium: the disk sulks; feed it" + System.lineSeparator(), outcome.err());
  }

  @Test
  void whatNobodyExpectedIsOneAndShownWhole() {
    Outcome outcome = told(new IllegalStateException("a thing that cannot be"));
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("this is a bug, please report it"), outcome.err());
    assertTrue(outcome.err().contains("IllegalStateException: a thing that cannot be"));
    assertTrue(outcome.err().contains("at " + getClass().getName()), outcome.err());
  }

  @Test
  void theCodesAreThoseOfTheHelp() {
    String help = Outcome.of(home, "server", "--help").out();
    Map<Boolean, List<Integer>> codes =
        Arrays.stream(FatalReason.values())
            .map(FatalReason::exitCode)
            .collect(Collectors.partitioningBy(code -> help.matches("(?s).*\\b" + code + "\\b.*")));
    assertEquals(List.of(), codes.get(false), help);
  }
}
