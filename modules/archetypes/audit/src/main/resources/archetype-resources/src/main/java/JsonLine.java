package ${package};

import io.vivarium.spi.audit.AuditEvent;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form of a record: a JSON object with {@code time}, {@code session}, {@code users}, {@code ip}, {@code operation}, {@code znode},
 * {@code acl}, {@code zxid} and {@code result}; what is unknown is left out. All of it is ASCII, so that nothing that a client chose can
 * end a line or a value.
 */
final class JsonLine {
  private JsonLine() {}

  static String of(AuditEvent event) {
    AuditEvent.Actor actor = event.actor();
    StringBuilder json = new StringBuilder(200).append("{\"time\":");
    quoted(json, Instant.ofEpochMilli(event.timeMs()).toString());
    member(json, "session", actor.sessionId() == 0 ? null : hex(actor.sessionId()));
    json.append(",\"users\":[").append(users(actor)).append(']');
    member(json, "ip", actor.address());
    member(json, "operation", event.operation().text());
    member(json, "znode", event.target().path());
    member(json, "acl", event.target().acl());
    member(json, "zxid", event.zxid() == 0 ? null : hex(event.zxid()));
    member(json, "result", event.result().text());
    return json.append('}').toString();
  }

  private static String users(AuditEvent.Actor actor) {
    return actor.users().stream()
        .map(user -> quoted(new StringBuilder(), user))
        .collect(Collectors.joining(","));
  }

  /** Numbers of 64 bits as text: many readers of JSON round them. */
  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }

  private static void member(StringBuilder json, String name, @Nullable String value) {
    if (value != null) {
      json.append(",\"").append(name).append("\":");
      quoted(json, value);
    }
  }

  private static StringBuilder quoted(StringBuilder json, String value) {
    json.append('"');
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"');
  }
}
