package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
  private static final int SCREEN_LINES = 40;
  private static final int SCREEN_COLUMNS = 100;

  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    collect(VivariumCommand.commandLine(Path.of(".")), List.of(), commands);
    return commands.stream();
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> into) {
    into.add(words);
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> longer = new ArrayList<>(words);
              longer.add(name);
              collect(sub, longer, into);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasAHelpThatFitsAScreen(List<String> words) {
    List<String> args = new ArrayList<>(words);
    args.add("--help");
    Outcome outcome = Outcome.of(Path.of("."), args.toArray(String[]::new));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().startsWith("Usage: vivarium"), outcome.out());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.size() <= SCREEN_LINES, () -> lines.size() + " lines");
    lines.forEach(line -> assertTrue(line.length() <= SCREEN_COLUMNS, line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "config check", "config show", "health"})
  void commandsThatTakeAFileHaveExamplesAndExitCodes(String command) {
    String help = Outcome.of(Path.of("."), (command + " --help").split(" ")).out();
    assertTrue(help.contains("Examples:") && help.contains("Exit codes:"), help);
    assertTrue(help.contains("vivarium " + command + " "), help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "config",
        "server a b c d e",
        "config check",
        "config show a b",
        "version x",
        "server --nonsense"
      })
  void aWrongCommandLineIsTwoWithTheUsageOnStandardError(String line) {
    Outcome outcome = Outcome.of(Path.of("."), line.isEmpty() ? new String[0] : line.split(" "));
    assertEquals(2, outcome.exitCode());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("Usage: vivarium"), outcome.err());
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearest() {
    Outcome outcome = Outcome.of(Path.of("."), "sever");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("Did you mean: vivarium server"), outcome.err());
  }

  @Test
  void theVersionNamesUsAndTheReleaseOfZooKeeper() {
    Outcome outcome = Outcome.of(Path.of("."), "version");
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.out().startsWith("Vivarium "), outcome.out());
    assertTrue(outcome.out().contains("Apache ZooKeeper, version 3.9.5"), outcome.out());
  }

  /** What ZooKeeper's {@code zkServer.sh version} was seen to print, a line alone; scripts look for its beginning. */
  @Test
  void theVersionForScriptsBeginsWithZooKeepersLine() {
    String golden = "Apache ZooKeeper, version 3.9.5 2026-02-11 20:18 UTC";
    Outcome outcome = Outcome.of(Path.of("."), "version", "--zookeeper");

    assertEquals(0, outcome.exitCode());
    List<String> lines = outcome.out().lines().toList();
    String time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d";
    assertEquals(golden.replaceAll(time, "TIME"), lines.getFirst().replaceAll(time, "TIME"));
    assertTrue(lines.get(1).startsWith("Vivarium "), outcome.out());
    assertEquals(2, lines.size());
  }
}
