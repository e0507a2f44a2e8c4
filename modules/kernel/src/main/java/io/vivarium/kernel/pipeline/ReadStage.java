package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.tree.DataTree;

/**
 * Answers on the pipeline's thread the reads that could not be answered on their connection's: those behind a write of the same
 * session, and those that met too many writes. Between two txns nothing interferes here.
 */
final class ReadStage {
  private final Reads reads;
  private final ReplyStage replies;
  private final ReadScratch scratch;

  ReadStage(Reads reads, DataTree tree, ReplyStage replies) {
    this.scratch = reads.scratch(tree, false);
    this.reads = reads;
    this.replies = replies;
  }

  void answer(ClientRequest request) {
    Client client = request.client();
    if (client == null) {
      return;
    }
    ReadAnswer answer =
        reads.tryAnswer(request.request(), client, request.authIds(), request.sessionId(), scratch);
    if (answer == null) {
      throw new IllegalStateException("a read on the only writer's thread met a write");
    }
    replies.answer(request, answer, scratch.takeAdmitted());
  }
}
