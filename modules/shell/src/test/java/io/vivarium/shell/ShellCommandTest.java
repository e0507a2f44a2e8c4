package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellCommandTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @TempDir Path directory;

  /** What came of a run of the program. */
  private record Run(int exitCode, String out, String err) {}

  private static Run shell(String script, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        ShellCommand.execute(
            new Streams(
                new BufferedReader(new StringReader(script)),
                new PrintWriter(out),
                new PrintWriter(err),
                false),
            args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  private static Run connected(String script, String... args) {
    List<String> words = new ArrayList<>(List.of("shell", "-server", SHELL.address()));
    words.addAll(Arrays.asList(args));
    return shell(script, words.toArray(String[]::new));
  }

  @Test
  void oneCommandPrintsItsResultOnly() {
    SHELL.run("create /a hello");

    assertEquals(new Run(0, "hello\n", ""), connected("", "get", "/a"));
    assertEquals(new Run(0, "hello\n", ""), connected("", "-waitforconnection", "-r", "get", "/a"));
  }

  @Test
  void whatWasCreatedIsToldOnTheErrorStreamAsInZkCli() {
    assertEquals(new Run(0, "", "Created /a\n"), connected("", "create", "/a"));
  }

  @Test
  void aCommandsOptionsAreItsOwn() {
    SHELL.run("create /r");

    assertEquals(new Run(0, "/r\n", ""), connected("", "-timeout", "20000", "ls", "-R", "/r"));
  }

  @Test
  void exitCodesTellWhatHappened() {
    assertEquals(
        new Run(1, "", "Node does not exist: /missing\n"), connected("", "get", "/missing"));
    assertEquals(127, connected("", "bogus").exitCode());
    assertEquals(1, connected("", "get").exitCode());
    assertEquals(2, connected("", "--bogus").exitCode());
    assertEquals(2, connected("", "-timeout", "0", "ls", "/").exitCode());
  }

  @Test
  void aClientConfigurationThatCannotBeReadIsMisuse() throws Exception {
    Run missing =
        connected("", "-client-configuration", directory.resolve("no").toString(), "ls", "/");
    assertEquals(2, missing.exitCode());
    assertTrue(missing.err().contains("cannot be read"), missing.err());

    Path bad = Files.writeString(directory.resolve("bad"), "jute.maxbuffer=many");
    Run wrong = connected("", "-client-configuration", bad.toString(), "ls", "/");
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("jute.maxbuffer is no number: many"), wrong.err());
  }

  @Test
  void aScriptStopsAtTheFirstFailure() {
    Run run =
        connected(
            """
            # a comment, and a blank line

            create /a 1
            get /a
            get /missing
            create /b
            """);

    assertEquals(
        new Run(
            1,
            "1\n",
            "Created /a\nNode does not exist: /missing\nvivarium shell: stopped at line 5\n"),
        run);
    assertEquals("Node does not exist: /b\n", SHELL.run("stat /b"));
  }

  @Test
  void aScriptEndsWithItselfOrWithQuit() {
    assertEquals(new Run(0, "[zookeeper]\n", ""), connected("ls /\nquit\nbogus\n"));
    assertEquals(new Run(0, "", ""), connected(""));
  }

  @Test
  void jsonIsForPrograms() {
    SHELL.run("create /a x");

    assertEquals(
        new Run(0, "{\"path\":\"/a\",\"data\":\"x\"}\n", ""),
        connected("", "--output", "json", "get", "/a"));
    assertEquals(1, connected("", "-o", "json", "get", "/b").exitCode());
  }

  @Test
  void likeZkCliItGreetsPromptsAndGoesOn() {
    Run run = connected("get /missing\nls /\n", "--zkcli", "-waitforconnection");

    assertEquals(
        """
        Connecting to ADDRESS

        WATCHER::

        WatchedEvent state:SyncConnected type:None path:null zxid: -1

        Welcome to ZooKeeper!
        JLine support is enabled
        [zk: ADDRESS(CONNECTED) 0] [zk: ADDRESS(CONNECTED) 1] [zookeeper]
        [zk: ADDRESS(CONNECTED) 2]\s
        WATCHER::

        WatchedEvent state:Closed type:None path:null zxid: -1

        """
            .replace("ADDRESS", SHELL.address()),
        run.out());
    assertEquals("Node does not exist: /missing\n", run.err());
    assertEquals(0, run.exitCode());
  }

  @Test
  void likeZkCliTheLastCommandDecidesTheExitCode() {
    assertEquals(1, connected("ls /\nget /missing\n", "--zkcli").exitCode());
    assertEquals(1, connected("get /missing\nquit\n", "--zkcli").exitCode());
    assertEquals(127, connected("", "--zkcli", "bogus").exitCode());
  }

  @Test
  void aServerThatIsNotThereIsAConnectionLoss() throws Exception {
    String nowhere;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = "127.0.0.1:" + free.getLocalPort();
    }

    assertEquals(
        new Run(1, "", "KeeperErrorCode = ConnectionLoss for /\n"),
        shell("", "-server", nowhere, "-timeout", "100", "ls", "/"));
    assertEquals(
        1,
        shell("", "-server", nowhere, "-timeout", "100", "-waitforconnection", "ls", "/")
            .exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:x", "host:70000", ",", "host/a//b"})
  void aConnectStringThatCannotBeReadIsNamed(String servers) {
    Run run = shell("", "-server", servers, "ls", "/");

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("connect string"), run.err());
  }

  @Test
  void helpHasExamplesAndFitsAScreen() {
    Run run = shell("", "--help");

    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Examples:"), run.out());
    assertTrue(run.out().contains("vivarium shell import --dry-run"), run.out());
    assertTrue(
        run.out().lines().allMatch(line -> line.length() <= 100),
        () -> "a line is too long in\n" + run.out());
  }
}
