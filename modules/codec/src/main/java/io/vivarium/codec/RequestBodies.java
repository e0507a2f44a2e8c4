package io.vivarium.codec;

import io.vivarium.model.OpCode;
import io.vivarium.model.Request;

/** Writes the bodies of requests, the client's direction. */
final class RequestBodies {
  private static final int AUTH_TYPE = 0;

  private RequestBodies() {}

  /** Writes what follows the header; false when clients have no such request. */
  static boolean write(Request request, JuteWriter out) {
    return writeRead(request, out)
        || writeChange(request, out)
        || writeWatch(request, out)
        || writeRest(request, out);
  }

  private static boolean writeRead(Request request, JuteWriter out) {
    if (request instanceof Request.GetData read) {
      pathAndFlag(read.path(), read.watch(), out);
    } else if (request instanceof Request.Exists read) {
      pathAndFlag(read.path(), read.watch(), out);
    } else if (request instanceof Request.GetChildren read) {
      pathAndFlag(read.path(), read.watch(), out);
    } else if (request instanceof Request.GetAcl read) {
      out.writeString(read.path());
    } else if (request instanceof Request.GetAllChildrenNumber read) {
      out.writeString(read.path());
    } else if (request instanceof Request.GetEphemerals read) {
      out.writeString(read.prefix());
    } else if (request instanceof Request.MultiRead multi) {
      return MultiRequestCodec.write(multi.parts(), out);
    } else {
      return false;
    }
    return true;
  }

  private static boolean writeChange(Request request, JuteWriter out) {
    if (request instanceof Request.SetData change) {
      out.writeString(change.path());
      out.writeBuffer(change.data());
      out.writeInt(change.version());
    } else if (request instanceof Request.Create change) {
      create(change, out);
    } else if (request instanceof Request.Delete change) {
      pathAndNumber(change.path(), change.version(), out);
    } else if (request instanceof Request.Check change) {
      pathAndNumber(change.path(), change.version(), out);
    } else if (request instanceof Request.SetAcl change) {
      out.writeString(change.path());
      AclCodec.write(change.acl(), out);
      out.writeInt(change.version());
    } else if (request instanceof Request.Multi multi) {
      return MultiRequestCodec.write(multi.parts(), out);
    } else if (request instanceof Request.DeleteContainer change) {
      out.writeString(change.path());
    } else if (request instanceof Request.Reconfig change) {
      out.writeString(change.joining());
      out.writeString(change.leaving());
      out.writeString(change.newMembers());
      out.writeLong(change.configId());
    } else {
      return false;
    }
    return true;
  }

  private static boolean writeWatch(Request request, JuteWriter out) {
    if (request instanceof Request.AddWatch watch) {
      pathAndNumber(watch.path(), watch.mode(), out);
    } else if (request instanceof Request.CheckWatches watch) {
      pathAndNumber(watch.path(), watch.type(), out);
    } else if (request instanceof Request.RemoveWatches watch) {
      pathAndNumber(watch.path(), watch.type(), out);
    } else if (request instanceof Request.SetWatches watches) {
      out.writeLong(watches.relativeZxid());
      out.writeStrings(watches.data());
      out.writeStrings(watches.exist());
      out.writeStrings(watches.child());
      if (watches.op() == OpCode.SET_WATCHES2) {
        out.writeStrings(watches.persistent());
        out.writeStrings(watches.persistentRecursive());
      }
    } else {
      return false;
    }
    return true;
  }

  private static boolean writeRest(Request request, JuteWriter out) {
    if (request instanceof Request.Sync sync) {
      out.writeString(sync.path());
    } else if (request instanceof Request.Auth auth) {
      out.writeInt(AUTH_TYPE);
      out.writeString(auth.scheme());
      out.writeBuffer(auth.token());
    } else if (request instanceof Request.Sasl sasl) {
      out.writeBuffer(sasl.token());
    } else {
      return request instanceof Request.Ping
          || request instanceof Request.CloseSession
          || request instanceof Request.WhoAmI;
    }
    return true;
  }

  private static void create(Request.Create create, JuteWriter out) {
    out.writeString(create.path());
    out.writeBuffer(create.data());
    AclCodec.write(create.acl(), out);
    out.writeInt(create.flags());
    if (create.op() == OpCode.CREATE_TTL) {
      out.writeLong(create.ttl());
    }
  }

  private static void pathAndFlag(String path, boolean flag, JuteWriter out) {
    out.writeString(path);
    out.writeBool(flag);
  }

  private static void pathAndNumber(String path, int number, JuteWriter out) {
    out.writeString(path);
    out.writeInt(number);
  }
}
