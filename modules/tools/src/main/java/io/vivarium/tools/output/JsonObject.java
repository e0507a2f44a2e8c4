package io.vivarium.tools.output;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One JSON object on one line, its members in the order in which they were put. One thread. */
public final class JsonObject {
  private final StringBuilder members = new StringBuilder();

  /** A text; null stays null. */
  public JsonObject put(String name, @Nullable String value) {
    return raw(name, value == null ? "null" : quoted(value));
  }

  /** A whole number. */
  public JsonObject put(String name, long value) {
    return raw(name, Long.toString(value));
  }

  /** A truth. */
  public JsonObject put(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  /** An object in this one. */
  public JsonObject put(String name, JsonObject value) {
    return raw(name, value.toString());
  }

  /** A list of objects. */
  public JsonObject put(String name, List<JsonObject> values) {
    return raw(
        name,
        values.stream().map(JsonObject::toString).collect(Collectors.joining(", ", "[", "]")));
  }

  /** A list of texts. */
  public JsonObject texts(String name, List<String> values) {
    return raw(
        name, values.stream().map(JsonObject::quoted).collect(Collectors.joining(", ", "[", "]")));
  }

  /** A zxid, in the form in which people and file names have it. */
  public JsonObject zxid(String name, long zxid) {
    return put(name, "0x" + Long.toHexString(zxid));
  }

  private JsonObject raw(String name, String json) {
    if (!members.isEmpty()) {
      members.append(", ");
    }
    members.append(quoted(name)).append(": ").append(json);
    return this;
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' '
          || c == 0x7f
          || c == '\u2028'
          || c == '\u2029'
          || Character.isSurrogate(c)) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  @Override
  public String toString() {
    return "{" + members + "}";
  }
}
