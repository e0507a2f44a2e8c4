package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each txn does to the nodes. The same rules serve live txns and replay over a snapshot that already has some of their
 * effects: a create of a node that exists, a deletion of one that does not and a change of a missing one do what is left to do,
 * and say so in the outcome.
 */
final class TxnApplier {
  /** What a txn says that does not tell the parent's counter. */
  private static final int UNKNOWN_COUNTER = -1;

  private final NodeStore nodes;
  private final Map<Long, Integer> sessions;
  private final Timeouts timeouts = new Timeouts();
  private final Znode view = new Znode();
  private final Znode created = new Znode();

  TxnApplier(NodeStore nodes, Map<Long, Integer> sessions) {
    this.nodes = nodes;
    this.sessions = sessions;
  }

  TxnOutcome apply(TxnHeader header, Txn txn, ChangeListener changes) {
    return switch (txn) {
      case Txn.CreateSession session -> {
        sessions.put(header.sessionId(), timeouts.of(session.timeout()));
        yield TxnOutcome.DONE;
      }
      case Txn.CloseSession close -> {
        closeSession(header, close.ephemerals(), changes);
        yield TxnOutcome.DONE;
      }
      case Txn.Failed failed -> TxnOutcome.failed(failed.error());
      case Txn.Create create -> create(header, create, changes);
      case Txn.Delete delete -> delete(header.zxid(), delete.path(), changes);
      case Txn.SetData set -> setData(header, set.path(), set.data(), set.version(), changes);
      case Txn.Reconfig reconfig ->
          setData(header, reconfig.path(), reconfig.data(), reconfig.version(), changes);
      case Txn.SetAcl set -> setAcl(set);
      case Txn.Check _ -> TxnOutcome.DONE;
      case Txn.Multi multi -> multi(header, multi, changes);
    };
  }

  private TxnOutcome multi(TxnHeader header, Txn.Multi multi, ChangeListener changes) {
    List<TxnOutcome> outcomes = new ArrayList<>(multi.parts().size());
    if (!multi.failed()) {
      for (Txn part : multi.parts()) {
        outcomes.add(apply(header, part, changes));
      }
      return TxnOutcome.multi(outcomes);
    }
    // A failed multi applies nothing. Parts that had been prepared before the failing one may still
    // stand in the log as they were.
    boolean past = false;
    for (Txn part : multi.parts()) {
      if (part instanceof Txn.Failed failed) {
        past |= failed.error() != ErrorCode.OK.code();
        outcomes.add(TxnOutcome.failed(failed.error()));
      } else {
        ErrorCode error = past ? ErrorCode.RUNTIME_INCONSISTENCY : ErrorCode.OK;
        outcomes.add(TxnOutcome.failed(error.code()));
      }
    }
    return TxnOutcome.multi(outcomes);
  }

  private TxnOutcome create(TxnHeader header, Txn.Create txn, ChangeListener changes) {
    String name = txn.path();
    if (!name.startsWith("/") || (name.length() > 1 && name.endsWith("/"))) {
      return TxnOutcome.badArguments();
    }
    long owner = owner(header, txn);
    byte[] path = NodeStore.utf8(name);
    if (path.length == 1) {
      return TxnOutcome.nodeExists();
    }
    int slash = lastSlash(path, path.length);
    Branch parent = nodes.seekBranch(path, slash);
    if (parent == null) {
      return TxnOutcome.noNode();
    }
    if (nodes.has(parent, path, slash + 1, path.length - slash - 1)) {
      return exists(header.zxid(), path, slash, parent, txn);
    }
    raiseHistory(parent, path, slash, header.zxid(), txn.parentCversion());
    fresh(header, owner);
    nodes.insert(parent, path, slash, created, txn.data(), txn.acl());
    view.capture(nodes.here(), nodes.acls, nodes.options);
    Stat stat = Stat.of(view);
    int length = txn.data() == null ? 0 : txn.data().length;
    nodes.quotaAfterCreate(name, length);
    changes.nodeChanged(WatchEvent.Type.NODE_CREATED, name, txn.acl(), header.zxid());
    view.capture(parent, nodes.acls, nodes.options);
    changes.childrenChanged(name, view.acl(), header.zxid());
    return TxnOutcome.changed(stat);
  }

  private void fresh(TxnHeader header, long owner) {
    created.czxid = header.zxid();
    created.mzxid = header.zxid();
    created.ctime = header.time();
    created.mtime = header.time();
    created.version = 0;
    created.aversion = 0;
    created.storedOwner = owner;
  }

  private static long owner(TxnHeader header, Txn.Create txn) {
    return switch (txn.op()) {
      case CREATE_CONTAINER -> EphemeralOwner.CONTAINER;
      case CREATE_TTL -> EphemeralOwner.ofTtl(txn.ttl());
      default -> txn.ephemeral() ? header.sessionId() : 0;
    };
  }

  /**
   * Replay over a snapshot that has the node already: the ACL may be newer in the txn than in a snapshot written by ZooKeeper, which
   * may not even have it, and the parent may have been written before the child was created. ZooKeeper raises the parent for type 1
   * only, by accident of its code, and thereby ends with a wrong counter after the other creates; we raise it for all.
   */
  private TxnOutcome exists(long zxid, byte[] path, int slash, Branch parent, Txn.Create txn) {
    nodes.seek(path, path.length);
    view.capture(nodes.here(), nodes.acls, nodes.options);
    if (view.aclId() == AclTable.UNKNOWN || !view.acl().equals(txn.acl())) {
      nodes.setAcl(path, view, txn.acl());
    }
    raiseHistory(parent, path, slash, zxid, txn.parentCversion());
    return TxnOutcome.nodeExists();
  }

  /**
   * Raises the parent's creation counter to what the txn says, and its pzxid with it. The counter may wrap around.
   *
   * <p>Txns older than ZooKeeper 3.3.4 only say "one more". Then the pzxid decides: the parent's figures are of one moment, so when it
   * is not behind the txn, a snapshot has counted this child. ZooKeeper counts it twice. (There were no multis then, so no other
   * part of the same txn can have raised the pzxid.)
   */
  private void raiseHistory(Branch parent, byte[] path, int slash, long zxid, int counter) {
    boolean more = counter == UNKNOWN_COUNTER ? zxid > parent.pzxid : counter - parent.counter > 0;
    if (more) {
      int raised = counter == UNKNOWN_COUNTER ? parent.counter + 1 : counter;
      nodes.setHistory(parent, path, slash, zxid, raised);
    }
  }

  private TxnOutcome delete(long zxid, String name, ChangeListener changes) {
    if (!name.startsWith("/") || Paths.reserved(name) || name.endsWith("/")) {
      return TxnOutcome.badArguments();
    }
    byte[] path = NodeStore.utf8(name);
    int slash = lastSlash(path, path.length);
    Branch parent = nodes.seekBranch(path, slash);
    if (parent == null) {
      return TxnOutcome.noNode();
    }
    if (zxid > parent.pzxid) {
      nodes.setHistory(parent, path, slash, zxid, parent.counter);
    }
    if (!nodes.seek(path, path.length)) {
      return TxnOutcome.noNode();
    }
    Branch branch = nodes.here().branch();
    if (branch != null && branch.size() > 0) {
      removeBelow(path, branch);
    }
    view.capture(nodes.here(), nodes.acls, nodes.options);
    List<Acl> acl = view.acl();
    int length = view.dataLength();
    nodes.remove(path);
    nodes.quotaAfterDelete(name, length);
    changes.nodeChanged(WatchEvent.Type.NODE_DELETED, name, acl, zxid);
    view.capture(parent, nodes.acls, nodes.options);
    changes.childrenChanged(name, view.acl(), zxid);
    return TxnOutcome.DONE;
  }

  /**
   * Empties a node that is to be deleted. Possible in replay only: a snapshot of ZooKeeper's may hold a node as it was created
   * anew, with children, after this deletion. The txns that follow create all of them again.
   */
  private void removeBelow(byte[] path, Branch branch) {
    for (byte[] child : nodes.below(path, branch)) {
      if (nodes.seek(child, child.length)) {
        nodes.remove(child);
      }
    }
    nodes.seek(path, path.length);
  }

  private TxnOutcome setData(
      TxnHeader header, String name, byte @Nullable [] data, int version, ChangeListener changes) {
    byte[] path = NodeStore.utf8(name);
    if (!name.startsWith("/") || !nodes.seek(path, path.length)) {
      return TxnOutcome.noNode();
    }
    view.capture(nodes.here(), nodes.acls, nodes.options);
    long more = (data == null ? 0L : data.length) - view.dataLength();
    view.version = version;
    view.mzxid = header.zxid();
    view.mtime = header.time();
    nodes.setData(path, view, data);
    view.capture(nodes.here(), nodes.acls, nodes.options);
    Stat stat = Stat.of(view);
    nodes.quotaAfterSetData(name, more);
    changes.nodeChanged(WatchEvent.Type.NODE_DATA_CHANGED, name, view.acl(), header.zxid());
    return TxnOutcome.changed(stat);
  }

  private TxnOutcome setAcl(Txn.SetAcl txn) {
    byte[] path = NodeStore.utf8(txn.path());
    if (!txn.path().startsWith("/") || !nodes.seek(path, path.length)) {
      return TxnOutcome.noNode();
    }
    view.capture(nodes.here(), nodes.acls, nodes.options);
    view.aversion = txn.version();
    nodes.setAcl(path, view, txn.acl());
    view.capture(nodes.here(), nodes.acls, nodes.options);
    return TxnOutcome.changed(Stat.of(view));
  }

  private void closeSession(
      TxnHeader header, @Nullable List<String> listed, ChangeListener changes) {
    sessions.remove(header.sessionId());
    if (listed != null) {
      for (String path : listed) {
        delete(header.zxid(), path, changes);
      }
    }
    deleteEphemerals(header.sessionId(), header.zxid(), changes);
  }

  /** Deletes what is left of a session's ephemerals. */
  void deleteEphemerals(long session, long zxid, ChangeListener changes) {
    for (String path : nodes.owners.ephemerals(session)) {
      delete(zxid, path, changes);
    }
  }

  /** Where the last slash is in the first {@code length} bytes of a path. */
  static int lastSlash(byte[] path, int length) {
    int at = length - 1;
    while (path[at] != '/') {
      at--;
    }
    return at;
  }
}
