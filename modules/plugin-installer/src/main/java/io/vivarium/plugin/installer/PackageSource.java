package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.PackageLimits;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Brings packages to a directory of this command's own: what is checked there is what is installed, whatever happens meanwhile to the file
 * that was named.
 */
final class PackageSource implements AutoCloseable {
  private final List<Path> directories = new ArrayList<>();

  @Option(
      names = "--repository",
      paramLabel = "URL|DIR",
      description =
          "A Maven repository to ask for maven: packages; may be given more than once. Default:"
              + " Maven Central.")
  private List<String> repositories = new ArrayList<>();

  /** Whether a word names a package rather than an installed plugin. */
  static boolean isPackage(String word) {
    return Repositories.isCoordinates(word)
        || word.endsWith(".zip")
        || Files.isRegularFile(Path.of(word));
  }

  /** A copy of the package, with its signature where there is one. */
  Repositories.Fetched fetch(String word, Terminal terminal)
      throws IOException, InterruptedException, Refusal {
    Path directory = Files.createTempDirectory("vivarium-plugin");
    directories.add(directory);
    if (Repositories.isCoordinates(word)) {
      return Repositories.of(repositories).fetch(word, directory, terminal.progress(word));
    }
    return copy(Path.of(word), directory);
  }

  private static Repositories.Fetched copy(Path file, Path directory) throws IOException, Refusal {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.size(file) > PackageLimits.PACKAGE) {
      throw new Refusal(file + " is larger than " + PackageLimits.PACKAGE + " bytes");
    }
    Path copy = directory.resolve("package.zip");
    Files.copy(file, copy);
    Path signature = file.resolveSibling(file.getFileName() + ".asc");
    Path copied = null;
    if (Files.isRegularFile(signature)) {
      copied = directory.resolve("package.zip.asc");
      Files.copy(signature, copied);
    }
    return new Repositories.Fetched(copy, copied, file.toAbsolutePath().normalize().toString());
  }

  @Override
  public void close() throws IOException {
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
