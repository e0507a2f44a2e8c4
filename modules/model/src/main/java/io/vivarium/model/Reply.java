package io.vivarium.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an answer. An answer whose error is not {@link ErrorCode#OK} has no body, save where noted. */
public sealed interface Reply {
  /** No body. */
  record Empty() implements Reply {
    /** The one instance that is needed. */
    public static final Empty INSTANCE = new Empty();
  }

  /** A path: create, sync. */
  record Path(@Nullable String path) implements Reply {}

  /** A path and a stat: create2, createContainer, createTTL. */
  record PathStat(String path, StatView stat) implements Reply {}

  /** A stat: exists, setData, setACL. */
  record StatOnly(StatView stat) implements Reply {}

  /** Data and stat: getData, reconfig. The array is never changed. */
  record DataStat(byte @Nullable [] data, StatView stat) implements Reply {}

  /** ACL and stat: getACL. */
  record AclStat(List<Acl> acl, StatView stat) implements Reply {}

  /** Strings without a stat: getChildren, getEphemerals. */
  record Names(List<String> names) implements Reply {}

  /** Children and stat: getChildren2. */
  record ChildrenStat(List<String> children, StatView stat) implements Reply {}

  /** A number: getAllChildrenNumber, and the constant 0 that answers addWatch. */
  record IntValue(int value) implements Reply {}

  /** Identities: whoAmI. Each is (scheme, user name). */
  record Identities(List<AuthId> ids) implements Reply {}

  /** A SASL token; sent with AUTH_FAILED too, then null. */
  record SaslToken(byte @Nullable [] token) implements Reply {}

  /** Results of a multi or multiRead, in order; the header's error stays OK when parts failed. */
  record Multi(List<Result> results) implements Reply {}

  /**
   * One result of a multi.
   *
   * @param op the sub-operation's result type, or {@link OpCode#ERROR}
   * @param error code of the part; {@link ErrorCode#OK} is possible with type ERROR, for parts before the failing one
   * @param body empty for errors, deletes and checks
   */
  record Result(OpCode op, int error, Reply body) {}
}
