package io.vivarium.acceptance.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the author of a plugin works: a directory outside this source tree, {@code mvn} on the path, and a repository with what Vivarium
 * publishes. What is downloaded besides is kept for the next run; what was ours or the author's is not.
 *
 * @param directory where projects are generated and built
 * @param settings names what was published, as a user's settings would
 * @param mavenArguments what the user's machine is like otherwise
 */
record Workshop(Path directory, Path settings, String mavenArguments) {
  private static final Duration LIMIT = Duration.ofMinutes(45);

  /** The top of the source tree. */
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Path OWN = Path.of("target", "plugins").toAbsolutePath();

  /** What Vivarium publishes. */
  static final Path STAGING = OWN.resolve("staging");

  private static final Pattern PUBLISH =
      Pattern.compile("```console\n\\$ (\\./mvnw [^`]* deploy [^`]*file://)(/[^`\\s]*)\n```");

  /** Publishes what this build has made, and sets everything up. */
  static Workshop open(Path directory) throws IOException, InterruptedException {
    Path repository = OWN.resolve("repository");
    Files.createDirectories(OWN);
    remove(STAGING);
    remove(repository.resolve("io/vivarium"));
    remove(repository.resolve("com/example"));
    Path settings = writeSettings();
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.writeString(
        bin.resolve("mvn"), "#!/bin/sh\nexec '" + ROOT.resolve("mvnw") + "' \"$@\"\n");
    Files.setPosixFilePermissions(bin.resolve("mvn"), PosixFilePermissions.fromString("rwxr-xr-x"));
    String arguments =
        "--batch-mode --no-transfer-progress -Dmaven.repo.local="
            + repository
            + " -Dmaven.repo.local.tail="
            + othersArtifacts()
            + " -Dmaven.repo.local.tail.ignoreAvailability=true"
            + (offline() ? " --offline -Daether.offline.protocols=file" : "");
    Workshop workshop = new Workshop(directory, settings, arguments);
    workshop.publish();
    return workshop;
  }

  /** By the command of docs/plugins/README.md, without doing again what the build has done: compiling, testing, checking. */
  private void publish() throws IOException, InterruptedException {
    Matcher guide = PUBLISH.matcher(Files.readString(ROOT.resolve("docs/plugins/README.md")));
    assertTrue(guide.find(), "the guide has no command any more that publishes");
    run(
        "publish",
        (offline() ? "--batch-mode --offline" : "--batch-mode --no-transfer-progress")
            + " -T2 -Dmaven.main.skip -Denforcer.skip -Dcheckstyle.skip"
            + " -Dspotless.check.skip",
        "cd '" + ROOT + "'\n" + guide.group(1) + STAGING);
  }

  /** What this machine has downloaded for other builds, without anything of ours that somebody may have installed there. */
  private static Path othersArtifacts() throws IOException {
    Path all = Path.of(System.getProperty("vivarium.acceptance.repository"));
    Path others = OWN.resolve("others");
    remove(others);
    linkChildren(all, others, Set.of("io", "com"));
    linkChildren(all.resolve("io"), others.resolve("io"), Set.of("vivarium"));
    linkChildren(all.resolve("com"), others.resolve("com"), Set.of("example"));
    return others;
  }

  private static void linkChildren(Path from, Path to, Set<String> without) throws IOException {
    Files.createDirectories(to);
    if (Files.exists(from)) {
      try (Stream<Path> children = Files.list(from)) {
        for (Path child : children.toList()) {
          if (!without.contains(child.getFileName().toString())) {
            Files.createSymbolicLink(to.resolve(child.getFileName()), child);
          }
        }
      }
    }
  }

  private static Path writeSettings() throws IOException {
    String repository =
        "<id>vivarium</id><url>"
            + STAGING.toUri()
            + "</url><snapshots><enabled>true</enabled></snapshots>";
    return Files.writeString(
        OWN.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>vivarium</id>
              <repositories><repository>%1$s</repository></repositories>
              <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>vivarium</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(repository));
  }

  /** Types commands into a shell in the directory; returns what they printed. They must end well. */
  String type(String label, String commands) throws IOException, InterruptedException {
    return run(label, mavenArguments + " --global-settings " + settings, commands);
  }

  /** As {@link #type}, for somebody whose settings name no repository. */
  String typeWithoutSettings(String label, String commands)
      throws IOException, InterruptedException {
    return run(label, mavenArguments, commands);
  }

  private String run(String label, String arguments, String commands)
      throws IOException, InterruptedException {
    Path log = directory.resolve(label + ".log");
    ServerProcess shell =
        ServerProcess.start(
            List.of("sh", "-ec", "cd '" + directory + "'\n" + commands),
            Map.of(
                "PATH",
                directory.resolve("bin") + ":" + System.getenv("PATH"),
                "MAVEN_ARGS",
                arguments),
            log);
    int exitCode = shell.exitCode(LIMIT);
    assumeFalse(
        exitCode != 0 && offline() && shell.log().contains("offline mode"),
        () ->
            label + " would have to download, and Maven is told to stay offline:\n" + shell.log());
    assertEquals(0, exitCode, () -> label + " failed and printed:\n" + shell.log());
    return shell.log();
  }

  private static boolean offline() {
    return "offline is true".equals(System.getProperty("vivarium.acceptance.network"));
  }

  /** Copies a directory tree, but nothing that was built in it. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        Path copy = to.resolve(child.getFileName());
        if (!Files.isDirectory(child)) {
          Files.copy(child, copy);
        } else if (!child.endsWith("target")) {
          copy(child, copy);
        }
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
