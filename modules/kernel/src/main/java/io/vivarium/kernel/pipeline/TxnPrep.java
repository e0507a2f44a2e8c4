package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Perms;
import io.vivarium.model.Printable;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.spi.consensus.MembershipChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a write request into the txn that carries every decision made about it; a refused one into {@link Txn.Failed}. What the
 * txn will change is noted in {@link PendingChanges}. Pipeline's thread.
 */
final class TxnPrep {
  private static final Logger LOG = LoggerFactory.getLogger(TxnPrep.class);

  /** What the stat of the node with the membership shows for ever. */
  private static final int CONFIG_VERSION = -1;

  /** Version argument that skips the check. */
  private static final int ANY_VERSION = -1;

  private static final int TOLD_EVERY_MS = 1000;

  private final PendingChanges pending;
  private final AccessCheck access;
  private final AclRules acls;
  private final CreatePrep creates;
  private final QuotaPrep quota;
  private final PrepSettings settings;
  private final EnsembleJudge ensemble;
  private final TxnSize size;

  /** When a txn that would be too large was last told of, by the wall clock. */
  private long toldMs;

  /** Says whether the membership may be changed; as {@link io.vivarium.spi.consensus.Consensus#reconfigure}. */
  @FunctionalInterface
  interface EnsembleJudge {
    MembershipChange judge(Request.Reconfig request, long zxid);
  }

  TxnPrep(
      PendingChanges pending,
      AccessCheck access,
      AclRules acls,
      QuotaPrep quota,
      PrepSettings settings,
      EnsembleJudge ensemble) {
    this.pending = pending;
    this.access = access;
    this.acls = acls;
    this.creates = new CreatePrep(pending, access, acls, quota, settings);
    this.quota = quota;
    this.settings = settings;
    this.ensemble = ensemble;
    this.size = new TxnSize(settings.largestTxn());
  }

  /** The txn of a request. A failed one leaves no pending change. */
  Txn prepare(Request request, PrepContext context) {
    size.begin();
    Txn txn = one(request, context);
    if (!size.fits(txn)) {
      txn = tooLarge(context);
    }
    if (txn instanceof Txn.Failed) {
      pending.rollBack();
    }
    return txn;
  }

  private Txn one(Request request, PrepContext context) {
    return switch (request) {
      case Request.Create create ->
          bounded(create.acl(), creates.prepare(create, context), context);
      case Request.Delete delete -> delete(delete, context);
      case Request.DeleteContainer delete -> deleteContainer(delete, context);
      case Request.SetData set -> setData(set, context);
      case Request.SetAcl set -> bounded(set.acl(), setAcl(set, context), context);
      case Request.Check check -> check(check, context);
      case Request.Multi multi -> multi(multi, context);
      case Request.Reconfig change -> reconfig(change, context);
      case Request.CreateSession create -> new Txn.CreateSession(create.timeout());
      case Request.CloseSession _ -> closeSession(context);
      case Request.Malformed _ -> failed(ErrorCode.MARSHALLING_ERROR);
      case Request.Exists _,
          Request.GetData _,
          Request.GetAcl _,
          Request.GetChildren _,
          Request.GetAllChildrenNumber _,
          Request.GetEphemerals _,
          Request.Sync _,
          Request.Ping _,
          Request.WhoAmI _,
          Request.AddWatch _,
          Request.CheckWatches _,
          Request.RemoveWatches _,
          Request.SetWatches _,
          Request.MultiRead _,
          Request.Auth _,
          Request.Sasl _,
          Request.Unsupported _ ->
          throw new IllegalArgumentException(request.op() + " is not a write");
    };
  }

  private Txn reconfig(Request.Reconfig request, PrepContext context) {
    if (!settings.reconfigEnabled()) {
      return failed(ErrorCode.RECONFIG_DISABLED);
    }
    if (settings.standalone()) {
      return failed(ErrorCode.UNIMPLEMENTED);
    }
    PendingZnode node = pending.find(Paths.CONFIG);
    // Before the engine is asked: who may not change the membership need not learn why it could not
    // be changed.
    if (node == null || !access.permits(node.acl(), Perms.WRITE, context.authIds())) {
      return failed(ErrorCode.NO_AUTH);
    }
    return switch (ensemble.judge(request, context.zxid())) {
      case MembershipChange.Accepted accepted -> {
        byte[] text = accepted.next().dynamicText().getBytes(StandardCharsets.UTF_8);
        int prefix = pending.crcPrefix(Paths.CONFIG, text);
        pending.put(
            context.zxid(), node, node.withData(prefix, text.length, CONFIG_VERSION, context));
        yield new Txn.Reconfig(Paths.CONFIG, text, CONFIG_VERSION);
      }
      case MembershipChange.Refused refused -> {
        LOG.info(
            "A change of the membership is refused ({}): {}",
            refused.code(),
            Printable.of(refused.reason()));
        yield failed(refused.code());
      }
    };
  }

  private Txn delete(Request.Delete request, PrepContext context) {
    String path = request.path();
    if (!deletable(path)) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    PendingZnode parent = pending.find(Paths.parent(path));
    if (parent == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (!access.permits(parent.acl(), Perms.DELETE, context.authIds())) {
      return failed(ErrorCode.NO_AUTH);
    }
    PendingZnode node = pending.find(path);
    if (node == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (request.version() != ANY_VERSION && request.version() != node.version()) {
      return failed(ErrorCode.BAD_VERSION);
    }
    if (node.numChildren() > 0) {
      return failed(ErrorCode.NOT_EMPTY);
    }
    remove(parent, node, context.zxid());
    return new Txn.Delete(OpCode.DELETE, path);
  }

  private Txn deleteContainer(Request.DeleteContainer request, PrepContext context) {
    String path = request.path();
    if (!deletable(path)) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    PendingZnode node = pending.find(path);
    if (node == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (node.numChildren() > 0) {
      return failed(ErrorCode.NOT_EMPTY);
    }
    if (!isOver(node, context.time())) {
      return failed(ErrorCode.BAD_VERSION);
    }
    PendingZnode parent = pending.find(Paths.parent(path));
    if (parent == null) {
      return failed(ErrorCode.NO_NODE);
    }
    remove(parent, node, context.zxid());
    return new Txn.Delete(OpCode.DELETE_CONTAINER, path);
  }

  /** By the same rule as when it was looked for: since then it may have been written, or be another node of that name. */
  private boolean isOver(PendingZnode node, long now) {
    long unchanged = now - node.mtime();
    return switch (EphemeralOwner.kind(
        node.owner(), settings.extendedTypes(), settings.emulate353())) {
      case CONTAINER ->
          node.creations() > 0
              || (settings.neverUsedMs() != 0 && unchanged > settings.neverUsedMs());
      case TTL -> unchanged > EphemeralOwner.ttl(node.owner(), settings.emulate353());
      case PERSISTENT, EPHEMERAL -> false;
    };
  }

  private static boolean deletable(String path) {
    return path.lastIndexOf('/') >= 0 && path.indexOf('\0') < 0 && !Paths.reserved(path);
  }

  private void remove(PendingZnode parent, PendingZnode node, long zxid) {
    pending.put(zxid, parent, parent.childDeleted(zxid));
    pending.remove(zxid, node);
  }

  private Txn setData(Request.SetData request, PrepContext context) {
    String path = request.path();
    if (!Paths.legal(path)) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    PendingZnode node = pending.find(path);
    if (node == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (!access.permits(node.acl(), Perms.WRITE, context.authIds())) {
      return failed(ErrorCode.NO_AUTH);
    }
    byte[] data = request.data();
    int length = data == null ? 0 : data.length;
    if (quota.exceeded(path, 0, (long) length - node.dataLength())) {
      return failed(ErrorCode.QUOTA_EXCEEDED);
    }
    if (request.version() != ANY_VERSION && request.version() != node.version()) {
      return failed(ErrorCode.BAD_VERSION);
    }
    int version = node.version() + 1;
    int prefix = pending.crcPrefix(path, data);
    pending.put(context.zxid(), node, node.withData(prefix, length, version, context));
    return new Txn.SetData(path, data, version);
  }

  private Txn setAcl(Request.SetAcl request, PrepContext context) {
    String path = request.path();
    if (!Paths.legal(path)) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    AclRules.Outcome acl = acls.resolve(request.acl(), context.authIds());
    if (acl.error() != ErrorCode.OK) {
      return failed(acl.error());
    }
    PendingZnode node = pending.find(path);
    if (node == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (!access.permits(node.acl(), Perms.ADMIN, context.authIds())) {
      return failed(ErrorCode.NO_AUTH);
    }
    if (request.version() != ANY_VERSION && request.version() != node.aversion()) {
      return failed(ErrorCode.BAD_VERSION);
    }
    int aversion = node.aversion() + 1;
    pending.put(context.zxid(), node, node.withAcl(acl.acl(), aversion));
    return new Txn.SetAcl(path, acl.acl(), aversion);
  }

  private Txn check(Request.Check request, PrepContext context) {
    String path = request.path();
    if (!Paths.legal(path)) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    PendingZnode node = pending.find(path);
    if (node == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (!access.permits(node.acl(), Perms.READ, context.authIds())) {
      return failed(ErrorCode.NO_AUTH);
    }
    if (request.version() != ANY_VERSION && request.version() != node.version()) {
      return failed(ErrorCode.BAD_VERSION);
    }
    return new Txn.Check(path, node.version() + 1);
  }

  /** The txn, unless it is certain that the one of the whole request would be too large with it. */
  private Txn bounded(@Nullable List<Acl> requested, Txn txn, PrepContext context) {
    List<Acl> stored =
        switch (txn) {
          case Txn.Create create -> create.acl();
          case Txn.SetAcl set -> set.acl();
          default -> null;
        };
    return stored == null || size.add(requested, stored) ? txn : tooLarge(context);
  }

  /** Tells of one a second: whoever asks for it can do so at any rate. */
  private Txn tooLarge(PrepContext context) {
    if (Math.abs(context.time() - toldMs) >= TOLD_EVERY_MS) {
      toldMs = context.time();
      LOG.warn(
          "A request is refused: with its ACLs its txn would take more than {} bytes (twice jute.maxbuffer), which not every server could"
              + " read. It names 'auth' in many ACLs for a client with many identities, or ids that are no UTF-8; fewer of them"
              + " will do.",
          size.limit());
    }
    return failed(ErrorCode.MARSHALLING_ERROR);
  }

  /** All parts, or none: after a failure the earlier ones become OK errors, the later ones are not tried. */
  private Txn multi(Request.Multi request, PrepContext context) {
    List<Txn> parts = new ArrayList<>(request.parts().size());
    for (Request part : request.parts()) {
      Txn txn = one(part, context);
      parts.add(txn);
      if (txn instanceof Txn.Failed) {
        pending.rollBack();
        return failedMulti(parts, request.parts().size());
      }
    }
    Txn.Multi whole = new Txn.Multi(List.copyOf(parts));
    if (size.fits(whole)) {
      return whole;
    }
    pending.rollBack();
    parts.set(parts.size() - 1, tooLarge(context));
    return failedMulti(parts, parts.size());
  }

  private static Txn failedMulti(List<Txn> tried, int size) {
    List<Txn> parts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      if (i < tried.size() - 1) {
        parts.add(failed(ErrorCode.OK));
      } else if (i == tried.size() - 1) {
        parts.add(tried.get(i));
      } else {
        parts.add(failed(ErrorCode.RUNTIME_INCONSISTENCY));
      }
    }
    return new Txn.Multi(List.copyOf(parts));
  }

  private Txn closeSession(PrepContext context) {
    Set<String> paths = pending.ephemeralsOf(context.sessionId());
    for (String path : paths) {
      PendingZnode node = pending.find(path);
      PendingZnode parent = pending.find(Paths.parent(path));
      if (node != null && parent != null) {
        remove(parent, node, context.zxid());
      }
    }
    return new Txn.CloseSession(
        settings.closeSessionTxn() && listable(paths) ? List.copyOf(paths) : null);
  }

  /** A list too long for those who read it is left out: whoever applies the txn deletes what the session owns in any case. */
  private boolean listable(Set<String> paths) {
    long bytes = TxnSize.AROUND;
    for (String path : paths) {
      bytes += Integer.BYTES + 3L * path.length(); // at most
    }
    return bytes <= size.limit();
  }

  private static Txn failed(ErrorCode error) {
    return new Txn.Failed(error.code());
  }
}
