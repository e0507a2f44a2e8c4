package io.vivarium.plugin.installer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"y", "Y", "yes", " YES \n"})
  void whoSaysYesAgrees(String answer) throws Exception {
    terminal(answer, true).confirm("Go on?");
    assertEquals("Go on? [y/N] ", err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "yy", "ja", "\ny"})
  void whoSaysAnythingElseDoesNot(String answer) {
    assertThrows(Refusal.class, () -> terminal(answer, true).confirm("Go on?"));
  }

  @Test
  void whereNobodyCanBeAskedNobodyIs() {
    assertThrows(Refusal.class, () -> terminal("y", false).confirm("Go on?"));
    assertEquals("", err.toString());
  }

  @Test
  void aDownloadIsShownInTenths() {
    Repositories.Progress progress = terminal("", false).progress("it");
    for (int arrived = 0; arrived <= 50; arrived++) {
      progress.arrived(arrived * 1_000_000L, 50_000_000);
    }
    progress.arrived(50_000_000, 50_000_000);
    assertEquals(11, err.toString().lines().count());
    assertEquals(
        "Fetching it, 10 % of 50.0 MB, 100 % of 50.0 MB",
        lineOfErr(0) + ", " + lineOfErr(1).strip() + ", " + lineOfErr(10).strip());
  }

  @Test
  void aDownloadOfUnknownSizeIsShownAsItGrows() {
    Repositories.Progress progress = terminal("", false).progress("it");
    for (int arrived = 0; arrived <= 50; arrived++) {
      progress.arrived(arrived * 1_000_000L, -1);
    }
    progress.arrived(50_000_000, 50_000_000);
    assertEquals(
        "Fetching it, 5000 kB, 9000 kB, 13.0 MB",
        String.join(", ", err.toString().lines().map(String::strip).limit(4).toList()));
    assertEquals("100 % of 50.0 MB", err.toString().lines().toList().getLast().strip());
  }

  @Test
  void aSmallDownloadOfUnknownSizeIsShownWhenAllIsThere() {
    Repositories.Progress progress = terminal("", false).progress("it");
    progress.arrived(5, -1);
    progress.arrived(70_000, -1);
    progress.arrived(70_000, 70_000);
    assertEquals("  100 % of 70 kB", lineOfErr(1));
    assertEquals(2, err.toString().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "9999, 9999 bytes",
    "10000, 10 kB",
    "9999999, 9999 kB",
    "10000000, 10.0 MB",
    "268435456, 268.4 MB"
  })
  void sizesAreShownInWordsOfTheirSize(long bytes, String shown) {
    assertEquals(shown, Sizes.shown(bytes));
  }

  @Test
  void columnsAreAsWideAsWhatIsInThem() {
    Table table = new Table("A", "LONGER", "C");
    table.row("longest", "b", "");
    table.row("", "", "the last has no blanks behind");
    table.print(new PrintWriter(out, true));
    assertEquals(
        "A        LONGER  C\nlongest  b       \n                 the last has no blanks behind\n",
        out.toString().replace(System.lineSeparator(), "\n"));
  }

  private String lineOfErr(int line) {
    return err.toString().lines().toList().get(line);
  }

  private Terminal terminal(String input, boolean interactive) {
    return new Terminal(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        new BufferedReader(new StringReader(input)),
        interactive);
  }
}
