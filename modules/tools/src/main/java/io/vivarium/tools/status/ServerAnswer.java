package io.vivarium.tools.status;

import io.vivarium.model.Printable;
import io.vivarium.model.Zxid;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one server said.
 *
 * @param server host and port as they were given
 * @param role what it is
 * @param zxid the last txn it has; −1 when it did not say
 * @param figures other figures, by the names of {@link #FIGURES}
 * @param version release, commit and time of the build of the server, as it says them; null when it did not
 * @param problem why there is nothing to show; empty when there is
 * @param millis how long the answer took
 */
record ServerAnswer(
    String server,
    Role role,
    long zxid,
    Map<String, String> figures,
    @Nullable String version,
    String problem,
    long millis) {
  /** Lines of {@code srvr} that are shown. */
  static final Map<String, String> FIGURES =
      Map.of(
          "Connections", "connections",
          "Outstanding", "outstanding",
          "Node count", "znodes",
          "Latency min/avg/max", "latency");

  /** Lines of {@code mntr} that are looked at. */
  private static final Map<String, String> MORE =
      Map.of(
          "zk_quorum_size", "voters",
          "zk_synced_followers", "syncedFollowers",
          "zk_synced_observers", "syncedObservers",
          "zk_pending_syncs", "pendingSyncs",
          "zk_digest_mismatches_count", "digestMismatches",
          "zk_open_file_descriptor_count", "openFiles",
          "zk_max_file_descriptor_count", "mostOpenFiles");

  ServerAnswer {
    figures = Map.copyOf(figures);
  }

  /** What a server is. */
  enum Role {
    LEADER,
    FOLLOWER,
    OBSERVER,
    STANDALONE,
    /** Answers reads without a leader. */
    READ_ONLY,
    /** Runs and serves nobody. */
    NOT_SERVING,
    /** No answer. */
    UNREACHABLE;

    /** As people write it. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it is a part of a working ensemble. */
    boolean serves() {
      return this == LEADER || this == FOLLOWER || this == OBSERVER || this == STANDALONE;
    }
  }

  static ServerAnswer unreachable(String server, String problem, long millis) {
    return new ServerAnswer(server, Role.UNREACHABLE, -1, Map.of(), null, problem, millis);
  }

  /** Reads {@code srvr} and {@code mntr}; the second may have been refused. */
  static ServerAnswer of(String server, String srvr, String mntr, long millis) {
    Map<String, String> lines = new HashMap<>();
    srvr.lines().forEach(line -> split(line, ":", lines));
    String mode = lines.get("Mode");
    if (mode == null) {
      String said = srvr.lines().findFirst().orElse("nothing");
      return new ServerAnswer(
          server,
          said.contains("not currently serving") ? Role.NOT_SERVING : Role.UNREACHABLE,
          -1,
          Map.of(),
          null,
          "it says: " + Printable.of(said),
          millis);
    }
    Map<String, String> figures = new HashMap<>();
    FIGURES.forEach((line, name) -> copy(lines, line, figures, name));
    Map<String, String> more = new HashMap<>();
    mntr.lines().forEach(line -> split(line, "\t", more));
    MORE.forEach((line, name) -> copy(more, line, figures, name));
    String version = lines.get("Zookeeper version");
    return new ServerAnswer(
        server,
        role(mode),
        zxid(lines.getOrDefault("Zxid", "")),
        figures,
        version == null ? null : Printable.of(version),
        "",
        millis);
  }

  private static Role role(String mode) {
    return switch (mode) {
      case "leader" -> Role.LEADER;
      case "follower" -> Role.FOLLOWER;
      case "observer" -> Role.OBSERVER;
      case "standalone" -> Role.STANDALONE;
      default -> Role.READ_ONLY;
    };
  }

  private static void split(String line, String separator, Map<String, String> into) {
    int at = line.indexOf(separator);
    if (at > 0) {
      into.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
    }
  }

  private static void copy(
      Map<String, String> from, String line, Map<String, String> to, String name) {
    String value = from.get(line);
    if (value != null) {
      to.put(name, value);
    }
  }

  private static long zxid(String text) {
    try {
      return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The release of ZooKeeper that it is, or takes the place of; null when it did not say. */
  @Nullable String release() {
    return version == null ? null : version.split("[-, ]", 2)[0];
  }

  long epoch() {
    return zxid < 0 ? -1 : Zxid.epoch(zxid);
  }

  /** A figure for people; a dash when the server did not tell. */
  String figure(String name) {
    return figures.getOrDefault(name, "-");
  }

  /** A figure as a number; −1 when the server did not tell. */
  long number(String name) {
    try {
      return (long) Double.parseDouble(figure(name));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
