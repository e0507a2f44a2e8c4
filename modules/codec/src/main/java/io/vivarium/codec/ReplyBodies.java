package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import java.util.ArrayList;
import java.util.List;

/** The bodies of answers, both directions. */
final class ReplyBodies {
  /** The lengths of two strings. */
  private static final int IDENTITY_BYTES = 2 * Integer.BYTES;

  private ReplyBodies() {}

  static void write(Reply body, JuteWriter out) {
    if (body instanceof Reply.DataStat reply) {
      out.writeBuffer(reply.data());
      StatCodec.write(reply.stat(), out);
    } else if (body instanceof Reply.StatOnly reply) {
      StatCodec.write(reply.stat(), out);
    } else if (body instanceof Reply.Path reply) {
      out.writeString(reply.path());
    } else if (body instanceof Reply.PathStat reply) {
      out.writeString(reply.path());
      StatCodec.write(reply.stat(), out);
    } else if (body instanceof Reply.Names reply) {
      out.writeStrings(reply.names());
    } else if (body instanceof Reply.ChildrenStat reply) {
      out.writeStrings(reply.children());
      StatCodec.write(reply.stat(), out);
    } else if (body instanceof Reply.AclStat reply) {
      AclCodec.write(reply.acl(), out);
      StatCodec.write(reply.stat(), out);
    } else if (body instanceof Reply.IntValue reply) {
      out.writeInt(reply.value());
    } else if (body instanceof Reply.Identities reply) {
      writeIdentities(reply.ids(), out);
    } else if (body instanceof Reply.SaslToken reply) {
      out.writeBuffer(reply.token());
    } else if (body instanceof Reply.Multi reply) {
      writeResults(reply.results(), out);
    }
    // What is left is Reply.Empty.
  }

  private static void writeIdentities(List<AuthId> ids, JuteWriter out) {
    out.writeInt(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      out.writeString(ids.get(i).scheme());
      out.writeString(ids.get(i).id());
    }
  }

  private static void writeResults(List<Reply.Result> results, JuteWriter out) {
    for (int i = 0; i < results.size(); i++) {
      Reply.Result result = results.get(i);
      MultiHeader.writePart(result.op().code(), result.error(), out);
      if (result.op() == OpCode.ERROR) {
        out.writeInt(result.error());
      } else {
        write(result.body(), out);
      }
    }
    MultiHeader.writeEnd(out);
  }

  static Reply read(OpCode op, JuteReader in) {
    return switch (op) {
      case CREATE, SYNC -> new Reply.Path(in.readString("path"));
      case CREATE2, CREATE_CONTAINER, CREATE_TTL ->
          new Reply.PathStat(in.readText("path"), StatCodec.read(in));
      case EXISTS, SET_DATA, SET_ACL -> new Reply.StatOnly(StatCodec.read(in));
      case GET_DATA, RECONFIG -> new Reply.DataStat(in.readBuffer("data"), StatCodec.read(in));
      case GET_ACL -> new Reply.AclStat(readAcl(in), StatCodec.read(in));
      case GET_CHILDREN, GET_EPHEMERALS -> new Reply.Names(readNames(in));
      case GET_CHILDREN2 -> new Reply.ChildrenStat(readNames(in), StatCodec.read(in));
      case GET_ALL_CHILDREN_NUMBER, ADD_WATCH -> new Reply.IntValue(in.readInt("number"));
      case WHO_AM_I -> new Reply.Identities(readIdentities(in));
      case SASL -> new Reply.SaslToken(in.readBuffer("token"));
      case MULTI, MULTI_READ -> new Reply.Multi(readResults(in));
      case DELETE,
          CHECK,
          PING,
          CHECK_WATCHES,
          REMOVE_WATCHES,
          DELETE_CONTAINER,
          AUTH,
          SET_WATCHES,
          SET_WATCHES2,
          CREATE_SESSION,
          CLOSE_SESSION,
          ERROR ->
          Reply.Empty.INSTANCE;
    };
  }

  private static List<Acl> readAcl(JuteReader in) {
    List<Acl> acl = AclCodec.read(in);
    return acl == null ? List.of() : acl;
  }

  private static List<String> readNames(JuteReader in) {
    List<String> names = in.readStrings("names");
    return names == null ? List.of() : names;
  }

  private static List<AuthId> readIdentities(JuteReader in) {
    int count = in.readCount("identities", IDENTITY_BYTES);
    List<AuthId> ids = new ArrayList<>(Math.max(0, count));
    for (int i = 0; i < count; i++) {
      ids.add(new AuthId(in.readText("scheme"), in.readText("user")));
    }
    return List.copyOf(ids);
  }

  private static List<Reply.Result> readResults(JuteReader in) {
    List<Reply.Result> results = new ArrayList<>();
    while (true) {
      int at = in.offset();
      int type = in.readInt("type of a result");
      boolean done = in.readBool("end of results");
      int error = in.readInt("error of a result");
      if (done) {
        return List.copyOf(results);
      }
      results.add(readResult(type, error, at, in));
    }
  }

  private static Reply.Result readResult(int type, int error, int at, JuteReader in) {
    OpCode op = OpCodes.of(type);
    if (op == OpCode.ERROR) {
      return new Reply.Result(op, in.readInt("error"), Reply.Empty.INSTANCE);
    }
    // A result of a multi inside a multi would be read by recursion without a bound.
    if (op == null || op == OpCode.MULTI || op == OpCode.MULTI_READ) {
      throw new MalformedFrameException(
          "result of multi at offset " + at + " has type " + type + ", which is not allowed in it");
    }
    return new Reply.Result(op, error, read(op, in));
  }
}
