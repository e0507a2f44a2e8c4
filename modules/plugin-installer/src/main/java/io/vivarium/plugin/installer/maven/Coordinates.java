package io.vivarium.plugin.installer.maven;

import io.vivarium.plugin.installer.content.PackageLimits;
import io.vivarium.plugin.installer.content.Refusal;
import java.util.regex.Pattern;

/**
 * Where a package is in any Maven repository.
 *
 * @param group for example {@code org.example}
 * @param artifact for example {@code cassandra-storage}
 * @param version for example {@code 1.2.0}
 */
record Coordinates(String group, String artifact, String version) {
  /** What such coordinates begin with on a command line. */
  static final String SCHEME = "maven:";

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,199}");
  private static final String SNAPSHOT = "-SNAPSHOT";

  /** Reads {@code maven:G:A:V}. */
  static Coordinates parse(String text) throws Refusal {
    String[] parts =
        text.startsWith(SCHEME) ? text.substring(SCHEME.length()).split(":", -1) : new String[0];
    if (parts.length != 3) {
      throw new Refusal(
          PackageLimits.printable(text) + " must be like maven:org.example:their-plugin:1.0");
    }
    for (String part : parts) {
      if (!PART.matcher(part).matches() || part.contains("..")) {
        throw new Refusal(PackageLimits.printable(part) + " is no group, artifact or version");
      }
    }
    return new Coordinates(parts[0], parts[1], parts[2]);
  }

  /** Whether the version is one of many builds. */
  boolean isSnapshot() {
    return version.endsWith(SNAPSHOT);
  }

  /** The directory in a repository, with a slash behind. */
  String directory() {
    return group.replace('.', '/') + "/" + artifact + "/" + version + "/";
  }

  /**
   * The name of the package.
   *
   * @param build the version, or for a snapshot that of a build
   */
  String file(String build) {
    return artifact + "-" + build + "-plugin.zip";
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return SCHEME + group + ":" + artifact + ":" + version;
  }
}
