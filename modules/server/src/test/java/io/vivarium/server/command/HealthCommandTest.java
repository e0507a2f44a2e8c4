package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sockets that say what a server might; {@code ImageTest} of the acceptance tests asks real ones. */
@Timeout(120)
class HealthCommandTest {
  @TempDir private Path home;
  private final List<Closeable> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Closeable socket : open) {
      socket.close();
    }
  }

  /** A port that reads a little and answers with this. */
  private int answering(String answer) throws IOException {
    ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    open.add(listening);
    Thread.ofVirtual().start(() -> serve(listening, answer));
    return listening.getLocalPort();
  }

  private static void serve(ServerSocket listening, String answer) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        byte[] word = socket.getInputStream().readNBytes(4);
        if (word.length == 4) {
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          // What is left unread would take the answer away with it.
          socket.shutdownOutput();
          socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
      } catch (IOException gone) {
        Thread.onSpinWait();
      }
    }
  }

  /** A port at which nobody listens, and nobody else will: it is taken. */
  private int silent() throws IOException {
    Socket taken = new Socket();
    open.add(taken);
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return taken.getLocalPort();
  }

  private Outcome health(String lines) throws IOException {
    Path file = home.resolve("zoo.cfg");
    Files.writeString(file, "dataDir=" + home + "\nclientPortAddress=127.0.0.1\n" + lines);
    return Outcome.of(home, "health", file.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "imok",
    "ruok is not executed because it is not in the whitelist.",
    "This ZooKeeper instance is not currently serving requests"
  })
  void whateverTheClientPortSaysItIsAlive(String answer) throws IOException {
    int port = answering(answer + "\n");

    Outcome outcome = health("clientPort=" + port + "\nadmin.enableServer=false\n");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("alive: 127.0.0.1:" + port + System.lineSeparator(), outcome.out());
  }

  @Test
  void aPortThatSaysNothingIsNamed() throws IOException {
    int port = answering("");

    Outcome outcome = health("clientPort=" + port + "\nadmin.enableServer=false\n");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains(":" + port + ": closed without an answer"), outcome.err());
  }

  @Test
  void aServerThatStillReadsItsDataIsFoundAtItsAdminEndpoint() throws IOException {
    int admin = answering("HTTP/1.1 200 OK\r\n\r\n");

    Outcome outcome = health("clientPort=" + silent() + "\nadmin.serverPort=" + admin + "\n");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("alive: 127.0.0.1:" + admin + System.lineSeparator(), outcome.out());
  }

  @Test
  void somebodyElseAtThatPortIsNoServer() throws IOException {
    int admin = answering("HTTP/1.1 404 Not Found\r\n\r\n");
    int port = silent();

    Outcome outcome = health("clientPort=" + port + "\nadmin.serverPort=" + admin + "\n");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("127.0.0.1:" + port + ": "), outcome.err());
    assertTrue(outcome.err().contains(admin + ": HTTP/1.1 404 Not Found"), outcome.err());
  }

  @Test
  void whatIsEncryptedNeedOnlyTakeConnections() throws IOException {
    String secure =
        "secureClientPortAddress=127.0.0.1\nadmin.enableServer=false\nauth=builtin\n"
            + "secureClientPort=";
    Path file = home.resolve("zoo.cfg");
    Files.writeString(file, "dataDir=" + home + "\n" + secure + answering(""));
    Outcome alive = Outcome.of(home, "health", file.toString());
    Files.writeString(file, "dataDir=" + home + "\n" + secure + silent());
    Outcome dead = Outcome.of(home, "health", file.toString());

    assertEquals(0, alive.exitCode(), alive.err());
    assertEquals(1, dead.exitCode(), dead.out());
  }

  @Test
  void aPortThatNobodyCanKnowIsNotAskedFor() throws IOException {
    Outcome outcome = health("clientPort=auto\nadmin.enableServer=false\n");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("no port that is known"), outcome.err());
  }

  @Test
  void aWrongConfigurationIsNotTakenForADeadServer() throws IOException {
    Outcome outcome = health("clientPort=many\n");

    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("clientPort = many"), outcome.err());
  }
}
