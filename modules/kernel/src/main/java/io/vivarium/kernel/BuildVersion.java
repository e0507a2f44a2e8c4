package io.vivarium.kernel;

import io.vivarium.kernel.admin.ServerVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/** What was built, as the build wrote it down. */
public final class BuildVersion {
  /** The ZooKeeper release that this server takes the place of. */
  public static final String COMPATIBLE_WITH = "3.9.5";

  private static final String RESOURCE = "build.properties";
  private static final String UNKNOWN_COMMIT = "0000000000000000000000000000000000000000";

  private BuildVersion() {}

  /** Our own version, for example {@code 0.1.0}. */
  public static String product() {
    return properties().getProperty("version", "unknown");
  }

  /** The text that ZooKeeper's tools parse. */
  public static String text() {
    return read().text();
  }

  /** The text that {@code zkServer.sh version} prints: the ZooKeeper release, and when this was built. */
  public static String release() {
    return read().release();
  }

  static ServerVersion read() {
    Properties properties = properties();
    String commit = properties.getProperty("commit", "");
    return new ServerVersion(
        COMPATIBLE_WITH,
        commit.matches("[0-9a-f]{40}") ? commit : UNKNOWN_COMMIT,
        Instant.parse(properties.getProperty("time", "1970-01-01T00:00:00Z")),
        properties.getProperty("version", "unknown"));
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
