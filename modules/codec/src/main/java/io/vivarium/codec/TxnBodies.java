package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The bodies of txns by type, both directions. */
final class TxnBodies {
  private static final int UNKNOWN_COUNTER = -1;

  /** The type and the length of a part. */
  private static final int PART_BYTES = 2 * Integer.BYTES;

  private TxnBodies() {}

  static OpCode type(JuteReader in) {
    int code = in.readInt("txn type");
    OpCode op = OpCodes.of(code);
    if (op == null) {
      throw new MalformedFrameException(
          "txn type at offset " + (in.offset() - 4) + " is " + code + ", which is unknown");
    }
    return op;
  }

  /**
   * Reads a body other than that of a closeSession.
   *
   * @param alone whether this is no part of a multi: only then an old create and a multi are possible, only else a check
   */
  static Txn read(OpCode op, boolean alone, JuteReader in) {
    return switch (op) {
      case CREATE, CREATE2 -> create(op, alone, in);
      case CREATE_CONTAINER, CREATE_TTL -> createSpecial(op, in);
      case DELETE, DELETE_CONTAINER -> new Txn.Delete(op, in.readText("path"));
      case SET_DATA ->
          new Txn.SetData(in.readText("path"), in.readBuffer("data"), in.readInt("version"));
      case RECONFIG ->
          new Txn.Reconfig(in.readText("path"), in.readBuffer("data"), in.readInt("version"));
      case SET_ACL ->
          new Txn.SetAcl(in.readText("path"), AclCodec.readStored(in), in.readInt("version"));
      case CHECK -> {
        if (alone) {
          throw notTxn(op, in);
        }
        yield new Txn.Check(in.readText("path"), in.readInt("version"));
      }
      case ERROR -> new Txn.Failed(in.readInt("error"));
      case CREATE_SESSION -> new Txn.CreateSession(in.readInt("timeOut"));
      case MULTI -> {
        if (!alone) {
          throw notTxn(op, in);
        }
        yield multi(in);
      }
      case CLOSE_SESSION,
          EXISTS,
          GET_DATA,
          GET_ACL,
          GET_CHILDREN,
          SYNC,
          PING,
          GET_CHILDREN2,
          CHECK_WATCHES,
          REMOVE_WATCHES,
          MULTI_READ,
          AUTH,
          SET_WATCHES,
          SASL,
          GET_EPHEMERALS,
          GET_ALL_CHILDREN_NUMBER,
          SET_WATCHES2,
          ADD_WATCH,
          WHO_AM_I ->
          throw notTxn(op, in);
    };
  }

  private static MalformedFrameException notTxn(OpCode op, JuteReader in) {
    return new MalformedFrameException(
        "txn type before offset "
            + in.offset()
            + " is "
            + op.code()
            + " ("
            + op
            + "), no txn here");
  }

  private static Txn create(OpCode op, boolean alone, JuteReader in) {
    String path = in.readText("path");
    byte[] data = in.readBuffer("data");
    var acl = AclCodec.readStored(in);
    boolean ephemeral = in.readBool("ephemeral");
    boolean old = alone && op == OpCode.CREATE && in.remaining() == 0;
    int parentCversion = old ? UNKNOWN_COUNTER : in.readInt("parentCVersion");
    return new Txn.Create(op, path, data, acl, ephemeral, parentCversion, 0);
  }

  private static Txn createSpecial(OpCode op, JuteReader in) {
    return new Txn.Create(
        op,
        in.readText("path"),
        in.readBuffer("data"),
        AclCodec.readStored(in),
        false,
        in.readInt("parentCVersion"),
        op == OpCode.CREATE_TTL ? in.readLong("ttl") : 0);
  }

  private static Txn multi(JuteReader in) {
    int count = in.readCount("parts", PART_BYTES);
    List<Txn> parts = new ArrayList<>(Math.max(0, count));
    for (int i = 0; i < count; i++) {
      OpCode op = type(in);
      int length = in.readLength("part");
      if (length < 0) {
        throw new MalformedFrameException("part at offset " + (in.offset() - 4) + " is null");
      }
      int at = in.offset();
      JuteReader part = in.part(length);
      parts.add(read(op, false, part));
      if (part.remaining() > 0) {
        throw new MalformedFrameException(
            "part at offset "
                + at
                + " has length "
                + length
                + ", its txn takes "
                + (part.offset() - at));
      }
    }
    return new Txn.Multi(Collections.unmodifiableList(parts));
  }

  static void write(Txn txn, JuteWriter out) {
    if (txn instanceof Txn.SetData change) {
      out.writeString(change.path());
      out.writeBuffer(change.data());
      out.writeInt(change.version());
    } else if (txn instanceof Txn.Create change) {
      writeCreate(change, out);
    } else if (txn instanceof Txn.Delete change) {
      out.writeString(change.path());
    } else if (txn instanceof Txn.Failed failed) {
      out.writeInt(failed.error());
    } else if (txn instanceof Txn.Multi multi) {
      writeMulti(multi.parts(), out);
    } else if (txn instanceof Txn.SetAcl change) {
      out.writeString(change.path());
      AclCodec.write(change.acl(), out);
      out.writeInt(change.version());
    } else if (txn instanceof Txn.Check check) {
      out.writeString(check.path());
      out.writeInt(check.version());
    } else if (txn instanceof Txn.CreateSession session) {
      out.writeInt(session.timeout());
    } else if (txn instanceof Txn.CloseSession session) {
      if (session.ephemerals() != null) {
        out.writeStrings(session.ephemerals());
      }
    } else if (txn instanceof Txn.Reconfig change) {
      out.writeString(change.path());
      out.writeBuffer(change.data());
      out.writeInt(change.version());
    }
  }

  private static void writeCreate(Txn.Create create, JuteWriter out) {
    out.writeString(create.path());
    out.writeBuffer(create.data());
    AclCodec.write(create.acl(), out);
    if (create.op() == OpCode.CREATE || create.op() == OpCode.CREATE2) {
      out.writeBool(create.ephemeral());
    }
    out.writeInt(create.parentCversion());
    if (create.op() == OpCode.CREATE_TTL) {
      out.writeLong(create.ttl());
    }
  }

  private static void writeMulti(List<Txn> parts, JuteWriter out) {
    out.writeInt(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Txn part = parts.get(i);
      out.writeInt(part.op().code());
      int length = out.beginFrame();
      write(part, out);
      out.endFrame(length);
    }
  }
}
