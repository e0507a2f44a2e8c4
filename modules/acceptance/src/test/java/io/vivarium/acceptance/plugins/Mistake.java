package io.vivarium.acceptance.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an author may do wrong in the descriptor of a plugin.
 *
 * @param key of the line that is wrong
 * @param value what stands there; null when there is no such line
 * @param told what the author reads of it
 */
record Mistake(String key, @Nullable String value, String told) {
  private static final Path DESCRIPTOR = Path.of("src/main/plugin/plugin.properties");

  /** Makes a project, named by its directory, of which all else is as in another. */
  void make(Path sound, Path project) throws IOException {
    Workshop.copy(sound, project);
    edit(
        project.resolve("pom.xml"),
        "<artifactId>" + sound.getFileName() + "<",
        "<artifactId>" + project.getFileName() + "<");
    edit(
        project.resolve(DESCRIPTOR),
        "(?m)^" + key.replace(".", "\\.") + " = .*\\R",
        value == null ? "" : key + " = " + value + "\n");
  }

  private static void edit(Path file, String pattern, String replacement) throws IOException {
    String before = Files.readString(file);
    String after = before.replaceAll(pattern, replacement);
    if (after.equals(before)) {
      throw new IOException(file + " has nothing like " + pattern + ":\n" + before);
    }
    Files.writeString(file, after);
  }

  /** Whether a line of a build's log says it of a package of this name. */
  boolean isToldOf(String name, String log) {
    return log.lines().anyMatch(line -> line.contains(name) && line.contains(told));
  }
}
