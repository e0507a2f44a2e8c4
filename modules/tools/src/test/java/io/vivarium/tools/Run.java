package io.vivarium.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of a command line, and what tests need to have something to run on.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it said besides
 */
public record Run(int code, String out, String err) {
  private static final Path FIXTURES = Path.of("../../plugins/storage-filelog/src/test/resources");

  /** Runs a command line in this process. */
  public static Run of(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = Stream.of(words).map(Object::toString).toArray(String[]::new);
    int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    return new Run(code, out.toString(), err.toString());
  }

  /** What was printed, line by line. */
  public List<String> lines() {
    return out.lines().toList();
  }

  /** A file or directory that ZooKeeper wrote, which must not be changed. */
  public static Path fixture(String name) {
    return FIXTURES.resolve(name);
  }

  /** A copy of a fixture that may be changed. */
  public static Path copy(String name, Path to) throws IOException {
    Path from = fixture(name);
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }

  /** Changes one byte of a file. */
  public static void damage(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 0x55;
    Files.write(file, bytes);
  }
}
