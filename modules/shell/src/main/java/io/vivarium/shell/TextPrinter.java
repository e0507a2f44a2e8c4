package io.vivarium.shell;

import io.vivarium.client.ClientEvent;
import io.vivarium.client.SessionState;
import io.vivarium.model.Stat;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** For people, and for scripts that were written for zkCli: its shapes. */
final class TextPrinter implements Printer {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US);

  private final ZoneId zone;

  TextPrinter(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public boolean aside(Outcome outcome) {
    return outcome instanceof Outcome.Created;
  }

  @Override
  public String text(Failure failure) {
    return failure.text();
  }

  @Override
  public String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Fact fact -> fact.text();
      case Outcome.Created created -> "Created " + created.path();
      case Outcome.Content content -> with(content.stat(), content(content));
      case Outcome.About about -> stat(about.stat());
      case Outcome.Names names -> with(names.stat(), "[" + String.join(", ", names.names()) + "]");
      case Outcome.Path path -> path.path();
      case Outcome.Branch branch -> branch.line();
      case Outcome.Access access -> with(access.stat(), access(access));
      case Outcome.Identities identities -> identities(identities);
      case Outcome.Configuration configuration ->
          with(
              configuration.stat(),
              (configuration.committed() ? "Committed new configuration:\n" : "")
                  + configuration.text());
      case Outcome.Quota quota ->
          "Output quota for %s %s\nOutput stat for %s %s"
              .formatted(quota.path(), quota.limits(), quota.path(), quota.usage());
      case Outcome.Step step -> step(step);
      case Outcome.Event event -> "\nWATCHER::\n\n" + event(event.event()) + "\n";
      case Outcome.Followed followed -> followed(followed);
    };
  }

  private String with(@Nullable Stat stat, String text) {
    return stat == null ? text : text + "\n" + stat(stat);
  }

  private static String content(Outcome.Content content) {
    byte[] data = content.data();
    if (data == null) {
      return "null";
    }
    return switch (content.form()) {
      case TEXT -> new String(data, StandardCharsets.UTF_8);
      case BASE64 -> Base64.getEncoder().encodeToString(data);
      case HEX -> HexTable.of(data);
    };
  }

  String stat(Stat stat) {
    return String.join(
        "\n",
        "cZxid = 0x" + Long.toHexString(stat.czxid()),
        "ctime = " + date(stat.ctime()),
        "mZxid = 0x" + Long.toHexString(stat.mzxid()),
        "mtime = " + date(stat.mtime()),
        "pZxid = 0x" + Long.toHexString(stat.pzxid()),
        "cversion = " + stat.cversion(),
        "dataVersion = " + stat.version(),
        "aclVersion = " + stat.aversion(),
        "ephemeralOwner = 0x" + Long.toHexString(stat.ephemeralOwner()),
        "dataLength = " + stat.dataLength(),
        "numChildren = " + stat.numChildren());
  }

  private String date(long ms) {
    return DATE.format(Instant.ofEpochMilli(ms).atZone(zone));
  }

  private static String access(Outcome.Access access) {
    StringJoiner lines = new StringJoiner("\n");
    access
        .acl()
        .forEach(
            entry ->
                lines.add(
                    "'%s,'%s\n: %s"
                        .formatted(entry.scheme(), entry.id(), Acls.letters(entry.perms()))));
    return lines.toString();
  }

  private static String identities(Outcome.Identities identities) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("Auth scheme: User");
    identities.ids().forEach(id -> lines.add(id.scheme() + ": " + id.id()));
    return lines.toString();
  }

  private static String step(Outcome.Step step) {
    return step.bytes() < 0
        ? step.action() + " " + step.path()
        : "%s %s (%d bytes)".formatted(step.action(), step.path(), step.bytes());
  }

  private static String followed(Outcome.Followed followed) {
    String data = followed.data();
    return "%s %s %s%s"
        .formatted(
            followed.time(), followed.type(), followed.path(), data == null ? "" : " " + data);
  }

  /** As ZooKeeper's WatchedEvent prints itself. */
  static String event(ClientEvent event) {
    return switch (event) {
      case ClientEvent.StateChanged changed -> watched(word(changed.state()), "None", null, -1);
      case ClientEvent.NodeChanged changed ->
          watched(
              "SyncConnected",
              word(changed.change().type()),
              changed.change().path(),
              changed.change().zxid());
      case ClientEvent.WatchRemoved removed ->
          watched("SyncConnected", word(removed.kind()), removed.path(), -1);
    };
  }

  private static String watched(String state, String type, @Nullable String path, long zxid) {
    return "WatchedEvent state:" + state + " type:" + type + " path:" + path + " zxid: " + zxid;
  }

  static String word(WatchEvent.Type type) {
    return switch (type) {
      case NODE_CREATED -> "NodeCreated";
      case NODE_DELETED -> "NodeDeleted";
      case NODE_DATA_CHANGED -> "NodeDataChanged";
      case NODE_CHILDREN_CHANGED -> "NodeChildrenChanged";
    };
  }

  private static String word(WatcherType kind) {
    return switch (kind) {
      case DATA -> "DataWatchRemoved";
      case CHILDREN -> "ChildWatchRemoved";
      case ANY, PERSISTENT, PERSISTENT_RECURSIVE -> "PersistentWatchRemoved";
    };
  }

  static String word(SessionState state) {
    return switch (state) {
      case CONNECTING -> "Disconnected";
      case CONNECTED -> "SyncConnected";
      case CONNECTED_READ_ONLY -> "ConnectedReadOnly";
      case AUTH_FAILED -> "AuthFailed";
      case EXPIRED -> "Expired";
      case CLOSED -> "Closed";
    };
  }

  /** The state in the prompt. */
  static String promptWord(SessionState state) {
    return switch (state) {
      case CONNECTING -> "CONNECTING";
      case CONNECTED -> "CONNECTED";
      case CONNECTED_READ_ONLY -> "CONNECTEDREADONLY";
      case AUTH_FAILED -> "AUTH_FAILED";
      case EXPIRED, CLOSED -> "CLOSED";
    };
  }

  /** All of several lines. */
  static String lines(List<String> lines) {
    return String.join("\n", lines);
  }
}
