package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first stage on the primary: judges a write against the tree as it will be, gives it the next zxid, and turns it into a txn.
 * A refused write becomes a txn too, so that it is answered in order and logged as in ZooKeeper. Pipeline's thread.
 */
final class PrepStage {
  private final SessionGate gate;
  private final TxnPrep prep;
  private final PendingChanges pending;
  private final ProposeStage propose;
  private final SessionIds ids;
  private final TimeSource time;

  /** Zxid of the last txn prepared. */
  private long lastZxid;

  PrepStage(
      SessionGate gate,
      TxnPrep prep,
      PendingChanges pending,
      ProposeStage propose,
      SessionIds ids,
      TimeSource time) {
    this.gate = gate;
    this.prep = prep;
    this.pending = pending;
    this.propose = propose;
    this.ids = ids;
    this.time = time;
  }

  /** Starts over after a change of role: the next txn follows {@code zxid}. */
  void reset(long zxid) {
    lastZxid = zxid;
    pending.reset();
  }

  /**
   * Prepares a write of a session or of the server itself.
   *
   * @param asker the connection or the link it came by; null for the server's own
   */
  void write(ClientRequest request, @Nullable Object asker) {
    prepare(request, gate.refusal(request, asker));
  }

  /** Prepares a new session; its id is decided here. */
  void open(Opening opening) {
    long id = ids.next();
    ClientRequest request =
        new ClientRequest(
            opening.client(),
            null,
            id,
            0,
            new Request.CreateSession(opening.timeoutMs()),
            List.of(),
            time.monotonicNanos());
    write(request, opening.client());
  }

  private void prepare(ClientRequest request, @Nullable ErrorCode refusal) {
    long zxid = lastZxid + 1;
    lastZxid = zxid;
    long now = time.wallMillis();
    Txn txn =
        refusal != null
            ? new Txn.Failed(refusal.code())
            : prep.prepare(
                request.request(),
                new PrepContext(request.sessionId(), request.authIds(), zxid, now));
    pending.proposed();
    propose.propose(
        request,
        new TxnHeader(request.sessionId(), request.xid(), zxid, now),
        txn,
        pending.digest());
  }
}
