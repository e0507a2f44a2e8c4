package io.vivarium.kernel.pipeline;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.RequestCodec;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.model.Request;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ForwardedRequest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The first stage on a server that is not the primary: sends writes on to it, in order. Their outcome comes back as committed txns,
 * by which {@link CommitStage} knows them again. Pipeline's thread.
 */
final class ForwardStage {
  private final Consensus consensus;
  private final CommitStage commits;
  private final SessionIds ids;
  private final TimeSource time;
  private final JuteWriter writer = new JuteWriter();

  ForwardStage(Consensus consensus, CommitStage commits, SessionIds ids, TimeSource time) {
    this.consensus = consensus;
    this.commits = commits;
    this.ids = ids;
    this.time = time;
  }

  void write(ClientRequest request) {
    commits.await(new InFlight.Forwarded(request));
    consensus.forward(
        new ForwardedRequest(
            request.sessionId(),
            request.xid(),
            request.request().op().code(),
            request.authIds(),
            body(request.request()),
            0));
  }

  /** A new session; its id is this server's to give, the txn is the primary's. */
  void open(Opening opening) {
    long id = ids.next();
    write(
        new ClientRequest(
            opening.client(),
            null,
            id,
            0,
            new Request.CreateSession(opening.timeoutMs()),
            List.of(),
            time.monotonicNanos()));
  }

  private ByteBuffer body(Request request) {
    writer.clear();
    RequestCodec.encodeBody(request, writer);
    return ByteBuffer.wrap(writer.toByteArray()).asReadOnlyBuffer();
  }
}
