package io.vivarium.kernel;

import io.vivarium.config.MembershipFiles;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.access.SparseLog;
import io.vivarium.kernel.admin.RunningServerView;
import io.vivarium.kernel.admin.Served;
import io.vivarium.kernel.connection.ConnectionServices;
import io.vivarium.kernel.connection.Connections;
import io.vivarium.kernel.connection.UnsentOutput;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.pipeline.Pipeline;
import io.vivarium.kernel.pipeline.PipelineParts;
import io.vivarium.kernel.pipeline.Reads;
import io.vivarium.kernel.pipeline.WakeBatch;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.kernel.snapshot.SnapshotScheduler;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.model.Acl;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeReader;
import io.vivarium.tree.watch.WatchTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on plugins that have been started: recovers the state, puts the pipeline together, and holds what listeners need. Binds
 * no port by itself.
 */
final class ServerCore {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCore.class);

  private static final int LOG_RING = 1024;

  /** How long a stop waits for what goes on beside the pipeline. */
  private static final long STOP_SECONDS = 10;

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Clients that hold back this much are dropped; a multiple of the largest reply, so that a slow one is not. A sixty-fourth of it,
   * with which requests begin to wait, is as much as a transport may leave untold.
   */
  private static final long LEAST_OUTBOUND_BYTES = 64L << 20;

  private final ServerConfig config;
  private final ServerParts parts;
  private final ServerEnvironment environment;

  /** Writes snapshots and removes what is no longer needed; may be busy for minutes. */
  private final ExecutorService snapshotting;

  /** Answers what may take milliseconds, for operators who must not wait for a snapshot. */
  private final ExecutorService answering;

  private final Recovery recovery;
  private final RecoveredState state;
  private final SessionTracker locals;
  private final Map<String, AuthScheme> schemes;
  private final AccessCheck access;

  /** One for all ports: an address that guesses at one waits at each. */
  private final @Nullable FailedAttempts attempts;

  private final WatchTable watches;
  private final WakeBatch wakes = new WakeBatch();
  private final DigestLog digests;
  private final TreeSnapshots writer;
  private final SnapshotScheduler snapshots;
  private final Reads reads;
  private final EnsembleSettings ensemble;
  private final KernelMembership membership;
  private final Pipeline pipeline;
  private final RunningServerView view;
  private final Connections clients;

  /** Those of the port for TLS only, which are counted apart, as in ZooKeeper. */
  private final Connections secureClients;

  private final ClientPort clientPort;

  /** Recovers and builds; nothing runs yet. */
  ServerCore(
      ServerConfig config,
      ServerParts parts,
      ServerEnvironment environment,
      ServerStats stats,
      KernelMetrics metrics)
      throws IOException {
    this.config = config;
    this.parts = parts;
    this.environment = environment;
    this.snapshotting = environment.execution().tasks("snapshot");
    this.answering = environment.execution().tasks("answers");
    this.schemes = Schemes.byName(parts.authentications());
    this.access = new AccessCheck(schemes, config.access().skipAcl());
    this.attempts = new Settings(config).attempts(environment.time());
    this.recovery = RecoveredState.recovery(config, parts.storage(), environment);
    this.state = RecoveredState.of(config, recovery, environment, metrics);
    this.watches = new WatchTable(new Settings(config).watchBytes());
    this.locals =
        new SessionTracker(config.sessions().tickTimeMs(), environment.time().monotonicNanos());
    this.digests = new DigestLog(config.tree().digest());
    if (!state.exact()) {
      digests.received();
    }
    this.writer =
        new TreeSnapshots(
            state.tree(),
            parts.storage().snapshots(),
            config.snapshots().serializeLastProcessedZxid(),
            environment.time(),
            environment.execution()::pause);
    this.writer.onWritten(metrics.summary("snapshottime")::record);
    this.snapshots = scheduler();
    this.reads =
        new Reads(
            watches,
            access,
            state.tree()::lastZxid,
            config.requests().replyMaxBuffer(),
            metrics.summaries("read_per_namespace"));
    MembershipFiles files =
        config.file() == null || !config.ensemble().distributed()
            ? null
            : MembershipFiles.beside(config.file());
    this.ensemble = new Settings(config).ensemble(files);
    this.membership = membership(files);
    this.pipeline = pipeline(metrics);
    this.view = view(stats, metrics);
    ConnectionServices services = services(stats, metrics);
    this.clients = clients(services);
    this.secureClients = clients(services);
    this.clientPort = new ClientPort(config, parts.transport(), clients, secureClients);
  }

  private SnapshotScheduler scheduler() {
    SnapshotScheduler.Settings settings =
        new SnapshotScheduler.Settings(
            config.snapshots().snapCount(),
            config.snapshots().snapSizeLimitBytes(),
            config.snapshots().retainCount(),
            config.snapshots().purgeIntervalHours());
    return new SnapshotScheduler(
        settings,
        writer,
        parts.storage().snapshots(),
        snapshotting,
        environment.random(),
        environment.time());
  }

  private KernelMembership membership(@Nullable MembershipFiles files) {
    return new KernelMembership(
        ensemble.membership(),
        files,
        ensemble.serverId(),
        state.tree(),
        environment.time(),
        address -> environment.execution().blocking().execute(() -> clientPort().move(address)));
  }

  private Pipeline pipeline(KernelMetrics metrics) {
    Settings settings = new Settings(config);
    PipelineParts.State pipelineState =
        new PipelineParts.State(
            state.tree(), watches, state.sessions(), locals, snapshots, digests);
    PipelineParts.Rules rules =
        new PipelineParts.Rules(
            access,
            new AclRules(schemes),
            reads,
            settings.prep(),
            settings.sessions(),
            settings.containers(),
            settings.fieldLimit(),
            settings.overdueNanos());
    RecoveredHistory history =
        new RecoveredHistory(state.tree().lastZxid(), state.snapshotZxid(), state.trusted());
    PipelineParts.Engine engine =
        new PipelineParts.Engine(
            parts.consensus(),
            history,
            new EngineResources(
                ensemble,
                parts.transport(),
                environment.random(),
                environment.execution().blocking()),
            log ->
                new KernelState(state, parts.storage(), recovery, writer, log, digests::received),
            membership);
    PipelineParts assembled =
        new PipelineParts(
            pipelineState,
            rules,
            engine,
            new PipelineParts.Clients(sweep(), this::dropClients),
            new PipelineParts.Disk(parts.storage().log(), settings.forcing()),
            new PipelineParts.Sizes(settings.requestRing(), LOG_RING),
            new PipelineParts.Environment(
                environment.time(),
                environment.execution(),
                environment.fatal(),
                metrics,
                parts.audit() == null
                    ? null
                    : new PipelineParts.Audit(parts.audit(), ServerAudit.processUser())));
    return Pipeline.of(assembled, wakes);
  }

  /** Once a second: connections that never opened a session. */
  private LongUnaryOperator sweep() {
    long[] next = {environment.time().monotonicNanos() + SWEEP_NANOS};
    return now -> {
      if (now - next[0] >= 0) {
        next[0] = now + SWEEP_NANOS;
        clients().sweep(now);
        secureClients().sweep(now);
      }
      return next[0];
    };
  }

  private RunningServerView view(ServerStats stats, KernelMetrics metrics) {
    RunningServerView made =
        new RunningServerView(
            environment.version(),
            config,
            stats,
            metrics,
            new RunningServerView.Sources(
                state.tree(),
                watches,
                state.sessions(),
                config.sessions().localSessions() && config.ensemble().distributed()
                    ? locals
                    : null,
                digests,
                parts.consensus(),
                () -> clientPort().number(),
                () -> clientPort().secureNumber(),
                membership::current,
                this::knownZxid,
                () -> pipeline.service() != Pipeline.Service.NOBODY,
                () -> clients().allowed(),
                environment.time()));
    metrics.countElsewhere(
        "digest_mismatches_count", () -> state.digestMismatches() + digests.mismatches());
    metrics.gauge("pipeline_backlog", pipeline::backlog);
    return made;
  }

  private ConnectionServices services(ServerStats stats, KernelMetrics metrics) {
    UnsentOutput unsent = new UnsentOutput(new Settings(config).unsentBytes());
    metrics.gauge("unsent_bytes", unsent::bytes);
    metrics.countElsewhere("unsent_connections_closed", unsent::connectionsClosed);
    return new ConnectionServices(
        pipeline.requests(),
        reads,
        state.tree(),
        watches,
        wakes,
        access,
        schemes,
        attempts,
        pipeline::service,
        this::knownZxid,
        stats,
        unsent,
        answering,
        environment.time());
  }

  private Connections clients(ConnectionServices services) {
    return new Connections(services, new Settings(config).connections(LEAST_OUTBOUND_BYTES), view);
  }

  /** What a client may have seen, of this server's leader at the beginning of an epoch too. */
  private long knownZxid() {
    return Math.max(state.tree().lastZxid(), pipeline.epochStart());
  }

  private void dropClients(String reason) {
    clients().dropAll(reason);
    secureClients().dropAll(reason);
  }

  /** The connections of the client port. */
  Connections clients() {
    return clients;
  }

  private Connections secureClients() {
    return secureClients;
  }

  /** Where clients are awaited, once it was opened. */
  ClientPort clientPort() {
    return clientPort;
  }

  /** The replicated state. */
  DataTree tree() {
    return state.tree();
  }

  /** What admin commands are answered with. */
  Served served() {
    return new Served(
        view,
        clients,
        secureClients,
        new Served.Permissions(
            schemes, access, this::rootAcl, attempts, new SparseLog(environment.time())),
        new SnapshotDuties(
            writer, parts.storage().snapshots(), recovery, parts.consensus(), environment.time()),
        new ClientDuties(List.of(clients, secureClients), pipeline.requests(), environment.time()),
        parts.consensus()::dropLearner);
  }

  private List<Acl> rootAcl() {
    TreeReader reader = new TreeReader(state.tree());
    while (reader.find("/") == TreeReader.Result.RETRY) {
      Thread.onSpinWait();
    }
    return reader.node().acl();
  }

  /** What operators see. */
  RunningServerView view() {
    return view;
  }

  /**
   * Starts the pipeline. A server without any snapshot writes one first: a log alone would not be opened by the next start, nor by
   * ZooKeeper. One that may have lost its data does not, or the next start would believe in it. After a long replay one is written with the
   * first role, while clients are served already.
   */
  void start() throws InterruptedException, IOException {
    if (state.snapshotZxid() < 0 && state.trusted()) {
      writer.writeSettled();
    } else {
      snapshots.replayed(state.replayed());
    }
    // What an ensemble's server finds in its log may have to be forgotten: nothing is written
    // before it has a role.
    if (config.ensemble().distributed()) {
      snapshots.pause();
    }
    pipeline.start();
  }

  /**
   * Lets nobody in any more, drops the clients, finishes what is in the pipeline, ends all threads but the one that writes snapshots,
   * see {@link #awaitSnapshot}.
   */
  void stop() throws InterruptedException {
    clientPort.close();
    dropClients("the server is shutting down");
    writer.stop();
    pipeline.stop();
    answering.shutdown();
    answering.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * After {@link #stop}, before the storage is closed: waits for a snapshot under way. It needs nothing but the storage, and the links
   * to peers are best closed before: a leader is silent since its stop.
   */
  void awaitSnapshot() throws InterruptedException {
    snapshotting.shutdown();
    if (!snapshotting.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("A snapshot is still being written and is given up; the log has everything");
    }
  }
}
