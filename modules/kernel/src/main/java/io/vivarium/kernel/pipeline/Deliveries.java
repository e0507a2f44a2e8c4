package io.vivarium.kernel.pipeline;

import io.vivarium.codec.RequestCodec;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;

/** The way of proposals through the kernel, as consensus uses it. Pipeline's thread. */
final class Deliveries implements Delivery {
  private final LogStage log;
  private final CommitStage commits;
  private final Intake intake;
  private final SessionTracker sessions;
  private final int fieldLimit;
  private final TimeSource time;

  Deliveries(
      LogStage log,
      CommitStage commits,
      Intake intake,
      SessionTracker sessions,
      int fieldLimit,
      TimeSource time) {
    this.log = log;
    this.commits = commits;
    this.intake = intake;
    this.sessions = sessions;
    this.fieldLimit = fieldLimit;
    this.time = time;
  }

  @Override
  public void persist(Proposal proposal) {
    log.append(proposal);
  }

  @Override
  public void deliver(Proposal proposal) {
    commits.deliver(proposal);
  }

  @Override
  public void submit(ForwardedRequest forwarded) {
    Session session = sessions.find(forwarded.sessionId());
    intake.forwarded(
        new ClientRequest(
            null,
            session,
            forwarded.sessionId(),
            forwarded.cxid(),
            request(forwarded),
            forwarded.authIds(),
            time.monotonicNanos()),
        forwarded.origin());
  }

  private Request request(ForwardedRequest forwarded) {
    OpCode op = OpCode.of(forwarded.opCode());
    if (op == null) {
      return new Request.Malformed(OpCode.ERROR, "unknown operation " + forwarded.opCode());
    }
    if (!forwardable(op)) {
      return new Request.Malformed(op, op + " is not for the primary to do");
    }
    return RequestCodec.decodeBody(op, forwarded.body().duplicate(), fieldLimit);
  }

  /**
   * Whatever a peer sends: prep knows writes only, and removing containers is the primary's own business. A check stands in multis only;
   * ZooKeeper's followers forward one that stands alone, as a txn that no server knows.
   */
  private static boolean forwardable(OpCode op) {
    return (op.kind() == OpCode.Kind.WRITE && op != OpCode.DELETE_CONTAINER && op != OpCode.CHECK)
        || op == OpCode.CREATE_SESSION
        || op == OpCode.CLOSE_SESSION;
  }

  @Override
  public void synced(long ticket) {
    commits.synced(ticket);
  }
}
