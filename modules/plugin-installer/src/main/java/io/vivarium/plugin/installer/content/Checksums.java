package io.vivarium.plugin.installer.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SHA-256 of each file of a package, as its file {@code SHA256SUMS} has them. Immutable.
 *
 * @param byName by the names of files, the sums in lower-case hexadecimal digits
 */
public record Checksums(Map<String, String> byName) {
  /** The name of the file in a package and in a plugin directory. */
  public static final String FILE = "SHA256SUMS";

  /** A star before the name says that the file was read as binary, as all are. */
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  /** Copies the map. */
  public Checksums {
    byName = Map.copyOf(byName);
  }

  /**
   * Reads the file.
   *
   * @param content of at most {@link PackageLimits#SMALL_FILE} bytes
   * @throws Refusal for a line that is none, or a file that is named twice
   */
  static Checksums parse(byte[] content) throws Refusal {
    Map<String, String> sums = new TreeMap<>();
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new Refusal(FILE + ", line " + number + ": not a SHA-256, two blanks and a name");
      }
      PackageLimits.checkName(matcher.group(2));
      if (sums.put(matcher.group(2), matcher.group(1)) != null) {
        throw new Refusal(FILE + " names " + matcher.group(2) + " twice");
      }
    }
    return new Checksums(sums);
  }

  /** Complains when the files are not exactly those that have a checksum here; {@code files} without {@code SHA256SUMS}. */
  void checkNames(Iterable<String> files) throws Refusal {
    TreeSet<String> missing = new TreeSet<>(byName.keySet());
    for (String file : files) {
      if (!missing.remove(file)) {
        throw new Refusal(file + " is in the package but not in its " + FILE);
      }
    }
    if (!missing.isEmpty()) {
      throw new Refusal(missing.first() + " is in " + FILE + " but not in the package");
    }
  }

  /** Complains when a file has another checksum. */
  void check(String name, MessageDigest digest) throws Refusal {
    String actual = HexFormat.of().formatHex(digest.digest());
    String expected = byName.get(name);
    if (!actual.equals(expected)) {
      throw new Refusal(
          name
              + " has SHA-256 "
              + actual
              + ", and "
              + FILE
              + " says "
              + expected
              + "; it was damaged");
    }
  }

  /**
   * Compares the files of an installed plugin with its {@code SHA256SUMS}.
   *
   * @param alsoAllowed a file that the installer itself put there
   * @return what is wrong; empty when nothing is
   */
  public static List<String> problemsIn(Path directory, String alsoAllowed) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of("it has no " + FILE);
    }
    Checksums sums;
    try (InputStream in = Files.newInputStream(file)) {
      sums = parse(PackageLimits.readSmall(in, FILE));
    } catch (Refusal e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    List<String> problems = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(sums.byName().keySet());
    for (Path each : sorted(directory)) {
      String name = String.valueOf(each.getFileName());
      if (missing.remove(name)) {
        if (!Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          problems.add(name + " is no file");
        } else if (!sha256(each).equals(sums.byName().get(name))) {
          problems.add(name + " was changed after it was packaged");
        }
      } else if (!name.equals(FILE) && !name.equals(alsoAllowed)) {
        problems.add(name + " does not belong to the plugin");
      }
    }
    missing.forEach(name -> problems.add(name + " is missing"));
    return problems;
  }

  private static List<Path> sorted(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().collect(Collectors.toList());
    }
  }

  /** The SHA-256 of a file in lower-case hexadecimal digits. */
  public static String sha256(Path file) throws IOException {
    return digest(file, "SHA-256");
  }

  /** A digest of a file in lower-case hexadecimal digits. */
  public static String digest(Path file, String algorithm) throws IOException {
    MessageDigest digest = digest(algorithm);
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
