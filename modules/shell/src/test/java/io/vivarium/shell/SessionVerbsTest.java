package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SessionVerbsTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @Test
  void afterCloseNothingIsAnsweredUntilConnect() {
    SHELL.holds(
        """
        > create -e /e
        Created /e
        > close
        > get /e
        KeeperErrorCode = Session expired for /e
        > connect
        > stat /e
        Node does not exist: /e
        """);
  }

  @Test
  void connectGoesToOtherServers() {
    SHELL.run("create /app");
    SHELL.run("connect " + SHELL.address() + "/app");

    assertEquals("[]\n", SHELL.run("ls /"));
    assertTrue(SHELL.shell().prompt().contains("/app("), SHELL.shell().prompt());
    assertTrue(SHELL.run("connect host:no-port").contains("the port 'no-port'"));
  }

  @Test
  void thePromptTellsServersStateAndNumber() throws Exception {
    SHELL.shell().awaitConnection();
    int number = SHELL.shell().history().next();

    assertEquals(
        "[zk: " + SHELL.address() + "(CONNECTED) " + number + "] ", SHELL.shell().prompt());
    SHELL.run("close");
    assertEquals(
        "[zk: " + SHELL.address() + "(CLOSED) " + (number + 1) + "] ", SHELL.shell().prompt());
  }

  @Test
  void quitEnds() {
    assertFalse(SHELL.shell().over());
    SHELL.run("quit");
    assertTrue(SHELL.shell().over());
  }

  @Test
  void theHistoryHasTheLastElevenCommandsAndRedoRunsOneAgain() throws Exception {
    try (Shell shell = SHELL.open()) {
      for (int i = 0; i < 12; i++) {
        shell.execute("create /n" + i);
      }
      SHELL.output();
      shell.execute("history");
      String shown = SHELL.output();
      assertTrue(shown.startsWith("2 - create /n2\n3 - create /n3\n"), shown);
      assertTrue(shown.endsWith("11 - create /n11\n12 - history\n"), shown);

      assertEquals(1, shell.execute("redo 4"));
      assertEquals("Node already exists: /n4\n", SHELL.output());
      assertEquals(1, shell.execute("redo 99"));
      assertEquals("Command index out of range\n", SHELL.output());
      assertEquals(1, shell.execute("redo x"));
      assertEquals("Command index out of range\n", SHELL.output());
      assertEquals(1, shell.execute("redo 13"));
      assertEquals("No redoing redos\n", SHELL.output());
    }
  }

  @Test
  void secretsAreNotInTheHistory() throws Exception {
    try (Shell shell = SHELL.open()) {
      shell.execute("addauth digest bob:secret");
      shell.execute("history");

      assertEquals("0 - addauth ...\n1 - history\n", SHELL.output());
      assertEquals(1, shell.execute("redo 0"));
    }
  }

  @Test
  void helpListsAllAndTellsOfOne() {
    String all = SHELL.run("help");
    for (Verb verb : Verbs.all().sorted()) {
      assertTrue(all.contains(verb.name() + " "), verb.name());
      String one = SHELL.run("help " + verb.name());
      assertTrue(one.startsWith(verb.usage() + "\n  "), one);
    }
    assertEquals("no command bogus; 'help' lists all\n", SHELL.run("help bogus"));
    assertEquals(Failure.UNKNOWN_COMMAND, SHELL.shell().lastExitCode());
  }

  @Test
  void anUnknownCommandGetsTheListOfAll() {
    String shown = SHELL.run("bogus");

    assertTrue(shown.startsWith(Verbs.HEADER + "\n\taddWatch [-m mode] path"), shown);
    assertTrue(shown.endsWith("Command not found: Command not found bogus\n"), shown);
    assertEquals(Failure.UNKNOWN_COMMAND, SHELL.shell().lastExitCode());
  }

  @Test
  void anEmptyLineDoesNothing() {
    SHELL.run("get /missing");
    int number = SHELL.shell().history().next();

    assertEquals("", SHELL.run("   "));
    assertEquals(number, SHELL.shell().history().next());
    assertEquals(1, SHELL.shell().lastExitCode());
  }
}
