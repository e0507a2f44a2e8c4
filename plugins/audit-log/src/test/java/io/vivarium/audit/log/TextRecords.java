package io.vivarium.audit.log;

import io.vivarium.spi.tck.audit.AuditTck.Kept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lines of text as a user's parser would: fields at tabs, keys up to the first equals sign, escapes undone. */
final class TextRecords {
  private static final String PREFIX =
      "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} (INFO|ERROR) o\\.a\\.z\\.a\\.Slf4jAuditLogger: ";

  private TextRecords() {}

  static Kept read(String line) {
    Map<String, String> fields = fields(line);
    String session = fields.getOrDefault("session", "0x0");
    return new Kept(
        fields.getOrDefault("operation", ""),
        fields.getOrDefault("result", ""),
        Long.parseUnsignedLong(session.substring(2), 16),
        users(fields.getOrDefault("user", "")),
        unescaped(fields.get("ip")),
        unescaped(fields.get("znode")),
        unescaped(fields.get("acl")));
  }

  static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : line.replaceFirst("^" + PREFIX, "").split("\t", -1)) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return fields;
  }

  private static List<String> users(String text) {
    List<String> users = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ',') {
        users.add(unescaped(text.substring(start, i)));
        start = i + 1;
      } else if (text.charAt(i) == '\\') {
        i++;
      }
    }
    return text.isEmpty() ? List.of() : users;
  }

  private static String unescaped(String text) {
    if (text == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char kind = text.charAt(++i);
      switch (kind) {
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> out.append(kind);
      }
    }
    return out.toString();
  }
}
