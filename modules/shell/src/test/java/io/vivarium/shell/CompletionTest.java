package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @TempDir Path home;

  @Test
  void theFirstWordIsACommand() {
    Completion completion = new Completion(SHELL.shell());

    assertEquals(List.of("delete", "deleteall", "delquota"), completion.of("del", 0));
    assertEquals(Verbs.all().sorted().size(), completion.of("", 0).size());
    assertEquals(List.of(), completion.of("x", 0));
  }

  @Test
  void otherWordsArePathsOfTheTree() {
    SHELL.run("create /app");
    SHELL.run("create /apple");
    SHELL.run("create /app/one");
    SHELL.run("create /app/two");
    Completion completion = new Completion(SHELL.shell());

    assertEquals(List.of("/app", "/apple"), completion.of("/ap", 1));
    assertEquals(List.of("/app/one", "/app/two"), completion.of("/app/", 1));
    assertEquals(List.of("/app/two"), completion.of("/app/t", 2));
    assertEquals(List.of("/app", "/apple", "/zookeeper"), completion.of("/", 1));
  }

  @Test
  void thereIsNoneForWhatIsNotThereOrNoPath() {
    Completion completion = new Completion(SHELL.shell());

    assertEquals(List.of(), completion.of("/missing/x", 1));
    assertEquals(List.of(), completion.of("data", 2));
    assertEquals(List.of(), completion.of("-s", 1));
    SHELL.run("close");
    assertEquals(List.of(), completion.of("/", 1));
  }

  private String terminal(String typed) throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    try (DumbTerminal terminal =
        new DumbTerminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), screen)) {
      TerminalLoop.run(SHELL.shell(), home, terminal);
    }
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesAtATerminalAreRunAndRemembered() throws Exception {
    String screen = terminal("create /a\nls /\nquit\n");

    assertEquals("Created /a\n[a, zookeeper]\n", SHELL.output());
    assertTrue(screen.contains("[zk: " + SHELL.address() + "(CONNECTED) "), screen);
    Path history = home.resolve(".vivarium_shell_history");
    assertTrue(Files.readString(history).contains("create /a"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
  }

  @Test
  void secretsAreNotRemembered() throws Exception {
    terminal("addauth digest bob:secret\n ls /hidden\nls /\nquit\n");

    String history = Files.readString(home.resolve(".vivarium_shell_history"));
    assertFalse(history.contains("secret"), history);
    assertFalse(history.contains("hidden"), history);
    assertTrue(history.contains("ls /"), history);
  }

  @Test
  void theEndOfTheInputIsTheEnd() throws Exception {
    terminal("ls /\n");

    assertTrue(SHELL.shell().over());
  }
}
