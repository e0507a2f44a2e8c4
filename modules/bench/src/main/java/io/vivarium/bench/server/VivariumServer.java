package io.vivarium.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Vivarium from an unpacked distribution.
 *
 * @param name its name in tables
 * @param home directory of the distribution
 */
record VivariumServer(String name, Path home) implements ServerKind {
  @Override
  public List<String> command(Path config, int heapMb) throws IOException {
    Path program = home.resolve("bin/vivarium");
    if (!Files.isExecutable(program)) {
      throw new IOException("no Vivarium in " + home + ": " + program + " is missing");
    }
    List<String> command = new ArrayList<>(List.of("env"));
    if (Files.isExecutable(home.resolve("runtime/bin/java"))) {
      // As for somebody who has installed no Java: with that of the package.
      command.add("--unset=JAVA_HOME");
    }
    // The launcher takes JVM options from the environment; here they come first, through env(1).
    command.add("SERVER_JVMFLAGS=-Xms" + heapMb + "m -Xmx" + heapMb + "m");
    command.addAll(List.of(program.toString(), "server", config.toString()));
    return command;
  }
}
