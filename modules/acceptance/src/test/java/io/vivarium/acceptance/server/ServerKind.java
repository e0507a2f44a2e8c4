package io.vivarium.acceptance.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which server a suite talks to. {@code -Dvivarium.acceptance.server=apache} runs a suite against Apache ZooKeeper: a
 * suite that fails there is wrong.
 */
public enum ServerKind {
  /** The unpacked distribution, started by its own script. */
  PACKAGED {
    @Override
    List<String> command(Path config, List<String> jvmFlags) {
      Path launcher = distribution().resolve("bin").resolve("vivarium");
      if (!Files.isExecutable(launcher)) {
        throw new IllegalStateException(
            launcher
                + " is missing: build the distribution first with './mvnw -DskipTests package', or name another one with"
                + " -Dvivarium.home=DIRECTORY");
      }
      return List.of(launcher.toString(), "server", config.toString());
    }

    @Override
    Map<String, String> environment(List<String> jvmFlags) {
      return Map.of("SERVER_JVMFLAGS", String.join(" ", jvmFlags));
    }
  },

  /** Apache ZooKeeper from the test class path, in a JVM of its own. */
  APACHE {
    @Override
    List<String> command(Path config, List<String> jvmFlags) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvmFlags);
      command.add("-Dzookeeper.admin.enableServer=false");
      command.add("-cp");
      command.add(
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
      command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
      command.add(config.toString());
      return command;
    }

    @Override
    Map<String, String> environment(List<String> jvmFlags) {
      return Map.of();
    }
  };

  /** The kind named by the system property, {@link #PACKAGED} without one. */
  public static ServerKind selected() {
    return valueOf(
        System.getProperty("vivarium.acceptance.server", "packaged").toUpperCase(Locale.ROOT));
  }

  /** Where the unpacked distribution is. */
  public static Path distribution() {
    String named = System.getProperty("vivarium.home", "../../distribution/target/vivarium");
    return Path.of(named).toAbsolutePath().normalize();
  }

  abstract List<String> command(Path config, List<String> jvmFlags);

  abstract Map<String, String> environment(List<String> jvmFlags);
}
