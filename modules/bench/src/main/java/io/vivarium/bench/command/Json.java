package io.vivarium.bench.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pieces of JSON. */
final class Json {
  private Json() {}

  /** A string in quotes. */
  static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** A number; null for what is none. */
  static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
  }

  /** A member of an object; the value is JSON already. */
  static String member(String name, String value) {
    return string(name) + ": " + value;
  }

  /** An object of members. */
  static String object(List<String> members) {
    return members.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  /** An array of values that are JSON already. */
  static String array(List<String> values) {
    return values.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
