package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.Request;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions that have been silent for too long, by a txn through the one door. Pipeline's thread, on the primary. */
final class SessionExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(SessionExpiry.class);

  private final SessionTracker tracker;
  private final Consumer<PipelineInput> door;

  SessionExpiry(SessionTracker tracker, Consumer<PipelineInput> door) {
    this.tracker = tracker;
    this.door = door;
  }

  /** Does what is due; returns when to be called again. */
  long poll(long nowNanos) {
    tracker.expire(nowNanos, session -> close(session, nowNanos));
    return tracker.nextDueNanos();
  }

  private void close(Session session, long nowNanos) {
    if (session.closing()) {
      return;
    }
    LOG.info(
        "Session 0x{} expires: nothing was heard of it for {} ms",
        Long.toHexString(session.id()),
        session.timeoutMs());
    door.accept(
        new ClientRequest(
            null, session, session.id(), 0, new Request.CloseSession(), List.of(), nowNanos));
  }
}
