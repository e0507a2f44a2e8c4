package io.vivarium.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks, decoded and not yet checked: any value that the wire can carry is possible here. Byte arrays belong to the
 * request and are never changed. The family is closed; {@link #op()} tells the members apart where a switch over types is not at
 * hand.
 */
public sealed interface Request {
  /** The operation as it was asked for. */
  OpCode op();

  /**
   * Creation of a node by op 1, 15, 19 or 21. The op code, not the flag, decides whether it is a container.
   *
   * @param op CREATE, CREATE2, CREATE_CONTAINER or CREATE_TTL
   * @param path path wanted; for sequential modes the prefix
   * @param data null and empty differ
   * @param acl null when the client sent none
   * @param flags see {@link CreateMode}
   * @param ttl time to live in ms, with CREATE_TTL only, else 0
   */
  record Create(
      OpCode op, String path, byte @Nullable [] data, @Nullable List<Acl> acl, int flags, long ttl)
      implements Request {}

  /** Deletion of a node; version −1 means any. */
  record Delete(String path, int version) implements Request {
    @Override
    public OpCode op() {
      return OpCode.DELETE;
    }
  }

  /** Removal of an empty container or expired TTL node, by the server itself. */
  record DeleteContainer(String path) implements Request {
    @Override
    public OpCode op() {
      return OpCode.DELETE_CONTAINER;
    }
  }

  /** Replacement of a node's data; version −1 means any. */
  record SetData(String path, byte @Nullable [] data, int version) implements Request {
    @Override
    public OpCode op() {
      return OpCode.SET_DATA;
    }
  }

  /** Replacement of a node's ACL; version is compared with aversion, −1 means any. */
  record SetAcl(String path, @Nullable List<Acl> acl, int version) implements Request {
    @Override
    public OpCode op() {
      return OpCode.SET_ACL;
    }
  }

  /** A version check, legal inside a multi only. */
  record Check(String path, int version) implements Request {
    @Override
    public OpCode op() {
      return OpCode.CHECK;
    }
  }

  /** Several writes as one txn: creates, deletes, setDatas and checks only. */
  record Multi(List<Request> parts) implements Request {
    @Override
    public OpCode op() {
      return OpCode.MULTI;
    }
  }

  /** Several reads in one request, each on its own: getData and getChildren only. */
  record MultiRead(List<Request> parts) implements Request {
    @Override
    public OpCode op() {
      return OpCode.MULTI_READ;
    }
  }

  /** A change of the ensemble's membership; see the reconfig command. */
  record Reconfig(
      @Nullable String joining,
      @Nullable String leaving,
      @Nullable String newMembers,
      long configId)
      implements Request {
    @Override
    public OpCode op() {
      return OpCode.RECONFIG;
    }
  }

  /** Stat of a node; a watch is left also when the node is missing. */
  record Exists(String path, boolean watch) implements Request {
    @Override
    public OpCode op() {
      return OpCode.EXISTS;
    }
  }

  /** Data and stat of a node. */
  record GetData(String path, boolean watch) implements Request {
    @Override
    public OpCode op() {
      return OpCode.GET_DATA;
    }
  }

  /** ACL and stat of a node. */
  record GetAcl(String path) implements Request {
    @Override
    public OpCode op() {
      return OpCode.GET_ACL;
    }
  }

  /** Names of the children; with {@code withStat} (op 12) also the stat of the node. */
  record GetChildren(String path, boolean watch, boolean withStat) implements Request {
    @Override
    public OpCode op() {
      return withStat ? OpCode.GET_CHILDREN2 : OpCode.GET_CHILDREN;
    }
  }

  /** Number of all descendants. */
  record GetAllChildrenNumber(String path) implements Request {
    @Override
    public OpCode op() {
      return OpCode.GET_ALL_CHILDREN_NUMBER;
    }
  }

  /** Paths of the session's own ephemerals below a plain string prefix; null means all. */
  record GetEphemerals(@Nullable String prefix) implements Request {
    @Override
    public OpCode op() {
      return OpCode.GET_EPHEMERALS;
    }
  }

  /** A barrier; the path is echoed. */
  record Sync(@Nullable String path) implements Request {
    @Override
    public OpCode op() {
      return OpCode.SYNC;
    }
  }

  /** A sign of life. */
  record Ping() implements Request {
    @Override
    public OpCode op() {
      return OpCode.PING;
    }
  }

  /** The identities of the connection. */
  record WhoAmI() implements Request {
    @Override
    public OpCode op() {
      return OpCode.WHO_AM_I;
    }
  }

  /** Registration of a persistent (0) or persistent recursive (1) watch. */
  record AddWatch(String path, int mode) implements Request {
    @Override
    public OpCode op() {
      return OpCode.ADD_WATCH;
    }
  }

  /** Asks whether a watch of this type (see {@link WatcherType}) is there; removes nothing. */
  record CheckWatches(String path, int type) implements Request {
    @Override
    public OpCode op() {
      return OpCode.CHECK_WATCHES;
    }
  }

  /** Removes the connection's watches of this type (see {@link WatcherType}) on the path. */
  record RemoveWatches(String path, int type) implements Request {
    @Override
    public OpCode op() {
      return OpCode.REMOVE_WATCHES;
    }
  }

  /** Registers watches again after a reconnect, firing those whose change was missed; op 101 or 105. */
  record SetWatches(
      OpCode op,
      long relativeZxid,
      List<String> data,
      List<String> exist,
      List<String> child,
      List<String> persistent,
      List<String> persistentRecursive)
      implements Request {}

  /** Adds an identity to the connection. */
  record Auth(@Nullable String scheme, byte @Nullable [] token) implements Request {
    @Override
    public OpCode op() {
      return OpCode.AUTH;
    }
  }

  /** One step of a SASL exchange. */
  record Sasl(byte @Nullable [] token) implements Request {
    @Override
    public OpCode op() {
      return OpCode.SASL;
    }
  }

  /** Opens a session; made by the server when it accepts a handshake. Timeout in ms. */
  record CreateSession(int timeout) implements Request {
    @Override
    public OpCode op() {
      return OpCode.CREATE_SESSION;
    }
  }

  /** Ends the session and removes its ephemerals. */
  record CloseSession() implements Request {
    @Override
    public OpCode op() {
      return OpCode.CLOSE_SESSION;
    }
  }

  /**
   * A request whose header was readable and whose body was not; answered with MARSHALLING_ERROR.
   *
   * @param op what the header asked for
   * @param reason what is wrong and where, for the log
   */
  record Malformed(OpCode op, String reason) implements Request {}

  /**
   * A request for an operation that does not exist, or not for clients; answered with UNIMPLEMENTED and the end of the connection.
   *
   * @param code the number in the header
   */
  record Unsupported(int code) implements Request {
    @Override
    public OpCode op() {
      return OpCode.ERROR;
    }
  }
}
