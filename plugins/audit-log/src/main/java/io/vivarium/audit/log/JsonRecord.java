package io.vivarium.audit.log;

import io.vivarium.model.Printable;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Result;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line: {@code time} (ISO 8601, UTC), {@code session}, {@code users}, {@code ip}, {@code operation}, {@code znode},
 * {@code znodeType}, {@code acl}, {@code zxid}, {@code result}; what is unknown is left out. Numbers of 64 bits are text in
 * hexadecimal, as readers of JSON round them.
 */
final class JsonRecord implements RecordFormat {
  @Override
  public String line(AuditEvent event) {
    StringBuilder json = start(event.timeMs());
    AuditEvent.Actor actor = event.actor();
    if (actor.sessionId() != 0) {
      member(json, "session", "0x" + Long.toHexString(actor.sessionId()));
    }
    json.append(",\"users\":[");
    for (int i = 0; i < actor.users().size(); i++) {
      json.append(i == 0 ? "" : ",");
      string(json, actor.users().get(i));
    }
    json.append(']');
    member(json, "ip", actor.address());
    member(json, "operation", event.operation().text());
    member(json, "znode", event.target().path());
    if (event.target().mode() != null) {
      member(json, "znodeType", event.target().mode().name().toLowerCase(Locale.ROOT));
    }
    member(json, "acl", event.target().acl());
    if (event.zxid() != 0) {
      member(json, "zxid", "0x" + Long.toHexString(event.zxid()));
    }
    member(json, "result", event.result().text());
    return json.append('}').toString();
  }

  @Override
  public String gap(long timeMs, long count) {
    StringBuilder json = start(timeMs);
    member(json, "operation", "auditRecordsLost");
    json.append(",\"count\":").append(count);
    member(json, "result", Result.FAILURE.text());
    return json.append('}').toString();
  }

  private static StringBuilder start(long timeMs) {
    return new StringBuilder(200)
        .append("{\"time\":\"")
        .append(Instant.ofEpochMilli(timeMs))
        .append('"');
  }

  private static void member(StringBuilder json, String name, @Nullable String value) {
    if (value != null) {
      json.append(",\"").append(name).append("\":");
      string(json, value);
    }
  }

  private static void string(StringBuilder json, String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else {
        Printable.append(c, json);
      }
    }
    json.append('"');
  }
}
