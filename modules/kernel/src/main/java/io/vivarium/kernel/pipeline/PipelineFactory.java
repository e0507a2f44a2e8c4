package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Consensus;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts the stages together: the map of the system. The package has the drawing. */
public final class PipelineFactory {
  private final PipelineParts parts;
  private final WakeBatch wakes;
  private final ReplyStage replies = new ReplyStage();

  /**
   * A factory for one server.
   *
   * @param wakes who is woken at the end of a batch; connections touch it
   */
  public PipelineFactory(PipelineParts parts, WakeBatch wakes) {
    this.parts = parts;
    this.wakes = wakes;
  }

  /**
   * The pipeline of a server. Which of prep and forward its writes go through is decided by the role that consensus gives it.
   *
   * @param containers how containers and TTL nodes are removed
   */
  public Pipeline build(ContainerReaper.Settings containers) {
    PipelineParts.Environment environment = parts.environment();
    // The thread and its stages know each other only through this.
    Door door = new Door();
    LogStage log =
        new LogStage(
            parts.disk().log(),
            parts.disk().forcing(),
            parts.sizes().logRing(),
            environment.time(),
            environment.execution(),
            door::unpark,
            environment.fatal());
    PendingChanges pending =
        new PendingChanges(parts.state().tree(), parts.rules().prep().digest());
    ApplyStage apply = apply(pending, log);
    CommitStage commits = commits(apply);
    Intake intake = intake(pending, commits, apply);
    ServerPipeline duties =
        new ServerPipeline(
            overdue(commits),
            intake,
            parts.engine().consensus(),
            log,
            wakes,
            timers(door, containers));
    RequestPipeline pipeline =
        new RequestPipeline(
            parts.sizes().requestRing(), duties, environment.time(), environment.execution());
    door.open(pipeline);
    duties.attach(host(pipeline, log, commits, intake), parts.engine().history());
    return new Pipeline(pipeline, log, intake);
  }

  private ApplyStage apply(PendingChanges pending, LogStage log) {
    PipelineParts.State state = parts.state();
    return new ApplyStage(
        state.tree(),
        state.watches(),
        new SessionLedger(state.sessions(), parts.environment().time()),
        pending,
        replies,
        new WriteTraffic(
            new NamespaceTraffic(parts.environment().metrics().summaries("write_per_namespace"))),
        afterApply(state, log));
  }

  private Overdue overdue(CommitStage commits) {
    return new Overdue(
        parts.rules().overdueNanos(),
        parts.environment().time(),
        commits,
        parts.environment().metrics().counter("throttled_ops"));
  }

  private CommitStage commits(ApplyStage apply) {
    ReadStage reads = new ReadStage(parts.rules().reads(), parts.state().tree(), replies);
    return new CommitStage(
        apply, reads, replies, parts.rules().fieldLimit(), parts.environment().fatal());
  }

  private Intake intake(PendingChanges pending, CommitStage commits, ApplyStage apply) {
    PipelineParts.State state = parts.state();
    PipelineParts.Rules rules = parts.rules();
    TimeSource time = parts.environment().time();
    Consensus consensus = parts.engine().consensus();
    ProposeStage propose = new ProposeStage(consensus, commits, rules.prep().digest());
    QuotaPrep quota = new QuotaPrep(state.tree(), rules.prep().enforceQuota());
    TxnPrep txns = new TxnPrep(pending, rules.access(), rules.acls(), quota, rules.prep());
    PrepStage prep = new PrepStage(txns, pending, propose, state.ids(), time);
    ForwardStage forward = new ForwardStage(consensus, commits, state.ids(), time);
    Attachments attachments =
        new Attachments(state.sessions(), commits, consensus, apply::lastZxid, time);
    return new Intake(
        state.sessions(),
        prep,
        forward,
        commits,
        consensus,
        attachments,
        parts.clients().dropAll());
  }

  private LongUnaryOperator[] timers(Door door, ContainerReaper.Settings containers) {
    PipelineParts.State state = parts.state();
    Consumer<PipelineInput> own = door::submitOwn;
    return new LongUnaryOperator[] {
      new SessionExpiry(
              state.sessions(),
              own,
              state.sessions().tickNanos(),
              parts.environment().time().monotonicNanos())
          ::poll,
      new ContainerReaper(state.tree(), parts.environment().time(), own, containers)::poll,
      state.snapshots()::poll,
      parts.clients().sweep()
    };
  }

  private EngineHost host(
      RequestPipeline pipeline, LogStage log, CommitStage commits, Intake intake) {
    TimeSource time = parts.environment().time();
    PipelineParts.Engine engine = parts.engine();
    return new EngineHost(
        engine.resources(),
        new Roles(intake),
        new Deliveries(
            log, commits, intake, parts.state().sessions(), parts.rules().fieldLimit(), time),
        engine.transfer().apply(log),
        new Liveness(parts.state().sessions(), intake, time),
        engine.membership(),
        pipeline::wake);
  }

  private static AppliedListener afterApply(PipelineParts.State state, LogStage log) {
    return (header, expected, actual, bytes) -> {
      state.digests().applied(header, expected, actual);
      if (state.snapshots().applied(bytes)) {
        log.roll();
        state.snapshots().snapshot();
      }
    };
  }

  /** Stands in for the pipeline while its stages are built; what they call reaches it only after it was started. */
  private static final class Door {
    private @Nullable RequestPipeline pipeline;

    void open(RequestPipeline opened) {
      pipeline = opened;
    }

    void unpark() {
      opened().unpark();
    }

    void submitOwn(PipelineInput input) {
      opened().submitOwn(input);
    }

    private RequestPipeline opened() {
      return Objects.requireNonNull(pipeline, "the pipeline is still being built");
    }
  }
}
