package io.vivarium.kernel;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Actor;
import io.vivarium.spi.audit.AuditEvent.Operation;
import io.vivarium.spi.audit.AuditEvent.Result;
import io.vivarium.spi.audit.AuditEvent.Target;
import io.vivarium.spi.audit.AuditLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the audit log, if there is one, when the server starts and stops. */
final class ServerAudit {
  private final @Nullable AuditLog log;
  private final TimeSource time;

  ServerAudit(@Nullable AuditLog log, TimeSource time) {
    this.log = log;
    this.time = time;
  }

  /** Whose process this is: who does what nobody asked for. */
  static String processUser() {
    return ProcessHandle.current().info().user().orElse("unknown");
  }

  void started(boolean serves) {
    record(Operation.SERVER_START, serves ? Result.SUCCESS : Result.FAILURE);
  }

  void stops() {
    record(Operation.SERVER_STOP, Result.INVOKED);
  }

  private void record(Operation operation, Result result) {
    if (log != null) {
      Actor server = new Actor(0, List.of(processUser()), null);
      log.record(new AuditEvent(time.wallMillis(), operation, result, 0, server, Target.NONE));
    }
  }
}
