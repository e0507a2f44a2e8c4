package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TxnOutcome;
import io.vivarium.tree.watch.WatchTable;
import org.jspecify.annotations.Nullable;

/**
 * Applies committed txns to the tree: the only writer. While a txn is applied the watch table collects the watchers concerned and
 * queues their events, before readers can see the change (O5). Pipeline's thread.
 */
final class ApplyStage {
  private final DataTree tree;
  private final WatchTable watches;
  private final SessionLedger sessions;
  private final PendingChanges pending;
  private final ReplyStage replies;
  private final Witnesses witnesses;

  /**
   * Who is told of what was applied.
   *
   * @param audit null when there is no audit log
   */
  record Witnesses(WriteTraffic traffic, AppliedListener listener, @Nullable WriteAudit audit) {}

  ApplyStage(
      DataTree tree,
      WatchTable watches,
      SessionLedger sessions,
      PendingChanges pending,
      ReplyStage replies,
      Witnesses witnesses) {
    this.tree = tree;
    this.watches = watches;
    this.sessions = sessions;
    this.pending = pending;
    this.replies = replies;
    this.witnesses = witnesses;
  }

  /** Zxid of the last txn applied. */
  long lastZxid() {
    return tree.lastZxid();
  }

  /**
   * Applies a txn and answers the request behind it.
   *
   * @param expected the digest that the tree should have afterwards, when the txn came from another server
   * @param bytes length of its record
   * @param request who waits for it; null when nobody does here
   */
  void apply(
      TxnHeader header,
      Txn txn,
      @Nullable TxnDigest expected,
      int bytes,
      @Nullable ClientRequest request) {
    WriteAudit audit = witnesses.audit();
    if (audit != null) {
      audit.applying(header, txn);
    }
    TxnOutcome outcome = tree.apply(header, txn, watches);
    pending.applied(header.zxid());
    Session opened = sessions.applied(header, txn, request);
    if (outcome.error() == ErrorCode.OK.code()) {
      witnesses.traffic().applied(txn);
    }
    if (audit != null) {
      audit.applied(header, txn, outcome.error(), request);
    }
    witnesses.listener().applied(header, expected, tree.digest(), bytes);
    Client client = request == null ? null : request.client();
    if (request == null || client == null) {
      return;
    }
    if (opened != null) {
      client.put(new Outgoing.Welcome(opened, header.zxid()));
    } else if (moved(txn)) {
      // As ZooKeeper: the client has gone elsewhere, and what it left here is not to hear of it.
      client.drop("its session has moved to another server");
    } else if (outcome.error() != ErrorCode.OK.code()) {
      replies.answer(request, header.zxid(), outcome.error(), Reply.Empty.INSTANCE, false);
    } else {
      Reply body = WriteReplies.of(request.request(), txn, outcome);
      boolean last = txn instanceof Txn.CloseSession;
      replies.answer(request, header.zxid(), ErrorCode.OK.code(), body, last);
    }
  }

  private static boolean moved(Txn txn) {
    return switch (txn) {
      case Txn.Failed failed -> failed.error() == ErrorCode.SESSION_MOVED.code();
      case Txn.Multi multi -> multi.failed() && multi.parts().stream().anyMatch(ApplyStage::moved);
      case Txn.Create _,
          Txn.Delete _,
          Txn.SetData _,
          Txn.SetAcl _,
          Txn.Check _,
          Txn.Reconfig _,
          Txn.CreateSession _,
          Txn.CloseSession _ ->
          false;
    };
  }
}
