package io.vivarium.kernel.pipeline;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.FatalReports;
import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.Acl;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.SessionPassword;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.watch.WatchTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stages one by one, without ring, log and thread: a test calls the one that it is about. */
final class StageBench {
  static final int TICK = 1000;
  static final int TIMEOUT = 10_000;
  private static final int FIELD_LIMIT = 1 << 20;

  final ManualTime time = new ManualTime(5_000_000_000L);
  final ScriptedEngine engine = new ScriptedEngine();
  final FatalReports fatal = new FatalReports();
  final DataTree tree = new DataTree(new TreeOptions(true, false, false, 42));
  final WatchTable watches = new WatchTable();
  final SessionTracker tracker = new SessionTracker(TICK, time.monotonicNanos());
  final SessionTracker localTracker = new SessionTracker(TICK, time.monotonicNanos());
  final SessionIds ids = new SessionIds(3, time.wallMillis());
  final LocalSessions locals = new LocalSessions(localTracker, ids, tree::lastZxid, time);
  final SessionLedger ledger = new SessionLedger(tracker, locals, time);
  final List<Long> applied = new ArrayList<>();
  final List<String> dropReasons = new ArrayList<>();
  final SessionGate gate;
  final CommitStage commits;
  final ForwardStage forward;
  final Attachments attachments;
  final Writes writes;
  final Intake intake;

  StageBench() {
    this(new SessionRules(false, false, true));
  }

  StageBench(SessionRules rules) {
    KernelMetrics metrics = new KernelMetrics();
    AccessCheck access = new AccessCheck(Map.of(), false);
    PendingChanges pending = new PendingChanges(tree, false);
    ReplyStage replies = new ReplyStage();
    Reads reads =
        new Reads(
            watches, access, tree::lastZxid, FIELD_LIMIT, metrics.summaries("read_per_namespace"));
    ApplyStage apply =
        new ApplyStage(
            tree,
            watches,
            ledger,
            pending,
            replies,
            new ApplyStage.Witnesses(
                new WriteTraffic(new NamespaceTraffic(metrics.summaries("write_per_namespace"))),
                (header, expected, actual, bytes) -> applied.add(header.zxid()),
                null));
    commits =
        new CommitStage(apply, new ReadStage(reads, tree, replies), replies, FIELD_LIMIT, fatal);
    gate = new SessionGate(ledger, locals, rules.local());
    forward = new ForwardStage(engine, commits, ids, time);
    TxnPrep txns =
        new TxnPrep(
            pending,
            access,
            new AclRules(Map.of()),
            new QuotaPrep(tree, false, metrics.counters("quota_exceeded_error_per_namespace")),
            new PrepSettings(true, false, false, false, true, false, true, 0, 2_097_150),
            engine::reconfigure);
    PrepStage prep =
        new PrepStage(
            gate,
            txns,
            pending,
            new ProposeStage(engine, commits, false, new KernelMetrics().leader()),
            ids,
            time);
    writes = new Writes(prep, forward, commits, locals, rules);
    attachments = new Attachments(tracker, locals, commits, engine, tree::lastZxid, time);
    intake = new Intake(ledger, locals, commits, engine, attachments, writes, dropReasons::add);
  }

  /** A session that everybody knows, attached to this client. */
  Session session(long id, Client client) {
    Session session = new Session(id, TIMEOUT, time.monotonicNanos());
    session.owner(client);
    tracker.add(session);
    return session;
  }

  ClientRequest request(Client client, Session session, int xid, Request request) {
    return new ClientRequest(
        client, session, session.id(), xid, request, List.of(), time.monotonicNanos());
  }

  static Opening opening(Client client) {
    return opening(client, 0, new byte[16]);
  }

  static Opening resuming(Client client, long sessionId) {
    return opening(client, sessionId, SessionPassword.of(sessionId));
  }

  static Opening opening(Client client, long sessionId, byte[] password) {
    return new Opening(
        client, new ConnectRequest(0, 0, TIMEOUT, sessionId, password, false, true), TIMEOUT);
  }

  static Request.Create creation(String path) {
    return new Request.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, 0, 0);
  }

  static Request.Create ephemeral(String path) {
    return new Request.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, 1, 0);
  }

  /** The txn that creates the n-th child of the root. */
  static Txn created(String path, int counter) {
    return new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, false, counter, 0);
  }

  static Proposal proposal(long sessionId, int cxid, long zxid, Txn txn) {
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(new TxnHeader(sessionId, cxid, zxid, 1000), txn, null, out);
    return new Proposal(zxid, ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer());
  }

  /** The txns that were proposed. */
  List<Txn> proposedTxns() {
    return engine.proposed.stream().map(one -> PipelineRig.parsed(one).txn()).toList();
  }

  List<Integer> forwardedOps() {
    return engine.forwarded.stream().map(one -> one.opCode()).toList();
  }
}
