package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A shell on a server that the tests of a class share; each test begins with an empty tree and a new session. */
final class ShellUnderTest
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private final StringWriter shown = new StringWriter();
  private final boolean json;
  private ServerInThisJvm server;
  private Shell shell;

  private ShellUnderTest(boolean json) {
    this.json = json;
  }

  static ShellUnderTest text() {
    return new ShellUnderTest(false);
  }

  static ShellUnderTest json() {
    return new ShellUnderTest(true);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Path directory = java.nio.file.Files.createTempDirectory("shell");
    server = ServerInThisJvm.start(directory);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.close();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    shell = open();
    shell.awaitConnection();
    for (String name : shell.await(shell.client().getChildren("/", null)).children()) {
      if (!name.equals("zookeeper")) {
        shell.execute("deleteall /" + name);
      }
    }
    for (String name :
        shell.await(shell.client().getChildren("/zookeeper/quota", null)).children()) {
      shell.execute("deleteall /zookeeper/quota/" + name);
    }
    output();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    shell.close();
  }

  Shell open() throws Failure {
    PrintWriter writer = new PrintWriter(shown);
    Shell opened =
        new Shell(
            new ClientSettings(Duration.ofMinutes(1), false, new Properties(), false),
            server.address(),
            new Streams(new BufferedReader(new StringReader("")), writer, writer, false),
            json ? new JsonPrinter() : new TextPrinter(ZoneOffset.UTC));
    opened.reconnect();
    return opened;
  }

  Shell shell() {
    return shell;
  }

  String address() {
    return server.address();
  }

  /** What was printed since it was asked for last. */
  String output() {
    synchronized (shown.getBuffer()) {
      String text = shown.toString();
      shown.getBuffer().setLength(0);
      return text;
    }
  }

  /** Runs a command and returns what it printed, as it is the same each time. */
  String run(String line) {
    shell.execute(line);
    return normal(output());
  }

  /** What differs from run to run is replaced by a word. */
  static String normal(String text) {
    return text.replaceAll("\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\w+ \\d{4}", "DATE")
        .replaceAll("Zxid = 0x[1-9a-f][0-9a-f]*", "Zxid = 0xN")
        .replaceAll("ephemeralOwner = 0x[1-9a-f][0-9a-f]{9,}", "ephemeralOwner = 0xS")
        .replaceAll("zxid: \\d+", "zxid: N")
        .replaceAll("\"([cmp])zxid\":\\d+", "\"$1zxid\":N")
        .replaceAll("\"zxid\":\\d+", "\"zxid\":N")
        .replaceAll("\"([cm])time\":\\d+", "\"$1time\":T");
  }

  /** Holds a conversation: lines that begin with {@code > } are commands, what follows is what must be printed. */
  void holds(String conversation) {
    List<String> actual = new ArrayList<>();
    for (String line : conversation.lines().toList()) {
      if (line.startsWith("> ")) {
        actual.add(line);
        run(line.substring(2)).lines().forEach(actual::add);
      }
    }
    assertEquals(conversation.strip(), String.join("\n", actual).strip());
  }
}
