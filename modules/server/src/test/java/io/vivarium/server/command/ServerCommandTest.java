package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServerCommandTest {
  @TempDir private Path home;

  @Test
  void aWrongConfigurationIsRefusedWithAllItsProblems() throws IOException {
    Path file = Files.writeString(home.resolve("zoo.cfg"), "tickTime=soon\nclientPort=many\n");
    Outcome outcome = Outcome.of(home, "server", file.toString());
    assertEquals(2, outcome.exitCode());
    String err = outcome.err();
    assertTrue(err.contains("tickTime = soon"), err);
    assertTrue(err.contains("clientPort = many"), err);
    assertTrue(err.contains("dataDir"), err);
    assertTrue(err.endsWith("Invalid config, exiting abnormally" + System.lineSeparator()), err);
  }

  @Test
  void aMissingFileIsRefused() {
    Outcome outcome = Outcome.of(home, "server", home.resolve("no-such.cfg").toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("no-such.cfg"), outcome.err());
  }

  @Test
  void theFormWithoutAFileIsChecked() {
    Outcome outcome = Outcome.of(home, "server", "port", home.resolve("data").toString(), "soon");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("error: command line: clientPort = port"), outcome.err());
    assertTrue(outcome.err().contains("tickTime = soon"), outcome.err());
  }

  @Test
  void aPluginThatIsNotInstalledIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("zoo.cfg"), "dataDir=" + home + "\nstorage=stone\n");
    Outcome outcome = Outcome.of(home, "server", file.toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("stone"), outcome.err());
    assertFalse(outcome.err().contains("bug"), outcome.err());
  }

  @Test
  void aPluginThatOneOfZooKeepersKeysAsksForIsNamed() throws IOException {
    String provider = "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";
    Path file =
        Files.writeString(
            home.resolve("zoo.cfg"),
            "dataDir=" + home + "\nmetricsProvider.className=" + provider + "\n");
    Outcome outcome = Outcome.of(home, "server", file.toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().contains("the metrics plugin prometheus is not installed"), outcome.err());
  }

  @Test
  void aServerRunsInTheFormWithoutAFileUntilItIsInterrupted() throws Exception {
    int port = freePort();
    Path data = home.resolve("data");
    runs(
        port, () -> Outcome.of(home, "server", String.valueOf(port), data.toString(), "1000", "5"));
    assertTrue(Files.isDirectory(data.resolve("version-2")));
  }

  @Test
  void aServerRunsWithAFileUntilItIsInterrupted() throws Exception {
    int port = freePort();
    String lines =
        "dataDir=" + home.resolve("d") + "\nclientPort=" + port + "\nclientPortAddress=127.0.0.1\n";
    Path file = Files.writeString(home.resolve("zoo.cfg"), lines);
    runs(port, () -> Outcome.of(home, "server", file.toString()));
  }

  /** What containers of ZooKeeper write: no clientPort, but a line of the server and its number. */
  @Test
  void aServerThatRunsStandaloneServesAtThePortOfItsOwnLine() throws Exception {
    int port = freePort();
    Path data = Files.createDirectory(home.resolve("d"));
    Files.writeString(data.resolve("myid"), "1\n");
    String lines =
        "dataDir="
            + data
            + "\ninitLimit=5\nsyncLimit=2\nstandaloneEnabled=true\nserver.1=localhost:2888:3888;127.0.0.1:"
            + port
            + "\n";
    Path file = Files.writeString(home.resolve("zoo.cfg"), lines);
    runs(port, () -> Outcome.of(home, "server", file.toString()));
  }

  @Test
  void aServerRunsWithoutArgumentsWithItsDataInTheInstallation() throws Exception {
    int port = freePort();
    runs(port, () -> Outcome.of(home, "server", "--set", "clientPort=" + port));
    assertTrue(Files.isDirectory(home.resolve("data").resolve("version-2")));
  }

  private static void runs(int port, Callable<Outcome> command) throws Exception {
    FutureTask<Outcome> outcome = new FutureTask<>(command);
    Thread thread = new Thread(outcome, "server-command");
    thread.start();
    try {
      assertTrue(answerOf(port, outcome).contains("Mode: standalone"));
    } finally {
      thread.interrupt();
    }
    Outcome ended = outcome.get(60, TimeUnit.SECONDS);
    assertEquals(0, ended.exitCode(), ended.err());
  }

  /** What the server says to {@code srvr} once it listens. */
  private static String answerOf(int port, FutureTask<Outcome> server) throws Exception {
    while (!server.isDone()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.US_ASCII);
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("the server ended before it listened: " + server.get());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
