package io.vivarium.kernel.pipeline;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts the stages together: the map of the system. The package has the drawing. */
public final class PipelineFactory {
  private final PipelineParts parts;
  private final WakeBatch wakes;

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
   * @param sweep called with the monotonic clock on the primary, returns when it wants to be called again
   */
  public Pipeline build(ContainerReaper.Settings containers, LongUnaryOperator sweep) {
    PipelineParts.State state = parts.state();
    PipelineParts.Rules rules = parts.rules();
    PipelineParts.Environment environment = parts.environment();
    // The thread and its stages know each other only through these two.
    Door door = new Door();
    LogStage log =
        new LogStage(
            parts.log(),
            parts.sizes().logRing(),
            environment.threads(),
            door::unpark,
            environment.fatal());

    PendingChanges pending = new PendingChanges(state.tree(), rules.prep().digest());
    ReplyStage replies = new ReplyStage();
    ReadStage reads = new ReadStage(rules.reads(), state.tree(), replies);
    ApplyStage apply =
        new ApplyStage(
            state.tree(),
            state.watches(),
            new SessionLedger(state.sessions(), environment.time()),
            pending,
            replies,
            afterApply(state, log));
    CommitStage commits =
        new CommitStage(apply, reads, replies, rules.fieldLimit(), environment.fatal());
    ProposeStage propose =
        new ProposeStage(parts.engine().consensus(), commits, rules.prep().digest());
    QuotaPrep quota = new QuotaPrep(state.tree(), rules.prep().enforceQuota());
    TxnPrep txns = new TxnPrep(pending, rules.access(), rules.acls(), quota, rules.prep());
    PrepStage prep = new PrepStage(txns, pending, propose, state.ids(), environment.time());
    Intake intake =
        new Intake(
            state.sessions(),
            prep,
            new ForwardStage(parts.engine().consensus(), commits, state.ids(), environment.time()),
            commits,
            parts.engine().consensus(),
            apply,
            environment.time());

    Consumer<PipelineInput> own = door::submitOwn;
    SessionExpiry expiry = new SessionExpiry(state.sessions(), own);
    ContainerReaper reaper = new ContainerReaper(state.tree(), environment.time(), own, containers);
    ServerPipeline duties =
        new ServerPipeline(
            intake,
            parts.engine().consensus(),
            log,
            wakes,
            expiry::poll,
            reaper::poll,
            state.snapshots()::poll,
            sweep);
    RequestPipeline pipeline =
        new RequestPipeline(
            parts.sizes().requestRing(),
            duties,
            environment.time(),
            environment.threads(),
            environment.fatal());
    door.open(pipeline);
    EngineHost host =
        new EngineHost(
            pipeline::wake,
            new Roles(intake),
            new Deliveries(
                log, commits, intake, state.sessions(), rules.fieldLimit(), environment.time()),
            parts.engine().transfer().apply(log::awaitQuiet),
            new Liveness(state.sessions(), environment.time()));
    duties.attach(host, parts.engine().history());
    return new Pipeline(pipeline, log, intake);
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
