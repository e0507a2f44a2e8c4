package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of strangers in a line of a log. */
class PrintableTest {
  @ParameterizedTest
  @CsvSource({"/a/b c=d, /a/b c=d", "ünï, ünï", "'', ''"})
  void whatIsHarmlessStaysAsItIs(String text, String printed) {
    assertEquals(printed, Printable.of(text));
  }

  @Test
  void nothingEndsTheLineOrMovesTheCursor() {
    assertEquals(
        "a\\u000a2026 ERROR forged\\u000d\\u0000\\u001b[2J\\u007f",
        Printable.of("a\n2026 ERROR forged\r\u0000\u001b[2J\u007f"));
    assertEquals("\\u0085\\u2028\\u2029\\u202e", Printable.of("\u0085\u2028\u2029\u202e"));
    assertEquals("\\ud83d", Printable.of("\uD83D"));
  }

  @Test
  void noneIsSaid() {
    assertEquals("null", Printable.of(null));
  }

  @Test
  void aLineHasABound() {
    String printed = Printable.of("x".repeat(1_000_000));
    assertTrue(printed.length() < 1_100, printed.length() + " characters");
    assertTrue(printed.endsWith("... (1000000 characters)"));
    assertEquals("x".repeat(1_000), Printable.of("x".repeat(1_000)));
  }
}
