package io.vivarium.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change already decided, ready to be logged and applied. Everything that depends on time, chance or the state before has been
 * fixed here: final paths, resulting versions, ACLs as stored. Byte arrays belong to the txn and are never changed.
 */
public sealed interface Txn {
  /** The type number in the log. */
  OpCode op();

  /** A session begins; timeout in ms. */
  record CreateSession(int timeout) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.CREATE_SESSION;
    }
  }

  /** A session ends. {@code ephemerals} lists what goes with it; null in logs older than 3.6. */
  record CloseSession(@Nullable List<String> ephemerals) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.CLOSE_SESSION;
    }
  }

  /** A refused write; holds the {@link ErrorCode} number so that unknown ones survive. */
  record Failed(int error) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.ERROR;
    }
  }

  /**
   * A node is created.
   *
   * @param op CREATE, CREATE2, CREATE_CONTAINER or CREATE_TTL
   * @param ephemeral with CREATE and CREATE2 only
   * @param parentCversion the parent's stored creation counter afterwards; −1 in very old logs means current + 1
   * @param ttl ms, with CREATE_TTL only
   */
  record Create(
      OpCode op,
      String path,
      byte @Nullable [] data,
      List<Acl> acl,
      boolean ephemeral,
      int parentCversion,
      long ttl)
      implements Txn {}

  /** A node is deleted; op is DELETE or DELETE_CONTAINER. */
  record Delete(OpCode op, String path) implements Txn {}

  /** A node's data is replaced; version is the resulting one. */
  record SetData(String path, byte @Nullable [] data, int version) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.SET_DATA;
    }
  }

  /** The ensemble's configuration is replaced: a setData of the config node with version −1. */
  record Reconfig(String path, byte @Nullable [] data, int version) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.RECONFIG;
    }
  }

  /** A node's ACL is replaced; version is the resulting aversion. */
  record SetAcl(String path, List<Acl> acl, int version) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.SET_ACL;
    }
  }

  /** A version check that held; changes nothing. */
  record Check(String path, int version) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.CHECK;
    }
  }

  /** Several changes at one zxid. When any part is {@link Failed}, none takes effect. */
  record Multi(List<Txn> parts) implements Txn {
    @Override
    public OpCode op() {
      return OpCode.MULTI;
    }

    /** Whether some part failed, so that nothing is applied. */
    public boolean failed() {
      for (Txn part : parts) {
        if (part.op() == OpCode.ERROR) {
          return true;
        }
      }
      return false;
    }
  }
}
