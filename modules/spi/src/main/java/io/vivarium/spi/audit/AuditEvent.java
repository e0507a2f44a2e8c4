package io.vivarium.spi.audit;

import io.vivarium.model.CreateMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done, or tried. Holds no data of znodes and no secret: digests in ACLs are masked.
 *
 * @param timeMs when its outcome was known, ms since 1970
 * @param zxid of the txn; 0 when there was none
 */
public record AuditEvent(
    long timeMs, Operation operation, Result result, long zxid, Actor actor, Target target) {

  /** What was done, by the names that ZooKeeper's audit log has. */
  public enum Operation {
    /** The server began to serve. */
    SERVER_START("serverStart"),
    /** It was told to stop. */
    SERVER_STOP("serverStop"),
    /** A znode was made. */
    CREATE("create"),
    /** A znode was removed. */
    DELETE("delete"),
    /** A znode's data was replaced. */
    SET_DATA("setData"),
    /** A znode's ACL was replaced. */
    SET_ACL("setAcl"),
    /** A multi that failed; one that succeeded is told part by part. */
    MULTI("multiOperation"),
    /** Servers joined the ensemble, left it, or changed their part. */
    RECONFIG("reconfig"),
    /** An ephemeral that went with its session; every server tells it. */
    EPHEMERAL_DELETE("ephemeralZNodeDeletionOnSessionCloseOrExpire");

    private final String text;

    Operation(String text) {
      this.text = text;
    }

    /** The word in an audit log. */
    public String text() {
      return text;
    }
  }

  /** What came of it. */
  public enum Result {
    /** It was done. */
    SUCCESS("success"),
    /** It was refused, or could not be done. */
    FAILURE("failure"),
    /** It was begun, and its end cannot be told. */
    INVOKED("invoked");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    /** The word in an audit log. */
    public String text() {
      return text;
    }
  }

  /**
   * Who did it.
   *
   * @param sessionId 0 when it was the server itself
   * @param users the names of all identities of the client, as {@link io.vivarium.spi.auth.AuthScheme#userName} tells them, in the
   *     order in which they were proved; for the server the user whose process it is
   * @param address where the client is connected from, without port; null for the server
   */
  public record Actor(long sessionId, List<String> users, @Nullable String address) {
    /** Copies the list. */
    public Actor {
      users = List.copyOf(users);
    }
  }

  /**
   * To what.
   *
   * @param path null when it is no single znode
   * @param mode of a znode that was to be created; null otherwise
   * @param acl that was to be set, as {@code scheme:id:perms} with commas between, secrets masked; null otherwise
   */
  public record Target(@Nullable String path, @Nullable CreateMode mode, @Nullable String acl) {
    /** Nothing in particular. */
    public static final Target NONE = new Target(null, null, null);
  }
}
