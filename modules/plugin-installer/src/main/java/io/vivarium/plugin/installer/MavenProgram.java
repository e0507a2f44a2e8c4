package io.vivarium.plugin.installer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Maven, as it is installed on this machine.
 *
 * @param environment where its place is looked up
 * @param runner runs it
 */
record MavenProgram(Map<String, String> environment, Runner runner) {
  /** Runs a command with the streams of this process. */
  @FunctionalInterface
  interface Runner {
    /** Returns the exit code. */
    int run(List<String> command) throws IOException, InterruptedException;
  }

  static MavenProgram ofMachine() {
    return new MavenProgram(
        System.getenv(), command -> new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  /** The program: below MAVEN_HOME, or on the PATH. */
  Optional<Path> find() {
    List<Path> places = new ArrayList<>();
    String home = environment.get("MAVEN_HOME");
    if (home != null && !home.isBlank()) {
      places.add(Path.of(home, "bin"));
    }
    for (String each : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!each.isBlank()) {
        places.add(Path.of(each));
      }
    }
    return places.stream()
        .map(place -> place.resolve("mvn"))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  int run(Path program, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    return runner.run(command);
  }

  /** A command line that can be pasted into a shell. */
  static String shown(List<String> arguments) {
    return "mvn " + arguments.stream().map(MavenProgram::quoted).collect(Collectors.joining(" "));
  }

  /** A word as a shell takes it for one. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_.:/=@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
