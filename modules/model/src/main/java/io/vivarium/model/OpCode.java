package io.vivarium.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations of ZooKeeper's client protocol, with their numbers on the wire and in the log. */
public enum OpCode {
  CREATE(1, Kind.WRITE),
  DELETE(2, Kind.WRITE),
  EXISTS(3, Kind.READ),
  GET_DATA(4, Kind.READ),
  SET_DATA(5, Kind.WRITE),
  GET_ACL(6, Kind.READ),
  SET_ACL(7, Kind.WRITE),
  GET_CHILDREN(8, Kind.READ),
  SYNC(9, Kind.SYNC),
  PING(11, Kind.SESSION),
  GET_CHILDREN2(12, Kind.READ),
  /** Legal inside a multi only. */
  CHECK(13, Kind.WRITE),
  MULTI(14, Kind.WRITE),
  CREATE2(15, Kind.WRITE),
  RECONFIG(16, Kind.WRITE),
  CHECK_WATCHES(17, Kind.READ),
  REMOVE_WATCHES(18, Kind.READ),
  CREATE_CONTAINER(19, Kind.WRITE),
  DELETE_CONTAINER(20, Kind.WRITE),
  CREATE_TTL(21, Kind.WRITE),
  MULTI_READ(22, Kind.READ),
  AUTH(100, Kind.CONNECTION),
  SET_WATCHES(101, Kind.READ),
  SASL(102, Kind.CONNECTION),
  GET_EPHEMERALS(103, Kind.READ),
  GET_ALL_CHILDREN_NUMBER(104, Kind.READ),
  SET_WATCHES2(105, Kind.READ),
  ADD_WATCH(106, Kind.READ),
  WHO_AM_I(107, Kind.READ),
  CREATE_SESSION(-10, Kind.SESSION),
  CLOSE_SESSION(-11, Kind.SESSION),
  /** Marks an error txn in the log; never a request. */
  ERROR(-1, Kind.MARKER);

  /** How the server treats an operation. */
  public enum Kind {
    /** Becomes a txn. */
    WRITE,
    /** Answered from the local tree. */
    READ,
    /** A barrier through consensus. */
    SYNC,
    /** Concerns the session itself. */
    SESSION,
    /** Concerns the connection; answered outside the pipeline. */
    CONNECTION,
    /** Exists in logs only. */
    MARKER
  }

  private static final Map<Integer, OpCode> BY_CODE = new HashMap<>();

  static {
    for (OpCode op : values()) {
      BY_CODE.put(op.code, op);
    }
  }

  private final int code;
  private final Kind kind;

  OpCode(int code, Kind kind) {
    this.code = code;
    this.kind = kind;
  }

  /** The number on the wire and in the log. */
  public int code() {
    return code;
  }

  /** How the server treats this operation. */
  public Kind kind() {
    return kind;
  }

  /** The operation with this number, or null when there is none. */
  public static @Nullable OpCode of(int code) {
    return BY_CODE.get(code);
  }
}
