package io.vivarium.kernel.pipeline;

import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.Zxid;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.Proposal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Pairs what consensus delivers with the request that waits for it, has it applied and answered, and then lets go the requests of
 * the same session that were parked behind it. Everything happens in delivery order. Pipeline's thread.
 */
final class CommitStage {
  private final ArrayDeque<InFlight.Write> writes = new ArrayDeque<>();
  private final ArrayDeque<InFlight.Sync> syncs = new ArrayDeque<>();

  /** Writes sent to the primary, by session in the order sent; only sessions with any. */
  private final Map<Long, ArrayDeque<InFlight.Forwarded>> forwarded = new HashMap<>();

  private final ApplyStage apply;
  private final ReadStage reads;
  private final ReplyStage replies;
  private final int fieldLimit;
  private final FatalErrors fatal;
  private IntConsumer released = waited -> {};

  /** Ticket of the oldest sync in flight. */
  private long oldestTicket;

  CommitStage(
      ApplyStage apply, ReadStage reads, ReplyStage replies, int fieldLimit, FatalErrors fatal) {
    this.apply = apply;
    this.reads = reads;
    this.replies = replies;
    this.fieldLimit = fieldLimit;
    this.fatal = fatal;
  }

  /** Has somebody told how many requests of a session waited behind one that is answered now, when there were some. */
  void onReleased(IntConsumer told) {
    released = told;
  }

  /** A write prepared here is about to be proposed. */
  void await(InFlight.Write write) {
    writes.add(write);
    hold(write);
  }

  /** A write is about to be sent to the primary. */
  void await(InFlight.Forwarded write) {
    forwarded.computeIfAbsent(write.request().sessionId(), _ -> new ArrayDeque<>()).add(write);
    hold(write);
  }

  /**
   * A sync is about to be asked of consensus.
   *
   * @return the ticket to ask with
   */
  long await(InFlight.Sync sync) {
    syncs.add(sync);
    hold(sync);
    return oldestTicket + syncs.size() - 1;
  }

  private static void hold(InFlight entry) {
    ClientRequest request = entry.request();
    Session session = request == null ? null : request.session();
    if (session != null) {
      session.lastInFlight(entry);
    }
  }

  /** Answers a request in its session's order: now, or after the writes of the session that are in flight. */
  void inOrder(ClientRequest request) {
    Session session = request.session();
    if (session != null && session.lastInFlight() instanceof InFlight before) {
      before.park(() -> reads.answer(request));
    } else {
      reads.answer(request);
    }
  }

  /** Answers a request in its session's order without doing anything for it. */
  void inOrder(ClientRequest request, ErrorCode outcome, boolean last) {
    Session session = request.session();
    Runnable answer =
        () -> replies.answer(request, apply.lastZxid(), outcome.code(), Reply.Empty.INSTANCE, last);
    if (session == null) {
      answer.run();
    } else {
      afterWrites(session, answer);
    }
  }

  /** Does something after the writes of the session that are in flight, or now when there are none. */
  void afterWrites(Session session, Runnable action) {
    if (session.lastInFlight() instanceof InFlight before) {
      before.park(action);
    } else {
      action.run();
    }
  }

  /** Answers a request with an error in its session's order; nothing is done. */
  void refuse(ClientRequest request, ErrorCode error) {
    Runnable answer =
        () -> replies.answer(request, apply.lastZxid(), error.code(), Reply.Empty.INSTANCE, false);
    Session session = request.session();
    if (session == null) {
      answer.run();
    } else {
      afterWrites(session, answer);
    }
  }

  /** A proposal is committed. */
  void deliver(Proposal proposal) {
    if (proposal.zxid() <= apply.lastZxid()) {
      throw mismatch(proposal, Zxid.text(apply.lastZxid()) + " was the last before");
    }
    InFlight.Write write = writes.peek();
    if (write == null) {
      applyForeign(proposal);
      return;
    }
    if (write.header().zxid() != proposal.zxid()) {
      throw mismatch(proposal, Zxid.text(write.header().zxid()) + " is next");
    }
    writes.remove();
    apply.apply(write.header(), write.txn(), null, proposal.txn().remaining(), write.request());
    release(write);
  }

  private IllegalStateException mismatch(Proposal proposal, String expected) {
    // Its stack tells which plugin delivered.
    IllegalStateException failure = new IllegalStateException("commit out of order");
    fatal.stop(
        FatalReason.COMMIT_MISMATCH,
        "Consensus delivered "
            + Zxid.text(proposal.zxid())
            + " while "
            + expected
            + ". This must never happen; restart the server and report it with its log.",
        failure);
    return failure;
  }

  /** A txn that another server prepared; the request behind it may be waiting here all the same. */
  private void applyForeign(Proposal proposal) {
    ParsedTxn parsed = TxnCodec.decode(proposal.txn().duplicate(), fieldLimit);
    InFlight.Forwarded write = waitingFor(parsed);
    apply.apply(
        parsed.header(),
        parsed.txn(),
        parsed.digest(),
        proposal.txn().remaining(),
        write == null ? null : write.request());
    if (write != null) {
      release(write);
    }
    if (parsed.txn() instanceof Txn.CloseSession) {
      // Whose connection is gone with the session: no answer to what it sent behind is to be told.
      forwarded.remove(parsed.header().sessionId());
    }
  }

  private InFlight.@Nullable Forwarded waitingFor(ParsedTxn txn) {
    TxnHeader header = txn.header();
    ArrayDeque<InFlight.Forwarded> queue = forwarded.get(header.sessionId());
    InFlight.Forwarded first = queue == null ? null : queue.peek();
    if (queue == null || first == null || !answers(txn, first.request())) {
      return null;
    }
    queue.remove();
    if (queue.isEmpty()) {
      forwarded.remove(header.sessionId());
    }
    return first;
  }

  /** By number; those that servers make themselves have none, and are told apart by what they are. */
  private static boolean answers(ParsedTxn txn, ClientRequest request) {
    boolean opens = request.request() instanceof Request.CreateSession;
    return request.xid() == txn.header().cxid()
        && (txn.txn() instanceof Txn.Failed || opens == txn.txn() instanceof Txn.CreateSession);
  }

  /** A sync is answered. */
  void synced(long ticket) {
    InFlight.Sync sync = syncs.peek();
    if (sync == null || ticket != oldestTicket) {
      throw new IllegalStateException(
          "sync " + ticket + " was answered while " + oldestTicket + " is next");
    }
    syncs.remove();
    oldestTicket++;
    @Nullable String path =
        sync.request().request() instanceof Request.Sync asked ? asked.path() : null;
    replies.answer(
        sync.request(), apply.lastZxid(), ErrorCode.OK.code(), new Reply.Path(path), false);
    release(sync);
  }

  private void release(InFlight entry) {
    ClientRequest request = entry.request();
    Session session = request == null ? null : request.session();
    if (session != null && session.lastInFlight() == entry) {
      session.lastInFlight(null);
    }
    List<Runnable> parked = entry.parked();
    if (!parked.isEmpty()) {
      released.accept(parked.size());
      parked.forEach(Runnable::run);
    }
  }

  /** Writes and syncs that wait, and sessions with forwarded ones. */
  int waiting() {
    return writes.size() + syncs.size() + forwarded.size();
  }

  /** Forgets everything that waits and drops the connections concerned: the outcome is unknown here. */
  void abandon() {
    writes.forEach(CommitStage::drop);
    syncs.forEach(CommitStage::drop);
    forwarded.values().forEach(queue -> queue.forEach(CommitStage::drop));
    writes.clear();
    forwarded.clear();
    oldestTicket += syncs.size();
    syncs.clear();
  }

  private static void drop(InFlight entry) {
    ClientRequest request = entry.request();
    if (request == null) {
      return;
    }
    if (request.session() != null) {
      request.session().lastInFlight(null);
    }
    if (request.client() != null) {
      request.client().drop("the server lost its role while a request was in flight");
    }
  }
}
