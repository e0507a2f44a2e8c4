package io.vivarium.server.command;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** For whom a command prints. */
enum Output {
  /** People. */
  TEXT,
  /** Scripts: one item per line, fields separated by tabs. */
  LINES,
  /** Programs: one JSON array of objects. */
  JSON;

  /** One item as a line, its fields in their order; characters that would break the line become blanks. */
  static String line(Map<String, String> fields) {
    StringJoiner line = new StringJoiner("\t");
    fields.values().forEach(value -> line.add(value.replaceAll("\\p{Cntrl}", " ")));
    return line.toString();
  }

  /** Items as a JSON array with one object per line. */
  static String json(List<Map<String, String>> items) {
    StringBuilder text = new StringBuilder("[");
    Iterator<Map<String, String>> each = items.iterator();
    while (each.hasNext()) {
      StringJoiner object = new StringJoiner(", ", "{", "}");
      each.next().forEach((name, value) -> object.add(quoted(name) + ": " + quoted(value)));
      text.append(System.lineSeparator()).append("  ").append(object);
      if (each.hasNext()) {
        text.append(',');
      }
    }
    return text.append(System.lineSeparator()).append(']').toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
