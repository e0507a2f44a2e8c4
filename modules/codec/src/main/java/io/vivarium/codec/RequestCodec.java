package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the client protocol, after the handshake: a header of xid and op code, then a body that the op code decides.
 *
 * <p>The decoder settles what ZooKeeper answers with MARSHALLING_ERROR for reasons that lie in the bytes alone: see
 * {@link #decode}. What depends on the tree, the session or the configuration is left to the caller.
 */
public final class RequestCodec {
  private static final int ADD_WATCH_MODES = 2;
  private static final int LOWEST_WATCHER_TYPE = 1;
  private static final int HIGHEST_WATCHER_TYPE = 5;

  private RequestCodec() {}

  /**
   * Server side: reads the body of a frame. Bytes behind the request are ignored.
   *
   * <p>The request is null when the op code is unknown or one that clients may not send (createSession and the marker of
   * error txns). It is {@link Request.Malformed} when the body
   *
   * <ul>
   *   <li>is too short, or has a length or count beyond what is left or beyond {@code fieldLimit};
   *   <li>has a null path where ZooKeeper fails on one. For setData, setACL and check a null path reads as the empty one, for
   *       ZooKeeper answers both with BAD_ARGUMENTS;
   *   <li>is a multi with a part that is not allowed in it, or a create in it with an unknown flag, with the flag of a TTL
   *       node though no createTTL, or with a null ACL; see {@link Request.Multi} and {@link Request.MultiRead};
   *   <li>has a watcher type or a mode of addWatch that does not exist.
   * </ul>
   *
   * <p>In a multi the flag of a create, not its op code, decides whether it is a container: its op is set accordingly. A
   * watch flag inside a multiRead means nothing and reads as false. Null lists of setWatches read as empty.
   *
   * @param body from position to limit; the position moves
   * @param fieldLimit largest length in bytes of a string or buffer
   * @throws MalformedFrameException when not even the header can be read: nothing can be answered
   */
  public static DecodedRequest decode(ByteBuffer body, int fieldLimit) {
    JuteReader in = new JuteReader(body, fieldLimit);
    int xid = in.readInt("xid");
    int code = in.readInt("op code");
    OpCode op = OpCodes.of(code);
    if (op == null) {
      return new DecodedRequest(xid, code, null);
    }
    Request request;
    try {
      request = read(op, in);
    } catch (MalformedFrameException e) {
      request = new Request.Malformed(op, String.valueOf(e.getMessage()));
    }
    return new DecodedRequest(xid, code, request);
  }

  /**
   * Server side: reads a request without its header, as one server forwards it to another. What {@link #decode} leaves null
   * is {@link Request.Unsupported} here, except createSession, which servers do forward.
   *
   * @param body from position to limit; the position moves
   * @param fieldLimit largest length in bytes of a string or buffer
   */
  public static Request decodeBody(OpCode op, ByteBuffer body, int fieldLimit) {
    JuteReader in = new JuteReader(body, fieldLimit);
    try {
      if (op == OpCode.CREATE_SESSION) {
        return new Request.CreateSession(in.readInt("timeOut"));
      }
      Request request = read(op, in);
      return request == null ? new Request.Unsupported(op.code()) : request;
    } catch (MalformedFrameException e) {
      return new Request.Malformed(op, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Writes a request without header and length, as one server forwards it to another.
   *
   * @throws IllegalArgumentException when there is no form for it: {@link Request.Malformed}, {@link Request.Unsupported}
   */
  public static void encodeBody(Request request, JuteWriter out) {
    int start = out.position();
    if (request instanceof Request.CreateSession create) {
      out.writeInt(create.timeout());
    } else if (!RequestBodies.write(request, out)) {
      out.rewind(start);
      throw new IllegalArgumentException("servers do not forward " + request);
    }
  }

  private static @Nullable Request read(OpCode op, JuteReader in) {
    return switch (op) {
      case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> create(op, in);
      case DELETE -> new Request.Delete(in.readText("path"), in.readInt("version"));
      case DELETE_CONTAINER -> new Request.DeleteContainer(in.readText("path"));
      case SET_DATA -> setData(in);
      case SET_ACL ->
          new Request.SetAcl(in.readTextOrEmpty("path"), AclCodec.read(in), in.readInt("version"));
      case CHECK -> new Request.Check(in.readTextOrEmpty("path"), in.readInt("version"));
      case MULTI -> new Request.Multi(MultiRequestCodec.readWrites(in));
      case MULTI_READ -> new Request.MultiRead(MultiRequestCodec.readReads(in));
      case RECONFIG -> reconfig(in);
      case EXISTS -> new Request.Exists(in.readText("path"), in.readBool("watch"));
      case GET_DATA -> new Request.GetData(in.readText("path"), in.readBool("watch"));
      case GET_ACL -> new Request.GetAcl(in.readText("path"));
      case GET_CHILDREN ->
          new Request.GetChildren(in.readText("path"), in.readBool("watch"), false);
      case GET_CHILDREN2 ->
          new Request.GetChildren(in.readText("path"), in.readBool("watch"), true);
      case GET_ALL_CHILDREN_NUMBER -> new Request.GetAllChildrenNumber(in.readText("path"));
      case GET_EPHEMERALS -> new Request.GetEphemerals(in.readString("prefix"));
      case SYNC -> new Request.Sync(in.readString("path"));
      case PING -> new Request.Ping();
      case WHO_AM_I -> new Request.WhoAmI();
      case ADD_WATCH -> new Request.AddWatch(in.readText("path"), addWatchMode(in));
      case CHECK_WATCHES -> new Request.CheckWatches(in.readText("path"), watcherType(in));
      case REMOVE_WATCHES -> new Request.RemoveWatches(in.readText("path"), watcherType(in));
      case SET_WATCHES, SET_WATCHES2 -> setWatches(op, in);
      case AUTH -> auth(in);
      case SASL -> new Request.Sasl(in.readBuffer("token"));
      case CLOSE_SESSION -> new Request.CloseSession();
      case CREATE_SESSION, ERROR -> null;
    };
  }

  static Request.Create create(OpCode op, JuteReader in) {
    return new Request.Create(
        op,
        in.readText("path"),
        in.readBuffer("data"),
        AclCodec.read(in),
        in.readInt("flags"),
        op == OpCode.CREATE_TTL ? in.readLong("ttl") : 0);
  }

  static Request.SetData setData(JuteReader in) {
    return new Request.SetData(
        in.readTextOrEmpty("path"), in.readBuffer("data"), in.readInt("version"));
  }

  private static Request.Reconfig reconfig(JuteReader in) {
    return new Request.Reconfig(
        in.readString("joining"),
        in.readString("leaving"),
        in.readString("newMembers"),
        in.readLong("curConfigId"));
  }

  private static Request.Auth auth(JuteReader in) {
    in.readInt("auth type");
    return new Request.Auth(in.readString("scheme"), in.readBuffer("auth"));
  }

  private static Request.SetWatches setWatches(OpCode op, JuteReader in) {
    long relativeZxid = in.readLong("relativeZxid");
    List<String> data = paths(in, "data watches");
    List<String> exist = paths(in, "exist watches");
    List<String> child = paths(in, "child watches");
    boolean persistent = op == OpCode.SET_WATCHES2;
    return new Request.SetWatches(
        op,
        relativeZxid,
        data,
        exist,
        child,
        persistent ? paths(in, "persistent watches") : List.of(),
        persistent ? paths(in, "persistent recursive watches") : List.of());
  }

  private static List<String> paths(JuteReader in, String field) {
    List<String> paths = in.readStrings(field);
    return paths == null ? List.of() : paths;
  }

  private static int addWatchMode(JuteReader in) {
    int mode = in.readInt("mode");
    if (mode < 0 || mode >= ADD_WATCH_MODES) {
      throw new MalformedFrameException(
          "mode at offset " + (in.offset() - 4) + " is " + mode + ", it must be 0 or 1");
    }
    return mode;
  }

  private static int watcherType(JuteReader in) {
    int type = in.readInt("watcher type");
    if (type < LOWEST_WATCHER_TYPE || type > HIGHEST_WATCHER_TYPE) {
      throw new MalformedFrameException(
          "watcher type at offset " + (in.offset() - 4) + " is " + type + ", it must be 1 to 5");
    }
    return type;
  }

  /**
   * Client side: writes a request as a frame with its length.
   *
   * @throws IllegalArgumentException when clients have no such request: {@link Request.CreateSession}, {@link Request.Malformed},
   *     {@link Request.Unsupported}
   */
  public static void encode(int xid, Request request, JuteWriter out) {
    int frame = out.beginFrame();
    out.writeInt(xid);
    out.writeInt(request.op().code());
    if (!RequestBodies.write(request, out)) {
      out.rewind(frame);
      throw new IllegalArgumentException("clients do not send " + request);
    }
    out.endFrame(frame);
  }
}
