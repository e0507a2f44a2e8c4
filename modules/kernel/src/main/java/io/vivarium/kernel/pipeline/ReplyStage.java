package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.WatchEvent;

/** The last stage: puts answers into the outboxes of their clients. Pipeline's thread. */
final class ReplyStage {
  /** Queues the answer of a request; nothing for the server's own. */
  void answer(ClientRequest request, long zxid, int error, Reply body, boolean last) {
    answer(request, zxid, error, body, last, 0);
  }

  private void answer(
      ClientRequest request, long zxid, int error, Reply body, boolean last, long admitted) {
    Client client = request.client();
    if (client == null) {
      return;
    }
    OpCode op = request.request().op();
    int xid = op == OpCode.PING ? ReplyHeader.PING_XID : request.xid();
    Outgoing.Answer answer =
        new Outgoing.Answer(op, xid, zxid, error, body, request.receivedNanos(), last);
    client.put(answer.admitted(admitted));
  }

  /**
   * Queues the answer of a read, after what the client missed.
   *
   * @param admitted bytes that were admitted for it
   */
  void answer(ClientRequest request, ReadAnswer answer, long admitted) {
    Client client = request.client();
    if (client == null) {
      return;
    }
    for (WatchEvent missed : answer.catchUp()) {
      client.put(new Outgoing.Event(missed));
    }
    boolean last = answer.error() == ErrorCode.UNIMPLEMENTED.code();
    answer(request, answer.zxid(), answer.error(), answer.body(), last, admitted);
  }
}
