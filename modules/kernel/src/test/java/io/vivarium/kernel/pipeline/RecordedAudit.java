package io.vivarium.kernel.pipeline;

import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import java.util.ArrayList;
import java.util.List;

/** An audit log that keeps what it is told. */
final class RecordedAudit implements AuditLog {
  final List<AuditEvent> events = new ArrayList<>();

  @Override
  public void record(AuditEvent event) {
    events.add(event);
  }

  /** What it was told, in short: operation, path, mode, acl, result; what is not there is left out. */
  List<String> story() {
    return events.stream().map(RecordedAudit::text).toList();
  }

  private static String text(AuditEvent event) {
    StringBuilder text = new StringBuilder(event.operation().text());
    AuditEvent.Target target = event.target();
    for (Object part : new Object[] {target.path(), target.mode(), target.acl(), event.result()}) {
      if (part != null) {
        text.append(' ').append(part);
      }
    }
    return text.toString();
  }

  @Override
  public void start() {}

  @Override
  public void close() {}
}
