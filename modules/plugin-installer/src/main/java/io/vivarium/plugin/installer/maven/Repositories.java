package io.vivarium.plugin.installer.maven;

import io.vivarium.plugin.installer.content.Checksums;
import io.vivarium.plugin.installer.content.PackageLimits;
import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The repositories that are asked for a package, one after the other. One thread. */
public final class Repositories {
  /** Asked when no other is named. */
  public static final String CENTRAL = "https://repo.maven.apache.org/maven2/";

  private static final int SMALL = 1 << 20;

  /** The checksums that repositories keep, the best first. */
  private static final Map<String, String> DIGESTS =
      Map.of(".sha512", "SHA-512", ".sha256", "SHA-256", ".sha1", "SHA-1");

  private static final List<String> DIGESTS_IN_ORDER = List.of(".sha512", ".sha256", ".sha1");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final List<Remote> remotes;

  private Repositories(List<Remote> remotes) {
    this.remotes = remotes;
  }

  /**
   * Repositories as a person names them: {@code https://...}, {@code file:...} or a directory.
   *
   * @param names none stands for Maven Central
   * @throws Refusal for what is none of these, and for plain HTTP to another machine
   */
  public static Repositories of(List<String> names) throws Refusal {
    return of(names, HttpRemote.PATIENCE);
  }

  /** With a limit of its own for how long nothing arrives in the middle of a file. */
  static Repositories of(List<String> names, Duration silence) throws Refusal {
    HttpClient client = HttpRemote.newClient();
    List<Remote> remotes = new ArrayList<>();
    for (String name : names.isEmpty() ? List.of(CENTRAL) : names) {
      remotes.add(remote(name, client, silence));
    }
    return new Repositories(remotes);
  }

  private static Remote remote(String name, HttpClient client, Duration silence) throws Refusal {
    try {
      if (!name.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        return new DirectoryRemote(Path.of(name), name);
      }
      URI uri = URI.create(name.endsWith("/") ? name : name + "/");
      return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
        case "file" -> new DirectoryRemote(Path.of(uri.getPath()), name);
        case "https" -> new HttpRemote(client, uri, name, silence);
        case "http" -> {
          if (!THIS_MACHINE.contains(String.valueOf(uri.getHost()))) {
            throw new Refusal(name + " is not encrypted; name a repository by https");
          }
          yield new HttpRemote(client, uri, name, silence);
        }
        default -> throw new Refusal(name + " is neither https nor file nor a directory");
      };
    } catch (IllegalArgumentException e) {
      throw new Refusal(name + " is no repository: " + e.getMessage(), e);
    }
  }

  /**
   * A package that has arrived.
   *
   * @param file the package
   * @param signature null when the repository has none
   * @param source where it came from, for people
   */
  public record Fetched(Path file, @Nullable Path signature, String source) {}

  /** Told how far a download is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called now and then, and when all has arrived.
     *
     * @param bytes that have arrived
     * @param total of how many; negative when the other side did not say
     */
    void arrived(long bytes, long total);
  }

  /** Whether a word on a command line names a package in a repository. */
  public static boolean isCoordinates(String word) {
    return word.startsWith(Coordinates.SCHEME);
  }

  /**
   * Fetches a package with its signature, from the first repository that has it.
   *
   * @param word for example {@code maven:org.example:their-plugin:1.0}
   * @param into an empty directory that nobody else writes to
   * @throws Refusal when no repository has it, or what arrives is too large or damaged, or nothing arrives for a minute
   */
  public Fetched fetch(String word, Path into, Progress progress)
      throws IOException, InterruptedException, Refusal {
    Coordinates wanted = Coordinates.parse(word);
    for (Remote remote : remotes) {
      try {
        return fetch(wanted, remote, into, progress);
      } catch (NoSuchFileException e) {
        // The next one may have it.
      } catch (HttpTimeoutException e) {
        throw new Refusal(String.valueOf(e.getMessage()), e);
      }
    }
    throw new Refusal(
        wanted.file(wanted.version())
            + " of "
            + wanted
            + " is in none of "
            + remotes.stream().map(Remote::name).collect(Collectors.joining(", "))
            + "; --repository names another");
  }

  private static Fetched fetch(Coordinates wanted, Remote remote, Path into, Progress progress)
      throws IOException, InterruptedException, Refusal {
    String name = wanted.file(build(wanted, remote));
    String path = wanted.directory() + name;
    Path file = into.resolve(name);
    try (Remote.Content content = remote.open(path)) {
      save(content, file, progress);
    }
    checkDigest(remote, path, file);
    Path signature = into.resolve(name + ".asc");
    byte[] text = small(remote, path + ".asc");
    if (text != null) {
      Files.write(signature, text);
    }
    return new Fetched(file, text == null ? null : signature, wanted + " from " + remote.name());
  }

  /** The version that the file's name has: that of the newest build of a snapshot, where the repository keeps builds apart. */
  private static String build(Coordinates wanted, Remote remote)
      throws IOException, InterruptedException, Refusal {
    if (!wanted.isSnapshot()) {
      return wanted.version();
    }
    byte[] metadata = small(remote, wanted.directory() + "maven-metadata.xml");
    return metadata == null ? wanted.version() : SnapshotMetadata.newestBuild(metadata, wanted);
  }

  private static void save(Remote.Content content, Path file, Progress progress)
      throws IOException, Refusal {
    byte[] buffer = new byte[64 << 10];
    long arrived = 0;
    InputStream in = content.stream();
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        arrived += read;
        if (arrived > PackageLimits.PACKAGE) {
          throw new Refusal("the package is larger than " + PackageLimits.PACKAGE + " bytes");
        }
        out.write(buffer, 0, read);
        progress.arrived(arrived, content.length());
      }
    }
    progress.arrived(arrived, arrived);
    if (content.length() >= 0 && arrived != content.length()) {
      throw new Refusal(
          "of the package arrived " + arrived + " of " + content.length() + " bytes; try again");
    }
  }

  /** Tells a damaged transfer from a damaged package; who sent it, only the signature tells. */
  private static void checkDigest(Remote remote, String path, Path file)
      throws IOException, InterruptedException, Refusal {
    for (String suffix : DIGESTS_IN_ORDER) {
      byte[] content = small(remote, path + suffix);
      if (content == null) {
        continue;
      }
      String expected =
          new String(content, StandardCharsets.US_ASCII)
              .strip()
              .split("\\s+", 2)[0]
              .toLowerCase(Locale.ROOT);
      String algorithm = DIGESTS.getOrDefault(suffix, "SHA-1");
      String actual = Checksums.digest(file, algorithm);
      if (!actual.equals(expected)) {
        throw new Refusal(
            "the package has "
                + algorithm
                + " "
                + actual
                + ", and "
                + remote.name()
                + " says "
                + PackageLimits.printable(expected)
                + "; the transfer was damaged");
      }
      return;
    }
  }

  /** All of a file, or null when it is not there. */
  private static byte @Nullable [] small(Remote remote, String path)
      throws IOException, InterruptedException, Refusal {
    try (Remote.Content content = remote.open(path)) {
      byte[] bytes = content.stream().readNBytes(SMALL + 1);
      if (bytes.length > SMALL) {
        throw new Refusal(path + " in " + remote.name() + " is larger than " + SMALL + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
