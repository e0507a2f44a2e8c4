package io.vivarium.audit.log;

import io.vivarium.model.Printable;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Result;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's form: {@code key=value} with tabs between, in its order, what is unknown left out. Tab, carriage return, line feed,
 * {@code =} and the backslash in a value are written as {@code \t}, {@code \r}, {@code \n}, {@code \=} and {@code \\}, a comma in the name of a user as
 * {@code \,}, other control characters by number: a name that a client chose can be neither a field, nor a line, nor another user.
 */
final class TextRecord implements RecordFormat {
  private final DateTimeFormatter time;
  private final boolean dated;

  /**
   * Records of this zone.
   *
   * @param dated whether date, level and logger come first, as ZooKeeper's logging configuration has it
   */
  TextRecord(ZoneId zone, boolean dated) {
    this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT).withZone(zone);
    this.dated = dated;
  }

  @Override
  public String line(AuditEvent event) {
    StringBuilder fields = new StringBuilder(160);
    AuditEvent.Actor actor = event.actor();
    if (actor.sessionId() != 0) {
      field(fields, "session", "0x" + Long.toHexString(actor.sessionId()));
    }
    escapedField(fields, "user", users(actor.users()));
    field(fields, "ip", actor.address());
    field(fields, "operation", event.operation().text());
    field(fields, "znode", event.target().path());
    if (event.target().mode() != null) {
      field(fields, "znode_type", event.target().mode().name().toLowerCase(Locale.ROOT));
    }
    field(fields, "acl", event.target().acl());
    field(fields, "result", event.result().text());
    return prefix(event.timeMs(), event.result() != Result.FAILURE) + fields;
  }

  @Override
  public String gap(long timeMs, long count) {
    StringBuilder fields = new StringBuilder(80);
    field(fields, "operation", "auditRecordsLost");
    field(fields, "count", Long.toString(count));
    field(fields, "result", Result.FAILURE.text());
    return prefix(timeMs, false) + fields;
  }

  private String prefix(long timeMs, boolean good) {
    return dated
        ? time.format(Instant.ofEpochMilli(timeMs))
            + (good ? " INFO " : " ERROR ")
            + "o.a.z.a.Slf4jAuditLogger: "
        : "";
  }

  private static void field(StringBuilder fields, String key, @Nullable String value) {
    if (value != null) {
      escapedField(fields, key, escaped(value, false));
    }
  }

  private static void escapedField(StringBuilder fields, String key, String value) {
    fields.append(fields.isEmpty() ? "" : "\t").append(key).append('=').append(value);
  }

  private static String users(List<String> users) {
    return users.stream().map(user -> escaped(user, true)).collect(Collectors.joining(","));
  }

  private static String escaped(String value, boolean inList) {
    StringBuilder text = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\t' -> text.append("\\t");
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '=' -> text.append("\\=");
        case '\\' -> text.append("\\\\");
        default -> {
          if (c == ',' && inList) {
            text.append("\\,");
          } else {
            Printable.append(c, text);
          }
        }
      }
    }
    return text.toString();
  }
}
