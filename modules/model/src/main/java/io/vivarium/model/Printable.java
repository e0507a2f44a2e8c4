package io.vivarium.model;

import org.jspecify.annotations.Nullable;

/**
 * Text that somebody else chose, as it may stand in a line of a log: characters that a reader, a terminal or a parser could take for
 * the end of the line, or for an order, are written by their number, and there is a bound to its length.
 */
public final class Printable {
  private static final int LONGEST = 1_000;

  private Printable() {}

  /** The text on one line, cut after 1000 characters; {@code null} for none. */
  public static String of(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    int length = Math.min(text.length(), LONGEST);
    StringBuilder out = new StringBuilder(length + 16);
    for (int i = 0; i < length; i++) {
      append(text.charAt(i), out);
    }
    return text.length() > LONGEST
        ? out.append("... (").append(text.length()).append(" characters)").toString()
        : out.toString();
  }

  /** Adds a character as it is, or by its number. */
  public static void append(char c, StringBuilder to) {
    if (!dangerous(c)) {
      to.append(c);
      return;
    }
    String digits = Integer.toHexString(c);
    to.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
  }

  /** Controls, separators of lines and paragraphs, marks that turn the direction of writing, and halves of characters. */
  private static boolean dangerous(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
