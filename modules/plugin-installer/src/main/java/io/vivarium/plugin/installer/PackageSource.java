package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.PackageLimits;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import io.vivarium.plugin.installer.store.PluginStore;
import io.vivarium.plugin.installer.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Brings packages to a directory of this command's own: what is checked there is what is installed, whatever happens meanwhile to the file
 * that was named.
 */
final class PackageSource implements AutoCloseable {
  private final List<Staging> stagings = new ArrayList<>();

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

  /** A copy of the package, with its signature where there is one, beside the plugins that it is to be one of. */
  Repositories.Fetched fetch(String word, PluginStore store, Terminal terminal)
      throws IOException, InterruptedException, Refusal {
    if (Repositories.isCoordinates(word)) {
      Repositories remote = Repositories.of(repositories);
      return remote.fetch(word, stage(store), terminal.progress(word));
    }
    Path file = existing(word);
    Path copy = stage(store).resolve("package.zip");
    Files.copy(file, copy);
    Path signature = signatureOf(file);
    Path copied = null;
    if (signature != null) {
      copied = copy.resolveSibling("package.zip.asc");
      Files.copy(signature, copied);
    }
    return new Repositories.Fetched(copy, copied, nameOf(file));
  }

  /** A package that is looked at and no more: where it is, when that is on this machine. */
  Repositories.Fetched look(String word, CommonOptions options, Terminal terminal)
      throws IOException, InterruptedException, Refusal {
    if (Repositories.isCoordinates(word)) {
      return fetch(word, options.store(), terminal);
    }
    Path file = existing(word);
    return new Repositories.Fetched(file, signatureOf(file), nameOf(file));
  }

  private Path stage(PluginStore store) throws IOException, Refusal {
    Staging staging = store.stage();
    stagings.add(staging);
    return staging.directory();
  }

  private static Path existing(String word) throws IOException, Refusal {
    Path file = Path.of(word);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.size(file) > PackageLimits.PACKAGE) {
      throw new Refusal(file + " is larger than " + PackageLimits.PACKAGE + " bytes");
    }
    return file;
  }

  private static @Nullable Path signatureOf(Path file) {
    Path signature = file.resolveSibling(file.getFileName() + ".asc");
    return Files.isRegularFile(signature) ? signature : null;
  }

  private static String nameOf(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  @Override
  public void close() throws IOException {
    for (Staging staging : stagings) {
      staging.close();
    }
  }
}
