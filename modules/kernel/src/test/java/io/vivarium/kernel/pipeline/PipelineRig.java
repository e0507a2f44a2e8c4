package io.vivarium.kernel.pipeline;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.RequestCodec;
import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.kernel.snapshot.SnapshotScheduler;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Request;
import io.vivarium.model.SessionPassword;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.storage.memory.MemoryPlace;
import io.vivarium.storage.memory.MemoryStorage;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.watch.WatchTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of a server in an ensemble, with all its stages, on the test's own thread. The engine is scripted, clients keep what
 * they get, and time stands still unless it is told to pass.
 */
final class PipelineRig {
  static final int FIELD_LIMIT = 1 << 20;
  private static final int TICK = 1000;
  private static final int TIMEOUT = 10_000;
  private static final EnsembleSettings THIRD =
      new EnsembleSettings(
          3,
          Membership.NONE,
          null,
          EnsembleSettings.STANDALONE.timing(),
          EnsembleSettings.STANDALONE.options());
  private static final SessionRules GLOBAL = new SessionRules(false, false, true);

  final ManualTime time = new ManualTime(5_000_000_000L);
  final ScriptedEngine engine = new ScriptedEngine();
  final DataTree tree = new DataTree(new TreeOptions(true, false, true, 42));
  final SessionTracker sessions = new SessionTracker(TICK, time.monotonicNanos());
  final SessionTracker locals = new SessionTracker(TICK, time.monotonicNanos());
  final MemoryStorage storage = new MemoryStorage(new MemoryPlace("rig"));
  final SnapshotScheduler snapshots = scheduler();
  final List<FakeClient> clients = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  final RecordedAudit audit = new RecordedAudit();
  final Pipeline pipeline;
  private final TurnByTurn execution = new TurnByTurn();

  int snapshotsWritten;

  /** Zxid of the last txn that another server prepared. */
  private long foreign;

  PipelineRig() {
    this(GLOBAL);
  }

  PipelineRig(SessionRules rules) {
    KernelMetrics metrics = new KernelMetrics();
    WatchTable watches = new WatchTable();
    PipelineParts parts =
        new PipelineParts(
            state(watches),
            rules(watches, rules, metrics),
            engine(),
            new PipelineParts.Clients(
                LongUnaryOperator.identity(),
                reason -> clients.forEach(client -> client.drop(reason))),
            new PipelineParts.Disk(storage.log(), new PipelineParts.Forcing(0, 0, 0)),
            new PipelineParts.Sizes(64, 64),
            new PipelineParts.Environment(
                time,
                execution,
                (reason, message, cause) -> failures.add(reason + ": " + message),
                metrics,
                new PipelineParts.Audit(audit, "server")));
    pipeline = Pipeline.of(parts, new WakeBatch());
    settle();
  }

  private PipelineParts.State state(WatchTable watches) {
    return new PipelineParts.State(tree, watches, sessions, locals, snapshots, new Indifferent());
  }

  private SnapshotScheduler scheduler() {
    return new SnapshotScheduler(
        new SnapshotScheduler.Settings(1_000_000, 0, 3, 0),
        () -> ++snapshotsWritten,
        storage.snapshots(),
        Runnable::run,
        new Random(1),
        time);
  }

  private PipelineParts.Rules rules(WatchTable watches, SessionRules rules, KernelMetrics metrics) {
    AccessCheck access = new AccessCheck(Map.of(), false);
    return new PipelineParts.Rules(
        access,
        new AclRules(Map.of()),
        new Reads(
            watches, access, tree::lastZxid, FIELD_LIMIT, metrics.summaries("read_per_namespace")),
        new PrepSettings(true, false, true, true, true, false, true, 0, 2_097_150),
        rules,
        new PipelineParts.Containers(0, 1, 0),
        FIELD_LIMIT,
        0);
  }

  private PipelineParts.Engine engine() {
    return new PipelineParts.Engine(
        engine,
        new RecoveredHistory(0, -1, true),
        new EngineResources(THIRD, new Nowhere(), new Random(1), Runnable::run),
        log -> new Untransferred(),
        new Forgetful());
  }

  // ---- roles

  PipelineRig lead(long epoch) {
    return turn(host -> host.roles().lead(epoch, Math.max(epoch << 32, tree.lastZxid())));
  }

  PipelineRig follow(long epoch) {
    foreign = epoch << 32;
    return turn(host -> host.roles().follow(epoch, tree.lastZxid()));
  }

  PipelineRig look() {
    return turn(host -> host.roles().look());
  }

  PipelineRig readOnly() {
    return turn(host -> host.roles().serveReadOnly());
  }

  /** Has the engine do something in its turn, and everything that follows from it. */
  PipelineRig turn(Consumer<ConsensusHost> step) {
    engine.then(step);
    settle();
    return this;
  }

  void settle() {
    execution.settle();
  }

  // ---- clients

  /** A new client that asks for a new session. */
  FakeClient opening() {
    return opening(0, new byte[16]);
  }

  /** A new client that asks for this session. */
  FakeClient resuming(long sessionId) {
    return opening(sessionId, SessionPassword.of(sessionId));
  }

  FakeClient opening(long sessionId, byte[] password) {
    FakeClient client = new FakeClient();
    clients.add(client);
    pipeline
        .requests()
        .submit(
            new Opening(
                client,
                new ConnectRequest(0, 0, TIMEOUT, sessionId, password, true, true),
                TIMEOUT));
    settle();
    return client;
  }

  /** A client with a session, on the primary. */
  FakeClient connected() {
    FakeClient client = opening();
    commit();
    return client;
  }

  void ask(FakeClient client, int xid, Request request, AuthId... as) {
    Session session = Objects.requireNonNull(client.session());
    pipeline
        .requests()
        .submit(
            new ClientRequest(
                client, session, session.id(), xid, request, List.of(as), time.monotonicNanos()));
    settle();
  }

  static Request.Create persistent(String path) {
    return new Request.Create(
        OpCode.CREATE, path, path.getBytes(StandardCharsets.UTF_8), Acl.OPEN, 0, 0);
  }

  static Request.Create ephemeral(String path) {
    return new Request.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, 1, 0);
  }

  // ---- what the ensemble does

  /** On the primary: everything proposed is committed. */
  void commit() {
    List<Proposal> all = List.copyOf(engine.proposed);
    engine.proposed.clear();
    turn(host -> all.forEach(host.delivery()::deliver));
  }

  /** On the primary: the txns that are on their way. */
  List<Txn> proposedTxns() {
    return engine.proposed.stream().map(proposal -> parsed(proposal).txn()).toList();
  }

  static ParsedTxn parsed(Proposal proposal) {
    return TxnCodec.decode(proposal.txn().duplicate(), FIELD_LIMIT);
  }

  /** Elsewhere: a txn of another server is logged and committed. */
  void committed(long sessionId, int cxid, Txn txn) {
    long zxid = ++foreign;
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(new TxnHeader(sessionId, cxid, zxid, time.wallMillis()), txn, null, out);
    Proposal proposal = new Proposal(zxid, ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer());
    turn(
        host -> {
          host.delivery().persist(proposal);
          host.delivery().deliver(proposal);
        });
  }

  /** Elsewhere: the txn of the oldest request forwarded is committed, as this. */
  void answerForwarded(Txn txn) {
    ForwardedRequest request = engine.forwarded.removeFirst();
    committed(request.sessionId(), request.cxid(), txn);
  }

  /** On the primary: another server forwards a write, by this link. */
  void forwarded(long sessionId, int cxid, Request request, long origin) {
    JuteWriter out = new JuteWriter();
    RequestCodec.encodeBody(request, out);
    ForwardedRequest forwarded =
        new ForwardedRequest(
            sessionId,
            cxid,
            request.op().code(),
            List.of(),
            ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer(),
            origin);
    turn(host -> host.delivery().submit(forwarded));
  }

  static ErrorCode error(Txn txn) {
    if (txn instanceof Txn.Failed failed) {
      for (ErrorCode code : ErrorCode.values()) {
        if (code.code() == failed.error()) {
          return code;
        }
      }
    }
    return ErrorCode.OK;
  }

  private static final class Nowhere implements Transport {
    @Override
    public Listener listen(Endpoint endpoint, HandlerFactory handlers) {
      throw new AssertionError("nobody listens here");
    }

    @Override
    public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
      throw new AssertionError("nobody connects here");
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }

  private static final class Forgetful implements MembershipKeeper {
    @Override
    public void proposed(Membership membership) {}

    @Override
    public void committed(Membership membership) {}

    @Override
    public void show(Membership membership) {}
  }

  private final class Untransferred implements StateTransfer {
    @Override
    public long appliedZxid() {
      return tree.lastZxid();
    }

    @Override
    public Storage storage() {
      return storage;
    }

    @Override
    public long export(SnapshotWriter to) {
      throw new AssertionError("no state is exported");
    }

    @Override
    public IncomingState receive(long zxid) {
      throw new AssertionError("no state is received");
    }

    @Override
    public StagedState rewind(long zxid) {
      throw new AssertionError("nothing is rewound");
    }

    @Override
    public void install(StagedState state) {
      throw new AssertionError("nothing is installed");
    }

    @Override
    public void secure() {
      throw new AssertionError("nothing is secured");
    }
  }

  /** Digests are no concern of these tests. */
  private static final class Indifferent implements PipelineParts.DigestListener {
    @Override
    public void applied(TxnHeader header, @Nullable TxnDigest expected, long actual) {}

    @Override
    public boolean roleBegins() {
      return false;
    }
  }
}
