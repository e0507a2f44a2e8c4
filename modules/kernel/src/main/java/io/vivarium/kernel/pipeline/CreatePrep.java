package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.model.CreateMode;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Perms;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import org.jspecify.annotations.Nullable;

/** Prepares creates. The order of the checks decides which error a client sees; it is ZooKeeper's. */
final class CreatePrep {
  private final PendingChanges pending;
  private final AccessCheck access;
  private final AclRules acls;
  private final QuotaPrep quota;
  private final PrepSettings settings;

  CreatePrep(
      PendingChanges pending,
      AccessCheck access,
      AclRules acls,
      QuotaPrep quota,
      PrepSettings settings) {
    this.pending = pending;
    this.access = access;
    this.acls = acls;
    this.quota = quota;
    this.settings = settings;
  }

  Txn prepare(Request.Create request, PrepContext context) {
    CreateMode mode = CreateMode.of(request.flags());
    ErrorCode refusal = kindRefusal(request, mode);
    if (refusal != null || mode == null) {
      return failed(refusal == null ? ErrorCode.BAD_ARGUMENTS : refusal);
    }
    String wanted = request.path();
    int slash = wanted.lastIndexOf('/');
    if (slash < 0 || wanted.indexOf('\0') >= 0) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    AclRules.Outcome acl = acls.resolve(request.acl(), context.authIds());
    if (acl.error() != ErrorCode.OK) {
      return failed(acl.error());
    }
    PendingZnode parent = pending.find(slash == 0 ? Paths.ROOT : wanted.substring(0, slash));
    if (parent == null) {
      return failed(ErrorCode.NO_NODE);
    }
    if (!access.permits(parent.acl(), Perms.CREATE, context.authIds())) {
      return failed(ErrorCode.NO_AUTH);
    }
    String path = mode.sequential() ? Paths.sequential(wanted, parent.creations()) : wanted;
    if (!Paths.legal(path)) {
      return failed(ErrorCode.BAD_ARGUMENTS);
    }
    if (pending.find(path) != null) {
      return failed(ErrorCode.NODE_EXISTS);
    }
    if (isEphemeral(parent.owner())) {
      return failed(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
    }
    byte[] data = request.data();
    int length = data == null ? 0 : data.length;
    if (quota.exceeded(path, 1, length)) {
      return failed(ErrorCode.QUOTA_EXCEEDED);
    }
    long owner = owner(request, mode, context.sessionId());
    PendingZnode after = parent.childCreated(context.zxid());
    pending.put(context.zxid(), parent, after);
    pending.put(
        context.zxid(),
        null,
        PendingZnode.created(
            path, pending.crcPrefix(path, data), length, acl.acl(), owner, context));
    boolean ephemeral = EphemeralOwner.kind(owner, true, false) == EphemeralOwner.Kind.EPHEMERAL;
    return new Txn.Create(
        request.op(), path, data, acl.acl(), ephemeral, after.creations(), request.ttl());
  }

  private @Nullable ErrorCode kindRefusal(Request.Create request, @Nullable CreateMode mode) {
    if (mode == null) {
      return ErrorCode.BAD_ARGUMENTS;
    }
    boolean ttlOp = request.op() == OpCode.CREATE_TTL;
    if ((ttlOp || mode.ttl()) && !settings.extendedTypes()) {
      return ErrorCode.UNIMPLEMENTED;
    }
    if (ttlOp != mode.ttl()) {
      return ErrorCode.BAD_ARGUMENTS;
    }
    if (ttlOp && (request.ttl() <= 0 || request.ttl() > EphemeralOwner.MAX_TTL)) {
      return ErrorCode.BAD_ARGUMENTS;
    }
    return null;
  }

  /** The op code decides what a container is, the flag what an ephemeral is. */
  private static long owner(Request.Create request, CreateMode mode, long sessionId) {
    if (request.op() == OpCode.CREATE_CONTAINER) {
      return EphemeralOwner.CONTAINER;
    }
    if (request.op() == OpCode.CREATE_TTL) {
      return EphemeralOwner.ofTtl(request.ttl());
    }
    return mode.ephemeral() ? sessionId : 0;
  }

  private boolean isEphemeral(long owner) {
    return EphemeralOwner.kind(owner, settings.extendedTypes(), settings.emulate353())
        == EphemeralOwner.Kind.EPHEMERAL;
  }

  private static Txn failed(ErrorCode error) {
    return new Txn.Failed(error.code());
  }
}
