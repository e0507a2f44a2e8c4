package io.vivarium.kernel.admin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * What the server calls itself. Agents, scripts and dashboards read a ZooKeeper release from the start of the version text and
 * turn features on by it, and some take the rest for a commit: so the text is ZooKeeper's in every character, with the release
 * that this server is compatible with and our own commit. Our own name and version stand where nothing parses them, in {@code
 * envi}.
 *
 * @param compatibleWith the ZooKeeper release, {@code x.y.z}
 * @param commit what was built: hexadecimal digits
 * @param builtAt when
 * @param productVersion our own version
 */
public record ServerVersion(
    String compatibleWith, String commit, Instant builtAt, String productVersion) {
  private static final Pattern RELEASE = Pattern.compile("\\d+\\.\\d+\\.\\d+");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{1,64}");
  private static final DateTimeFormatter TO_THE_MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  /** Refuses what agents could not parse. */
  public ServerVersion {
    if (!RELEASE.matcher(compatibleWith).matches()) {
      throw new IllegalArgumentException(
          "version '" + compatibleWith + "' is not three numbers like 3.9.5");
    }
    if (!COMMIT.matcher(commit).matches()) {
      throw new IllegalArgumentException(
          "commit '" + commit + "' is not 1 to 64 lower-case hexadecimal digits");
    }
  }

  /** The form of {@code srvr}, {@code mntr} and the log: release, commit, time of the build. */
  public String text() {
    return compatibleWith + "-" + commit + ", built on " + TO_THE_MINUTE.format(builtAt);
  }

  /** The form of {@code zkServer.sh version}: release and time of the build. */
  public String release() {
    return compatibleWith + " " + TO_THE_MINUTE.format(builtAt);
  }
}
