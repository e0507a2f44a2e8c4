package io.vivarium.codec;

import io.vivarium.model.CreateMode;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The parts of multi and multiRead. ZooKeeper's rules, which differ from those for the same operations alone: a create with
 * an unknown flag, with the flag of a TTL node or with a null ACL makes the whole request undecodable (not so for createTTL),
 * and the flag decides the op of a create.
 */
final class MultiRequestCodec {
  private MultiRequestCodec() {}

  static List<Request> readWrites(JuteReader in) {
    return read(in, true);
  }

  static List<Request> readReads(JuteReader in) {
    return read(in, false);
  }

  private static List<Request> read(JuteReader in, boolean writes) {
    List<Request> parts = new ArrayList<>();
    while (true) {
      int at = in.offset();
      int type = in.readInt("type of a part");
      boolean done = in.readBool("end of parts");
      in.readInt("error of a part");
      if (done) {
        return Collections.unmodifiableList(parts);
      }
      parts.add(writes ? write(type, at, in) : read(type, at, in));
    }
  }

  private static Request write(int type, int at, JuteReader in) {
    OpCode op = OpCodes.of(type);
    if (op != null) {
      switch (op) {
        case CREATE, CREATE2, CREATE_CONTAINER -> {
          return create(RequestCodec.create(op, in), at);
        }
        case CREATE_TTL -> {
          return createTtl(RequestCodec.create(op, in));
        }
        case DELETE -> {
          return new Request.Delete(in.readText("path"), in.readInt("version"));
        }
        case SET_DATA -> {
          return RequestCodec.setData(in);
        }
        case CHECK -> {
          return new Request.Check(in.readTextOrEmpty("path"), in.readInt("version"));
        }
        default -> {
          // Refused below, with the number that came.
        }
      }
    }
    throw new MalformedFrameException(
        "part of multi at offset " + at + " has type " + type + ", which is not allowed in it");
  }

  private static Request read(int type, int at, JuteReader in) {
    if (type == OpCode.GET_DATA.code()) {
      String path = in.readText("path");
      in.readBool("watch");
      return new Request.GetData(path, false);
    }
    if (type == OpCode.GET_CHILDREN.code()) {
      String path = in.readText("path");
      in.readBool("watch");
      return new Request.GetChildren(path, false, false);
    }
    throw new MalformedFrameException(
        "part of multiRead at offset " + at + " has type " + type + ", only 4 and 8 are allowed");
  }

  private static Request.Create create(Request.Create create, int at) {
    CreateMode mode = CreateMode.of(create.flags());
    if (mode == null || mode.ttl()) {
      throw new MalformedFrameException(
          "create in multi at offset "
              + at
              + " has flags "
              + create.flags()
              + ", without a ttl they may be 0 to 4");
    }
    if (create.acl() == null) {
      throw new MalformedFrameException("create in multi at offset " + at + " has a null acl");
    }
    return mode == CreateMode.CONTAINER ? as(OpCode.CREATE_CONTAINER, create) : create;
  }

  /** A flag that is unknown is left, for the check of createTTL to refuse. */
  private static Request.Create createTtl(Request.Create create) {
    CreateMode mode = CreateMode.of(create.flags());
    if (mode == null || mode.ttl()) {
      return create;
    }
    return as(mode == CreateMode.CONTAINER ? OpCode.CREATE_CONTAINER : OpCode.CREATE, create);
  }

  private static Request.Create as(OpCode op, Request.Create create) {
    return new Request.Create(op, create.path(), create.data(), create.acl(), create.flags(), 0);
  }

  /** Writes the parts; false when one of them is no request of clients. */
  static boolean write(List<Request> parts, JuteWriter out) {
    for (int i = 0; i < parts.size(); i++) {
      Request part = parts.get(i);
      MultiHeader.writeRequestPart(part.op().code(), out);
      if (!RequestBodies.write(part, out)) {
        return false;
      }
    }
    MultiHeader.writeEnd(out);
    return true;
  }
}
