package io.vivarium.admin.http;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields of an answer as ZooKeeper does: two blanks a level, blanks around colons, lists on one line. One thread. */
final class JsonText {
  private static final int FIRST_PRINTABLE = 0x20;

  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /** An object, without a line end behind it. */
  static String of(Map<String, ?> fields) {
    JsonText json = new JsonText();
    json.object(fields, "");
    return json.text.toString();
  }

  private void object(Map<?, ?> fields, String indent) {
    if (fields.isEmpty()) {
      text.append("{ }");
      return;
    }
    String inner = indent + "  ";
    text.append("{\n");
    Iterator<? extends Map.Entry<?, ?>> entries = fields.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      text.append(inner);
      string(String.valueOf(entry.getKey()));
      text.append(" : ");
      value(entry.getValue(), inner);
      text.append(entries.hasNext() ? ",\n" : "\n");
    }
    text.append(indent).append('}');
  }

  private void list(List<?> values, String indent) {
    if (values.isEmpty()) {
      text.append("[ ]");
      return;
    }
    text.append("[ ");
    String separator = "";
    for (Object value : values) {
      text.append(separator);
      value(value, indent);
      separator = ", ";
    }
    text.append(" ]");
  }

  private void value(@Nullable Object value, String indent) {
    switch (value) {
      case null -> text.append("null");
      case String words -> string(words);
      case Map<?, ?> fields -> object(fields, indent);
      case List<?> values -> list(values, indent);
      case Boolean flag -> text.append(flag);
      case Double number -> text.append(Double.isFinite(number) ? number : 0.0);
      case Long number -> text.append(number);
      case Integer number -> text.append(number);
      case Object other ->
          throw new IllegalArgumentException("an answer holds a " + other.getClass().getName());
    }
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < FIRST_PRINTABLE || c == 0x7f || Character.isSurrogate(c)) {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
