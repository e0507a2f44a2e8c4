package io.vivarium.audit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vivarium.model.CreateMode;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Actor;
import io.vivarium.spi.audit.AuditEvent.Operation;
import io.vivarium.spi.audit.AuditEvent.Result;
import io.vivarium.spi.audit.AuditEvent.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lines that ZooKeeper 3.9.5 wrote: made again from their fields, they are the same to the byte. */
class GoldenRecordsTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);

  private final TextRecord format = new TextRecord(ZoneOffset.UTC, true);

  @Test
  void ourLinesAreZooKeepers() throws IOException {
    List<String> golden = golden();
    assertFalse(golden.isEmpty());
    assertEquals(golden, golden.stream().map(line -> format.line(event(line))).toList());
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = GoldenRecordsTest.class.getResourceAsStream("audit.log.sample")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static AuditEvent event(String line) {
    Map<String, String> fields = TextRecords.fields(line);
    String session = fields.getOrDefault("session", "0x0");
    return new AuditEvent(
        LocalDateTime.parse(line.substring(0, 23), TIME).toInstant(ZoneOffset.UTC).toEpochMilli(),
        Arrays.stream(Operation.values())
            .filter(each -> each.text().equals(fields.get("operation")))
            .findFirst()
            .orElseThrow(),
        Result.valueOf(fields.get("result").toUpperCase(Locale.ROOT)),
        1,
        new Actor(
            Long.parseLong(session.substring(2), 16),
            List.of(fields.get("user").split(",", -1)),
            fields.get("ip")),
        new Target(fields.get("znode"), mode(fields.get("znode_type")), fields.get("acl")));
  }

  private static CreateMode mode(String word) {
    return word == null ? null : CreateMode.valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Test
  void jsonHasTheZxidAndWorldTime() {
    Actor ann = new Actor(0x10, List.of("ann"), "::1");
    AuditEvent event =
        new AuditEvent(
            0,
            Operation.SET_DATA,
            Result.SUCCESS,
            0x4_0000_0001L,
            ann,
            new Target("/a", null, null));
    assertEquals(
        "{\"time\":\"1970-01-01T00:00:00Z\",\"session\":\"0x10\",\"users\":[\"ann\"],\"ip\":\"::1\","
            + "\"operation\":\"setData\",\"znode\":\"/a\",\"zxid\":\"0x400000001\",\"result\":\"success\"}",
        new JsonRecord().line(event));
  }
}
