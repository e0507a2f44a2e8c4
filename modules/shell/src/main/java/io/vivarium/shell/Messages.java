package io.vivarium.shell;

import io.vivarium.client.RequestException;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Paths;
import org.jspecify.annotations.Nullable;

/** What went wrong, in the words of ZooKeeper's zkCli, which scripts look for. */
final class Messages {
  private Messages() {}

  static Failure of(RequestException refusal) {
    String path = refusal.path();
    return new Failure(refusal.code().name(), text(refusal.code(), path), path, Failure.FAILED);
  }

  /** A path that no server would take. */
  static void check(String path) throws Failure {
    String violation = Paths.violation(path);
    if (violation == null) {
      return;
    }
    String message;
    if (path.isEmpty()) {
      message = "Path length must be > 0";
    } else if (path.charAt(0) != '/') {
      message = "Path must start with / character";
    } else if (path.endsWith("/")) {
      message = "Path must not end with / character";
    } else {
      message = "Invalid path string \"" + path + "\": " + violation;
    }
    throw new Failure("BAD_PATH", message, path, Failure.FAILED);
  }

  static String text(ErrorCode code, @Nullable String path) {
    String named = path == null ? "" : path;
    return switch (code) {
      case NO_NODE -> "Node does not exist: " + named;
      case NO_CHILDREN_FOR_EPHEMERALS -> "Ephemerals cannot have children: " + named;
      case NODE_EXISTS -> "Node already exists: " + named;
      case NOT_EMPTY -> "Node not empty: " + named;
      case NOT_READ_ONLY -> "Not a read-only call: " + named;
      case INVALID_ACL -> "Acl is not valid : " + named;
      case NO_AUTH -> "Insufficient permission : " + named;
      case BAD_ARGUMENTS -> "Arguments are not valid : " + named;
      case BAD_VERSION -> "version No is not valid : " + named;
      case QUOTA_EXCEEDED -> "Quota has exceeded : " + named;
      case RECONFIG_IN_PROGRESS ->
          "Another reconfiguration is in progress -- concurrent reconfigs not supported (yet)";
      case NEW_CONFIG_NO_QUORUM ->
          "No quorum of new config is connected and up-to-date with the leader of last committed config - try invoking"
              + " reconfiguration after new servers are connected and synced";
      case OK,
          SYSTEM_ERROR,
          RUNTIME_INCONSISTENCY,
          DATA_INCONSISTENCY,
          CONNECTION_LOSS,
          MARSHALLING_ERROR,
          UNIMPLEMENTED,
          OPERATION_TIMEOUT,
          UNKNOWN_SESSION,
          API_ERROR,
          SESSION_EXPIRED,
          INVALID_CALLBACK,
          AUTH_FAILED,
          SESSION_MOVED,
          EPHEMERAL_ON_LOCAL_SESSION,
          NO_WATCHER,
          REQUEST_TIMEOUT,
          RECONFIG_DISABLED,
          SESSION_CLOSED_REQUIRE_SASL_AUTH,
          THROTTLED_OP ->
          plain(code, path);
    };
  }

  /** Without a wording for the case. */
  static String plain(ErrorCode code, @Nullable String path) {
    String text = "KeeperErrorCode = " + word(code);
    return path == null || path.isEmpty() ? text : text + " for " + path;
  }

  private static String word(ErrorCode code) {
    return switch (code) {
      case OK -> "ok";
      case SYSTEM_ERROR -> "SystemError";
      case RUNTIME_INCONSISTENCY -> "RuntimeInconsistency";
      case DATA_INCONSISTENCY -> "DataInconsistency";
      case CONNECTION_LOSS -> "ConnectionLoss";
      case MARSHALLING_ERROR -> "MarshallingError";
      case UNIMPLEMENTED -> "Unimplemented";
      case OPERATION_TIMEOUT -> "OperationTimeout";
      case BAD_ARGUMENTS -> "BadArguments";
      case UNKNOWN_SESSION -> "Unknown session";
      case NEW_CONFIG_NO_QUORUM -> "NewConfigNoQuorum";
      case RECONFIG_IN_PROGRESS -> "ReconfigInProgress";
      case API_ERROR -> "APIError";
      case NO_NODE -> "NoNode";
      case NO_AUTH -> "NoAuth";
      case BAD_VERSION -> "BadVersion";
      case NO_CHILDREN_FOR_EPHEMERALS -> "NoChildrenForEphemerals";
      case NODE_EXISTS -> "NodeExists";
      case NOT_EMPTY -> "Directory not empty";
      case SESSION_EXPIRED -> "Session expired";
      case INVALID_CALLBACK -> "Invalid callback";
      case INVALID_ACL -> "InvalidACL";
      case AUTH_FAILED -> "AuthFailed";
      case SESSION_MOVED -> "Session moved";
      case NOT_READ_ONLY -> "Not a read-only call";
      case EPHEMERAL_ON_LOCAL_SESSION -> "Ephemeral node on local session";
      case NO_WATCHER -> "No such watcher";
      case REQUEST_TIMEOUT -> "Request timeout";
      case RECONFIG_DISABLED -> "Reconfig is disabled";
      case SESSION_CLOSED_REQUIRE_SASL_AUTH ->
          "Session closed because client failed to authenticate";
      case QUOTA_EXCEEDED -> "Quota has exceeded";
      case THROTTLED_OP -> "Op throttled due to high load";
    };
  }
}
