package io.vivarium.kernel;

import io.vivarium.kernel.admin.ClientControl;
import io.vivarium.kernel.connection.Connections;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.RequestPipeline;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.Request;
import io.vivarium.spi.TimeSource;
import java.util.List;

/** What operators do to the clients of both listeners. Any thread but the pipeline's. */
final class ClientDuties implements ClientControl {
  private static final String ENDED = "an operator has ended it";

  private final List<Connections> listeners;
  private final RequestPipeline pipeline;
  private final TimeSource time;

  /**
   * Duties of one server.
   *
   * @param listeners at least one; all allow the same
   */
  ClientDuties(List<Connections> listeners, RequestPipeline pipeline, TimeSource time) {
    this.listeners = listeners;
    this.pipeline = pipeline;
    this.time = time;
  }

  @Override
  public Limits limits() {
    return listeners.getFirst().allowed();
  }

  @Override
  public void limits(Limits next) {
    listeners.forEach(listener -> listener.allow(next));
  }

  @Override
  public boolean endSession(long sessionId) {
    for (Connections listener : listeners) {
      Session session = listener.session(sessionId);
      if (session != null) {
        pipeline.submit(
            new ClientRequest(
                null,
                session,
                sessionId,
                0,
                new Request.CloseSession(),
                List.of(),
                time.monotonicNanos()));
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean dropConnection(long sessionId) {
    return listeners.stream().anyMatch(listener -> listener.drop(sessionId, ENDED));
  }

  @Override
  public boolean resetConnection(long sessionId) {
    return listeners.stream().anyMatch(listener -> listener.resetConnectionStats(sessionId));
  }
}
