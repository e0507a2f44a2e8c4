package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.kernel.metrics.MetricFamily;
import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeReader;
import io.vivarium.tree.Znode;
import io.vivarium.tree.watch.WatchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers reads from the local tree: on a connection's I/O thread while writes go on, or on the pipeline's thread between two of
 * them. Both run the same code; on the former a read may fail because writes interfere.
 *
 * <p>A read that leaves a watch registers it under the lock that apply takes to collect watchers, after checking there that what
 * was read still holds: so the watch fires for every change after the version that was read, and for none before (O5).
 */
public final class Reads {
  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  /** Bytes of a reply around its children or data: header, lengths, stat. */
  private static final int OVERHEAD = 128;

  /** Bytes of memory that a name or an entry of an ACL takes beside its characters. */
  private static final int OBJECT = 64;

  private final AccessCheck access;
  private final WatchReads watches;
  private final LongSupplier lastZxid;
  private final long replyLimit;
  private final MetricFamily<? extends Summary> traffic;

  /**
   * Reads of a tree.
   *
   * @param lastZxid the last txn applied
   * @param replyLimit largest reply in bytes; 0 for no limit
   * @param traffic counts bytes by namespace
   */
  public Reads(
      WatchTable watchTable,
      AccessCheck access,
      LongSupplier lastZxid,
      long replyLimit,
      MetricFamily<? extends Summary> traffic) {
    this.access = access;
    this.watches = new WatchReads(watchTable);
    this.lastZxid = lastZxid;
    this.replyLimit = replyLimit;
    this.traffic = traffic;
  }

  /**
   * What a thread needs to read.
   *
   * @param encodedAtOnce whether every answer is encoded before the next read on this thread
   */
  public ReadScratch scratch(DataTree tree, boolean encodedAtOnce) {
    return new ReadScratch(tree, new NamespaceTraffic(traffic), encodedAtOnce);
  }

  /** Tries to answer a read; null when writes interfered each time: then the pipeline's thread must answer it. */
  public @Nullable ReadAnswer tryAnswer(
      Request request, Client client, List<AuthId> ids, long sessionId, ReadScratch scratch) {
    if (watches.tooMany(request, client)) {
      return ReadAnswer.failed(zxid(), ErrorCode.THROTTLED_OP);
    }
    return switch (request) {
      case Request.GetData get -> getData(get, client, ids, scratch);
      case Request.Exists exists -> exists(exists, client, ids, scratch);
      case Request.GetChildren get -> getChildren(get, client, ids, scratch);
      case Request.GetAcl get -> getAcl(get, client, ids, scratch);
      case Request.GetAllChildrenNumber get -> getAllChildrenNumber(get, ids, scratch);
      case Request.GetEphemerals get -> getEphemerals(get, client, sessionId, scratch);
      case Request.MultiRead multi -> multiRead(multi, client, ids, scratch);
      case Request.AddWatch add -> watches.add(add, client, zxid());
      case Request.CheckWatches check -> watches.check(check, client, zxid());
      case Request.RemoveWatches remove -> watches.remove(remove, client, zxid());
      case Request.SetWatches set -> watches.set(set, client, zxid(), scratch.reader());
      case Request.Ping _ -> ReadAnswer.of(zxid(), Reply.Empty.INSTANCE);
      case Request.WhoAmI _ -> ReadAnswer.of(zxid(), new Reply.Identities(access.shown(ids)));
      case Request.Malformed malformed -> malformed(malformed);
      case Request.Unsupported _ -> ReadAnswer.failed(-1, ErrorCode.UNIMPLEMENTED);
      // Removing containers is the server's own business.
      case Request.DeleteContainer _ -> ReadAnswer.failed(zxid(), ErrorCode.NO_AUTH);
      case Request.Create _,
          Request.Delete _,
          Request.SetData _,
          Request.SetAcl _,
          Request.Check _,
          Request.Multi _,
          Request.Reconfig _,
          Request.Sync _,
          Request.Auth _,
          Request.Sasl _,
          Request.CreateSession _,
          Request.CloseSession _ ->
          throw new IllegalArgumentException(request.op() + " is not a read");
    };
  }

  /** A refused multiRead carries the results so far, as ZooKeeper's does: none, as nothing is tried before all can be read. */
  private ReadAnswer malformed(Request.Malformed request) {
    Reply body =
        request.op() == OpCode.MULTI_READ ? new Reply.Multi(List.of()) : Reply.Empty.INSTANCE;
    return new ReadAnswer(zxid(), ErrorCode.MARSHALLING_ERROR.code(), body, List.of());
  }

  private long zxid() {
    return lastZxid.getAsLong();
  }

  /** Whether the node that was looked for may be read; null when it is not known because writes interfered. */
  private @Nullable ErrorCode readable(
      TreeReader.Result result, TreeReader reader, List<AuthId> ids) {
    return switch (result) {
      case RETRY -> null;
      case MISSING -> ErrorCode.NO_NODE;
      case FOUND ->
          access.permits(reader.node().acl(), Perms.READ, ids) ? ErrorCode.OK : ErrorCode.NO_AUTH;
    };
  }

  private @Nullable ReadAnswer getData(
      Request.GetData request, Client client, List<AuthId> ids, ReadScratch scratch) {
    TreeReader reader = scratch.reader();
    do {
      ErrorCode error = readable(reader.find(request.path()), reader, ids);
      if (error == null) {
        return null;
      }
      if (error != ErrorCode.OK) {
        return ReadAnswer.failed(reader.zxid(), error);
      }
      if (tooLong(reader.node().dataLength(), request.path())) {
        return ReadAnswer.failed(reader.zxid(), ErrorCode.MARSHALLING_ERROR);
      }
      if (!scratch.admits(client, OVERHEAD + reader.node().dataLength())) {
        return ReadAnswer.failed(reader.zxid(), ErrorCode.THROTTLED_OP);
      }
    } while (request.watch() && !watches.data(request.path(), client, reader));
    scratch.wasRead(request.path(), reader.node().dataLength());
    return ReadAnswer.of(reader.zxid(), new Reply.DataStat(reader.node().data(), scratch.stat()));
  }

  private @Nullable ReadAnswer exists(
      Request.Exists request, Client client, List<AuthId> ids, ReadScratch scratch) {
    if (request.path().indexOf('\0') >= 0) {
      return ReadAnswer.failed(zxid(), ErrorCode.BAD_ARGUMENTS);
    }
    TreeReader reader = scratch.reader();
    ErrorCode error;
    do {
      error = readable(reader.find(request.path()), reader, ids);
      if (error == null) {
        return null;
      }
    } while (request.watch()
        && error != ErrorCode.NO_AUTH
        && !watches.data(request.path(), client, reader));
    if (error != ErrorCode.OK) {
      return ReadAnswer.failed(reader.zxid(), error);
    }
    scratch.wasRead(request.path(), 0);
    return ReadAnswer.of(reader.zxid(), new Reply.StatOnly(scratch.stat()));
  }

  private @Nullable ReadAnswer getChildren(
      Request.GetChildren request, Client client, List<AuthId> ids, ReadScratch scratch) {
    TreeReader reader = scratch.reader();
    do {
      ErrorCode error = readable(reader.find(request.path()), reader, ids);
      if (error == null) {
        return null;
      }
      if (error != ErrorCode.OK) {
        return ReadAnswer.failed(reader.zxid(), error);
      }
      if (tooLong(childBytes(reader.node()), request.path())) {
        return ReadAnswer.failed(reader.zxid(), ErrorCode.MARSHALLING_ERROR);
      }
      if (!scratch.admits(client, nameObjects(reader.node()))) {
        return ReadAnswer.failed(reader.zxid(), ErrorCode.THROTTLED_OP);
      }
      if (reader.childNames() == TreeReader.Result.RETRY) {
        return null;
      }
    } while (request.watch() && !watches.children(request.path(), client, reader));
    List<String> names = reader.nameList();
    scratch.wasRead(request.path(), reader.node().childNameBytes());
    return ReadAnswer.of(
        reader.zxid(),
        request.withStat()
            ? new Reply.ChildrenStat(names, scratch.stat())
            : new Reply.Names(names));
  }

  private @Nullable ReadAnswer getAcl(
      Request.GetAcl request, Client client, List<AuthId> ids, ReadScratch scratch) {
    TreeReader reader = scratch.reader();
    TreeReader.Result result = reader.find(request.path());
    if (result == TreeReader.Result.RETRY) {
      return null;
    }
    if (result == TreeReader.Result.MISSING) {
      return ReadAnswer.failed(reader.zxid(), ErrorCode.NO_NODE);
    }
    List<Acl> acl = reader.node().acl();
    if (!access.permits(acl, Perms.READ | Perms.ADMIN, ids)) {
      return ReadAnswer.failed(reader.zxid(), ErrorCode.NO_AUTH);
    }
    if (!scratch.admits(client, OVERHEAD + (long) OBJECT * acl.size())) {
      return ReadAnswer.failed(reader.zxid(), ErrorCode.THROTTLED_OP);
    }
    List<Acl> shown = access.permits(acl, Perms.ADMIN, ids) ? acl : AclRules.masked(acl);
    return ReadAnswer.of(reader.zxid(), new Reply.AclStat(shown, scratch.stat()));
  }

  private @Nullable ReadAnswer getAllChildrenNumber(
      Request.GetAllChildrenNumber request, List<AuthId> ids, ReadScratch scratch) {
    TreeReader reader = scratch.reader();
    ErrorCode error = readable(reader.find(request.path()), reader, ids);
    if (error == null) {
      return null;
    }
    return error == ErrorCode.OK
        ? ReadAnswer.of(reader.zxid(), new Reply.IntValue(reader.node().descendants()))
        : ReadAnswer.failed(reader.zxid(), error);
  }

  private @Nullable ReadAnswer getEphemerals(
      Request.GetEphemerals request, Client client, long sessionId, ReadScratch scratch) {
    String prefix = request.prefix();
    List<String> paths = new ArrayList<>();
    TreeReader reader = scratch.reader();
    if (reader.ephemerals(sessionId, prefix == null || prefix.isBlank() ? "" : prefix, paths)
        == TreeReader.Result.RETRY) {
      return null;
    }
    long bytes = OVERHEAD;
    for (String path : paths) {
      bytes += OBJECT + path.length();
    }
    return scratch.admits(client, bytes)
        ? ReadAnswer.of(reader.zxid(), new Reply.Names(paths))
        : ReadAnswer.failed(reader.zxid(), ErrorCode.THROTTLED_OP);
  }

  /** Each part succeeds or fails on its own, and may be of a later state than the one before; watch flags are ignored. */
  private @Nullable ReadAnswer multiRead(
      Request.MultiRead request, Client client, List<AuthId> ids, ReadScratch scratch) {
    TreeReader reader = scratch.reader();
    List<Reply.Result> results = new ArrayList<>(request.parts().size());
    long zxid = zxid();
    long bytes = 0;
    for (Request part : request.parts()) {
      String path = partPath(part);
      ErrorCode error = readable(reader.find(path), reader, ids);
      if (error == null) {
        return null;
      }
      zxid = reader.zxid();
      boolean data = part instanceof Request.GetData;
      long before = bytes;
      bytes +=
          error != ErrorCode.OK ? 0 : data ? reader.node().dataLength() : childBytes(reader.node());
      if (tooLong(bytes, path)) {
        return ReadAnswer.failed(zxid, ErrorCode.MARSHALLING_ERROR);
      }
      long held = data || error != ErrorCode.OK ? bytes - before : nameObjects(reader.node());
      if (!scratch.admits(client, OVERHEAD + held)) {
        return ReadAnswer.failed(zxid, ErrorCode.THROTTLED_OP);
      }
      if (error != ErrorCode.OK) {
        results.add(new Reply.Result(OpCode.ERROR, error.code(), Reply.Empty.INSTANCE));
      } else if (data) {
        scratch.wasRead(path, reader.node().dataLength());
        Reply body = new Reply.DataStat(reader.node().data(), Stat.of(reader.node()));
        results.add(new Reply.Result(OpCode.GET_DATA, error.code(), body));
      } else if (reader.childNames() == TreeReader.Result.RETRY) {
        return null;
      } else {
        scratch.wasRead(path, reader.node().childNameBytes());
        results.add(
            new Reply.Result(
                OpCode.GET_CHILDREN, error.code(), new Reply.Names(reader.nameList())));
      }
    }
    return ReadAnswer.of(zxid, new Reply.Multi(results));
  }

  private static String partPath(Request part) {
    if (part instanceof Request.GetData get) {
      return get.path();
    }
    if (part instanceof Request.GetChildren get) {
      return get.path();
    }
    throw new IllegalArgumentException(part.op() + " in a multiRead");
  }

  /** What the names of children take as objects. */
  private static long nameObjects(Znode node) {
    return OVERHEAD + node.childNameBytes() + (long) OBJECT * node.numChildren();
  }

  private static long childBytes(Znode node) {
    return node.childNameBytes() + (long) Integer.BYTES * node.numChildren();
  }

  private boolean tooLong(long bytes, String path) {
    if (replyLimit == 0 || bytes + OVERHEAD <= replyLimit) {
      return false;
    }
    LOG.warn(
        "Refused to answer a read of {}: the reply would have about {} bytes, more than the limit of {} (replyMaxBuffer, by"
            + " default jute.maxbuffer). Clients drop a connection that brings a longer reply than their own jute.maxbuffer; to"
            + " allow it raise jute.maxbuffer on the clients first, then replyMaxBuffer here.",
        path,
        bytes,
        replyLimit);
    return true;
  }
}
