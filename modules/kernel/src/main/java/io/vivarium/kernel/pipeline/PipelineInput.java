package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.AuthId;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What enters the pipeline through its one door. */
public sealed interface PipelineInput {
  /**
   * A request of an established session, or of the server itself.
   *
   * @param client who is answered; null for the server's own requests and for those forwarded by another server
   * @param session the session that asks; null for the server's own requests
   * @param sessionId its id; 0 for the server's own requests
   * @param xid the client's number for it
   * @param authIds identities of the client when it asked
   * @param receivedNanos when it came, on the monotonic clock
   */
  record ClientRequest(
      @Nullable Client client,
      @Nullable Session session,
      long sessionId,
      int xid,
      Request request,
      List<AuthId> authIds,
      long receivedNanos)
      implements PipelineInput {}

  /**
   * A handshake: a new session, or one to resume.
   *
   * @param timeoutMs the negotiated timeout
   */
  record Opening(Client client, ConnectRequest request, int timeoutMs) implements PipelineInput {}

  /** Something to be done on the pipeline's thread between two requests. */
  record Task(Runnable action) implements PipelineInput {}
}
