package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.ClientFrames;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.FakeScheme;
import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.TxnOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** Prep in front of a real tree. What it prepares is in flight until the test has it applied. */
final class PrepBench {
  static final long SESSION = 0x0100_0000_0000_0001L;

  /** As with the default of {@code jute.maxbuffer}. */
  static final int LARGEST =
      ClientFrames.fieldLimit(ClientFrames.DEFAULT_MAX_BUFFER, ClientFrames.DEFAULT_MAX_BUFFER);

  static final PrepSettings SETTINGS =
      new PrepSettings(true, false, true, true, true, true, true, 0, LARGEST);

  /** A txn on its way, with the digest that prep foretold. */
  private record InFlight(TxnHeader header, Txn txn, long digest) {}

  final KernelMetrics metrics = new KernelMetrics();
  final DataTree tree;
  final PendingChanges pending;
  private final TxnPrep prep;
  private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
  private List<AuthId> ids = List.of();
  private long session = SESSION;
  private long zxid;
  private TxnPrep.EnsembleJudge judge =
      (request, at) -> {
        throw new AssertionError("the engine is not to be asked");
      };

  PrepBench() {
    this(SETTINGS);
  }

  PrepBench(PrepSettings settings) {
    Map<String, AuthScheme> schemes = Map.of("digest", new FakeScheme("digest", true));
    tree =
        new DataTree(
            new TreeOptions(
                settings.extendedTypes(), settings.emulate353(), settings.digest(), 42));
    pending = new PendingChanges(tree, settings.digest());
    prep =
        new TxnPrep(
            pending,
            new AccessCheck(schemes, false),
            new AclRules(schemes),
            new QuotaPrep(
                tree,
                settings.enforceQuota(),
                metrics.counters("quota_exceeded_error_per_namespace")),
            settings,
            (request, zxid) -> judge.judge(request, zxid));
  }

  /** The engine says this about every change of the membership from now on. */
  PrepBench judging(TxnPrep.EnsembleJudge engine) {
    judge = engine;
    return this;
  }

  /** Who asks from now on. */
  PrepBench as(long sessionId, String... digestIds) {
    session = sessionId;
    ids = List.of(digestIds).stream().map(id -> new AuthId("digest", id)).toList();
    return this;
  }

  /** Prepares a request; its txn is in flight then. */
  Txn prepare(Request request) {
    zxid++;
    long time = 1000 + zxid;
    Txn txn = prep.prepare(request, new PrepContext(session, ids, zxid, time));
    pending.proposed();
    TxnHeader header = new TxnHeader(session, 0, zxid, time);
    if (!(txn instanceof Txn.Check)) { // alone it comes here from tests only
      assertReadable(header, txn);
    }
    inFlight.add(new InFlight(header, txn, pending.digest()));
    return txn;
  }

  /** Whatever is proposed can be read by those who take no more than this server does, or nobody would start from the log. */
  private static void assertReadable(TxnHeader header, Txn txn) {
    byte[] encoded = encoded(header, txn);
    assertTrue(encoded.length <= LARGEST, () -> encoded.length + " bytes");
    Txn read = TxnCodec.decode(ByteBuffer.wrap(encoded), LARGEST).txn();
    assertArrayEquals(encoded, encoded(header, read));
  }

  private static byte[] encoded(TxnHeader header, Txn txn) {
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(header, txn, null, out);
    return out.toByteArray();
  }

  /** Prepares a request and returns its error. */
  ErrorCode error(Request request) {
    return prepare(request) instanceof Txn.Failed failed
        ? known(ErrorCode.of(failed.error()))
        : ErrorCode.OK;
  }

  private static ErrorCode known(ErrorCode error) {
    assertNotNull(error);
    return error;
  }

  boolean somethingInFlight() {
    return !inFlight.isEmpty();
  }

  /** Applies the oldest txn in flight: it does what was decided, and the tree is as was foretold. */
  void applyNext() {
    InFlight next = inFlight.remove();
    TxnOutcome outcome = tree.apply(next.header(), next.txn(), ChangeListener.NONE);
    pending.applied(next.header().zxid());
    boolean refused =
        next.txn() instanceof Txn.Failed || (next.txn() instanceof Txn.Multi m && m.failed());
    if (!refused) {
      assertEquals(0, outcome.error(), () -> "refused when applied: " + next);
      outcome.parts().forEach(part -> assertEquals(0, part.error(), next::toString));
    }
    assertEquals(next.digest(), tree.digest(), () -> "another tree than foretold after " + next);
  }

  void applyAll() {
    while (somethingInFlight()) {
      applyNext();
    }
  }

  /** Creates a persistent node that everybody may change. */
  PrepBench node(String path) {
    return node(path, "", Acl.OPEN);
  }

  PrepBench node(String path, String data, List<Acl> acl) {
    assertEquals(
        ErrorCode.OK, error(new Request.Create(OpCode.CREATE, path, bytes(data), acl, 0, 0)));
    return this;
  }

  static Request.Create create(String path, int flags) {
    return new Request.Create(OpCode.CREATE, path, bytes(""), Acl.OPEN, flags, 0);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
