package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.tree.watch.WatchTable;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts the stages together: the map of the system. The package has the drawing. */
final class PipelineFactory {
  private final PipelineParts parts;
  private final WakeBatch wakes;
  private final SessionIds ids;
  private final ReplyStage replies = new ReplyStage();
  private final SampledProposal sample = new SampledProposal();

  /**
   * A factory for one server.
   *
   * @param wakes who is woken at the end of a batch; connections touch it
   */
  PipelineFactory(PipelineParts parts, WakeBatch wakes) {
    this.parts = parts;
    this.wakes = wakes;
    this.ids =
        new SessionIds(
            parts.engine().resources().ensemble().serverId(),
            parts.environment().time().wallMillis());
  }

  /**
   * The pipeline of a server. Which of prep and forward its writes go through is decided by the role that consensus gives it.
   */
  Pipeline build() {
    PipelineParts.Environment environment = parts.environment();
    // The thread and its stages know each other only through this.
    Door door = new Door();
    LogStage log =
        new LogStage(
            new MeasuredLog(parts.disk().log(), sample, environment.time(), environment.metrics()),
            parts.disk().forcing(),
            parts.sizes().logRing(),
            environment.time(),
            environment.execution(),
            door::unpark,
            environment.fatal());
    PendingChanges pending =
        new PendingChanges(parts.state().tree(), parts.rules().prep().digest());
    LocalSessions locals =
        new LocalSessions(
            parts.state().locals(), ids, parts.state().tree()::lastZxid, environment.time());
    SessionLedger sessions =
        new SessionLedger(parts.state().sessions(), locals, environment.time());
    CommitStage commits = commits(apply(pending, sessions, log));
    countEvents(parts.state().watches(), environment.metrics());
    Intake intake = intake(pending, sessions, locals, commits);
    ServerPipeline duties =
        new ServerPipeline(
            overdue(commits),
            intake,
            parts.engine().consensus(),
            log,
            wakes,
            List.of(reaper(door)),
            List.of(
                expiry(door, intake),
                locals::poll,
                parts.state().snapshots()::poll,
                parts.clients().sweep()));
    RequestPipeline pipeline =
        new RequestPipeline(
            parts.sizes().requestRing(),
            new MeasuredDuties(duties, environment.time(), environment.metrics()),
            environment.time(),
            environment.execution());
    door.open(pipeline);
    duties.attach(host(pipeline, log, commits, intake), parts.engine().history());
    return new Pipeline(pipeline, log, intake, parts.rules().sessions());
  }

  private ApplyStage apply(PendingChanges pending, SessionLedger sessions, LogStage log) {
    PipelineParts.State state = parts.state();
    return new ApplyStage(
        state.tree(),
        state.watches(),
        sessions,
        pending,
        replies,
        new ApplyStage.Witnesses(
            new WriteTraffic(
                new NamespaceTraffic(
                    parts.environment().metrics().summaries("write_per_namespace"))),
            afterApply(state, log),
            audit()));
  }

  private @Nullable WriteAudit audit() {
    PipelineParts.Audit audit = parts.environment().audit();
    return audit == null
        ? null
        : new WriteAudit(
            audit, parts.state().tree(), parts.rules().access(), parts.environment().time());
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
    CommitStage commits =
        new CommitStage(
            apply, reads, replies, parts.rules().fieldLimit(), parts.environment().fatal());
    Summary parked =
        parts
            .environment()
            .metrics()
            .owned(
                "requests_in_session_queue",
                1,
                List.of("reads_after_write_in_session_queue", "reads_issued_from_session_queue"));
    commits.onReleased(parked::record);
    return commits;
  }

  /** ZooKeeper counts how many hear of an event, for each kind of event. */
  private static void countEvents(WatchTable watches, KernelMetrics metrics) {
    Summary created = metrics.owned("node_created_watch_count");
    Summary deleted = metrics.owned("node_deleted_watch_count");
    Summary changed = metrics.owned("node_changed_watch_count");
    Summary children = metrics.owned("node_children_watch_count");
    watches.witness(
        (type, connections) -> {
          switch (type) {
            case NODE_CREATED -> created.record(connections);
            case NODE_DELETED -> deleted.record(connections);
            case NODE_DATA_CHANGED -> changed.record(connections);
            case NODE_CHILDREN_CHANGED -> children.record(connections);
          }
        });
  }

  private Intake intake(
      PendingChanges pending, SessionLedger sessions, LocalSessions locals, CommitStage commits) {
    PipelineParts.State state = parts.state();
    SessionRules rules = parts.rules().sessions();
    TimeSource time = parts.environment().time();
    Consensus consensus = parts.engine().consensus();
    SessionGate gate = new SessionGate(sessions, locals, rules.local());
    PrepStage prep = new PrepStage(gate, txns(pending), pending, propose(commits), ids, time);
    ForwardStage forward = new ForwardStage(consensus, commits, ids, time);
    Attachments attachments =
        new Attachments(state.sessions(), locals, commits, consensus, state.tree()::lastZxid, time);
    parts.environment().metrics().gauge("pending_revalidations", attachments::waiting);
    return new Intake(
        sessions,
        locals,
        commits,
        consensus,
        attachments,
        new Writes(prep, forward, commits, locals, rules),
        parts.clients().dropAll());
  }

  private TxnPrep txns(PendingChanges pending) {
    PipelineParts.Rules rules = parts.rules();
    QuotaPrep quota =
        new QuotaPrep(
            parts.state().tree(),
            rules.prep().enforceQuota(),
            parts.environment().metrics().counters("quota_exceeded_error_per_namespace"));
    return new TxnPrep(
        pending,
        rules.access(),
        rules.acls(),
        quota,
        rules.prep(),
        parts.engine().consensus()::reconfigure);
  }

  private ProposeStage propose(CommitStage commits) {
    return new ProposeStage(
        parts.engine().consensus(),
        commits,
        parts.rules().prep().digest(),
        parts.environment().metrics().leader());
  }

  private LongUnaryOperator reaper(Door door) {
    return new ContainerReaper(
            parts.state().tree(),
            parts.environment().time(),
            door::submitOwn,
            parts.rules().containers())
        ::poll;
  }

  private LongUnaryOperator expiry(Door door, Intake intake) {
    SessionTracker sessions = parts.state().sessions();
    Counter expired = parts.environment().metrics().counter("stale_sessions_expired");
    return new SessionExpiry(
            sessions,
            intake::primary,
            input -> {
              expired.increment();
              door.submitOwn(input);
            },
            sessions.tickNanos(),
            parts.environment().time().monotonicNanos())
        ::poll;
  }

  private EngineHost host(
      RequestPipeline pipeline, LogStage log, CommitStage commits, Intake intake) {
    TimeSource time = parts.environment().time();
    KernelMetrics metrics = parts.environment().metrics();
    metrics.gauge("last_logged_zxid", log::persisted);
    PipelineParts.Engine engine = parts.engine();
    return new EngineHost(
        engine.resources(),
        roles(intake, log),
        new MeasuredDelivery(
            new Deliveries(
                log, commits, intake, parts.state().sessions(), parts.rules().fieldLimit(), time),
            intake::primary,
            sample,
            time,
            metrics),
        engine.transfer().apply(log),
        new Liveness(parts.state().sessions(), intake, metrics.counter("revalidate_count"), time),
        engine.membership(),
        pipeline::wake);
  }

  private Roles roles(Intake intake, LogStage log) {
    PipelineParts.State state = parts.state();
    RoleFigures figures =
        new RoleFigures(parts.environment().metrics(), parts.environment().time());
    return new Roles(
        intake,
        () -> {
          roleBegins(state, log);
          figures.begins();
        },
        () -> {
          state.snapshots().pause();
          figures.ends();
        });
  }

  /**
   * A state that was received while its sender went on is snapshotted as it came; now that it is exact, it is once more, so that a
   * restart has nothing to wonder about. So is one that came of a long replay.
   */
  private static void roleBegins(PipelineParts.State state, LogStage log) {
    UnknownAcls.tell(state.tree());
    boolean due = state.snapshots().resume();
    if (state.digests().roleBegins() || due) {
      log.roll();
      state.snapshots().snapshot();
    }
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
