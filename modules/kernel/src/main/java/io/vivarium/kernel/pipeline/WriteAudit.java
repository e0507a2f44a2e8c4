package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Actor;
import io.vivarium.spi.audit.AuditEvent.Operation;
import io.vivarium.spi.audit.AuditEvent.Result;
import io.vivarium.spi.audit.AuditEvent.Target;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.tree.DataTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the audit log of writes, as ZooKeeper does: each at the server that its client is connected to, the end of an ephemeral at
 * every server. Exists only when there is an audit log. Pipeline's thread.
 */
final class WriteAudit {
  private final AuditLog log;
  private final String processUser;
  private final DataTree tree;
  private final AccessCheck access;
  private final TimeSource time;

  WriteAudit(PipelineParts.Audit audit, DataTree tree, AccessCheck access, TimeSource time) {
    this.log = audit.log();
    this.processUser = audit.processUser();
    this.tree = tree;
    this.access = access;
    this.time = time;
  }

  /** A txn is about to be applied; afterwards nobody knows which ephemerals went with a session. */
  void applying(TxnHeader header, Txn txn) {
    if (!(txn instanceof Txn.CloseSession close)) {
      return;
    }
    List<String> listed = close.ephemerals();
    Actor server = new Actor(header.sessionId(), List.of(processUser), null);
    for (String path : listed == null ? tree.ephemerals(header.sessionId()) : listed) {
      record(
          Operation.EPHEMERAL_DELETE, Result.SUCCESS, header, server, new Target(path, null, null));
    }
  }

  /**
   * A txn was applied.
   *
   * @param error what came of it
   * @param request who asked for it; null when nobody did here
   */
  void applied(TxnHeader header, Txn txn, int error, @Nullable ClientRequest request) {
    Client client = request == null ? null : request.client();
    if (request != null && client != null) {
      Result result =
          error == ErrorCode.OK.code() && !failed(txn) ? Result.SUCCESS : Result.FAILURE;
      Actor actor = new Actor(header.sessionId(), users(request.authIds()), client.address());
      write(request.request(), txn, result, header, actor);
    }
  }

  private static boolean failed(Txn txn) {
    return txn instanceof Txn.Failed || (txn instanceof Txn.Multi multi && multi.failed());
  }

  private void write(Request request, Txn txn, Result result, TxnHeader header, Actor actor) {
    switch (request) {
      case Request.Create create -> {
        String path = txn instanceof Txn.Create made ? made.path() : create.path();
        CreateMode mode = CreateMode.of(create.flags());
        record(Operation.CREATE, result, header, actor, new Target(path, mode, null));
      }
      case Request.Delete delete ->
          record(Operation.DELETE, result, header, actor, new Target(delete.path(), null, null));
      case Request.DeleteContainer delete ->
          record(Operation.DELETE, result, header, actor, new Target(delete.path(), null, null));
      case Request.SetData set ->
          record(Operation.SET_DATA, result, header, actor, new Target(set.path(), null, null));
      case Request.SetAcl set -> {
        Target target = new Target(set.path(), null, text(set.acl()));
        record(Operation.SET_ACL, result, header, actor, target);
      }
      case Request.Reconfig _ -> {
        @Nullable String path = txn instanceof Txn.Reconfig made ? made.path() : null;
        record(Operation.RECONFIG, result, header, actor, new Target(path, null, null));
      }
      case Request.Multi multi -> {
        if (result == Result.FAILURE || !(txn instanceof Txn.Multi done)) {
          record(Operation.MULTI, result, header, actor, Target.NONE);
        } else {
          for (int i = 0; i < multi.parts().size(); i++) {
            write(multi.parts().get(i), done.parts().get(i), result, header, actor);
          }
        }
      }
      case Request.Check _, Request.MultiRead _, Request.Exists _, Request.GetData _ -> {}
      case Request.GetAcl _, Request.GetChildren _, Request.GetAllChildrenNumber _ -> {}
      case Request.GetEphemerals _, Request.Sync _, Request.Ping _, Request.WhoAmI _ -> {}
      case Request.AddWatch _, Request.CheckWatches _, Request.RemoveWatches _ -> {}
      case Request.SetWatches _, Request.Auth _, Request.Sasl _ -> {}
      case Request.CreateSession _, Request.CloseSession _ -> {}
      case Request.Malformed _, Request.Unsupported _ -> {}
    }
  }

  private void record(
      Operation operation, Result result, TxnHeader header, Actor actor, Target target) {
    log.record(new AuditEvent(time.wallMillis(), operation, result, header.zxid(), actor, target));
  }

  private List<String> users(List<AuthId> ids) {
    List<String> users = new ArrayList<>(ids.size());
    List<String> addresses = new ArrayList<>(1);
    for (AuthId id : access.shown(ids)) {
      if (!id.id().isBlank()) {
        (id.scheme().equals("ip") ? addresses : users).add(id.id());
      }
    }
    users.addAll(addresses); // who it is before where it is, as readers of these logs know it
    return users;
  }

  private static @Nullable String text(@Nullable List<Acl> acl) {
    if (acl == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Acl entry : AclRules.masked(acl)) {
      text.append(text.isEmpty() ? "" : ",");
      text.append(entry.scheme()).append(':').append(entry.id()).append(':');
      letters(entry.perms(), text);
    }
    return text.toString();
  }

  private static void letters(int perms, StringBuilder text) {
    text.append((perms & Perms.CREATE) != 0 ? "c" : "");
    text.append((perms & Perms.DELETE) != 0 ? "d" : "");
    text.append((perms & Perms.READ) != 0 ? "r" : "");
    text.append((perms & Perms.WRITE) != 0 ? "w" : "");
    text.append((perms & Perms.ADMIN) != 0 ? "a" : "");
  }
}
