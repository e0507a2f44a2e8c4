package io.vivarium.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarWriterTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  private static byte[] written(Layer.Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(bytes, TIME)) {
      content.writeTo(tar);
    }
    return bytes.toByteArray();
  }

  private static Map<String, TarReader.Entry> entries(Layer.Content content) throws IOException {
    return TarReader.read(written(content));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 100_000})
  void filesOfEverySizeAreReadAgain(int size) throws Exception {
    byte[] content = "x".repeat(size).getBytes(UTF_8);
    Path file = Files.write(directory.resolve("f"), content);

    Map<String, TarReader.Entry> entries =
        entries(
            tar -> {
              tar.file("a", content, TarWriter.Access.READ);
              tar.file("b", file, TarWriter.Access.RUN);
            });

    assertEquals(List.of("a", "b"), List.copyOf(entries.keySet()));
    assertArrayEquals(content, entries.get("a").content());
    assertArrayEquals(content, entries.get("b").content());
  }

  @Test
  void modesOwnersAndTimesAreWhatTheyAreSaidToBe() throws Exception {
    Map<String, TarReader.Entry> entries =
        entries(
            tar -> {
              tar.file("f", new byte[1], TarWriter.Access.READ);
              tar.directory("d", new TarWriter.Access(10_001, 01777));
              tar.link("l", "f");
            });

    assertEquals(0644, entries.get("f").mode());
    assertEquals(0, entries.get("f").owner());
    assertEquals(TIME.getEpochSecond(), entries.get("f").seconds());
    assertEquals('0', entries.get("f").type());
    assertEquals(01777, entries.get("d/").mode());
    assertEquals(10_001, entries.get("d/").owner());
    assertEquals('5', entries.get("d/").type());
    assertEquals('2', entries.get("l").type());
    assertEquals("f", entries.get("l").target());
  }

  @ParameterizedTest
  @ValueSource(ints = {99, 100, 101, 255, 993})
  void namesOfEveryLengthAreReadAgain(int length) throws Exception {
    String name = "n".repeat(length);

    Map<String, TarReader.Entry> entries =
        entries(tar -> tar.file(name, "content".getBytes(UTF_8), TarWriter.Access.READ));

    assertEquals("content", entries.get(name).text());
  }

  @Test
  void namesThatAreNotAsciiAreReadAgain() throws Exception {
    String name = "ä".repeat(60);

    assertEquals(
        "x",
        entries(tar -> tar.file(name, "x".getBytes(UTF_8), TarWriter.Access.READ))
            .get(name)
            .text());
  }

  @Test
  void theSameFilesAreTheSameBytes() throws Exception {
    Layer.Content content = tar -> tar.file("a", new byte[700], TarWriter.Access.READ);

    assertArrayEquals(written(content), written(content));
  }

  @Test
  void aLayerIsNamedByWhatIsInIt() throws Exception {
    Layer one =
        Layer.write(
            directory.resolve("1"), TIME, tar -> tar.file("a", new byte[9], TarWriter.Access.READ));
    Layer same =
        Layer.write(
            directory.resolve("2"), TIME, tar -> tar.file("a", new byte[9], TarWriter.Access.READ));
    Layer other =
        Layer.write(
            directory.resolve("3"), TIME, tar -> tar.file("b", new byte[9], TarWriter.Access.READ));

    assertEquals(one.digest(), same.digest());
    assertEquals(one.contentDigest(), same.contentDigest());
    assertEquals(false, one.digest().equals(other.digest()));
    assertEquals(one.digest(), Digests.of(Files.readAllBytes(one.file())));
    assertEquals(one.size(), Files.size(one.file()));
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> entries(tar -> tar.file("a", directory.resolve("no"), TarWriter.Access.READ)));

    assertEquals(true, String.valueOf(failure.getMessage()).contains("no"));
  }

  /** The names and contents that the system's own tar finds. */
  private Map<String, String> bySystem(Layer.Content content) throws Exception {
    Path archive = Files.write(directory.resolve("archive.tar"), written(content));
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Process tar =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", unpacked.toString())
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
    Map<String, String> found = new java.util.TreeMap<>();
    try (var files = Files.walk(unpacked)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(unpacked.relativize(file).toString(), Files.readString(file));
      }
    }
    return found;
  }

  @Test
  void theSystemsOwnTarReadsTheSame() throws Exception {
    String longName = "d/" + "n".repeat(120);

    Map<String, String> found =
        bySystem(
            tar -> {
              tar.directory("d", TarWriter.Access.RUN);
              tar.file("d/short", "one".getBytes(UTF_8), TarWriter.Access.READ);
              tar.file(longName, "two".getBytes(UTF_8), TarWriter.Access.RUN);
              tar.file("d/ä", "three".getBytes(UTF_8), TarWriter.Access.READ);
              tar.file("d/empty", new byte[0], TarWriter.Access.READ);
            });

    assertEquals("one", found.get("d/short"));
    assertEquals("two", found.get(longName));
    assertEquals("", found.get("d/empty"));
    assertEquals(4, found.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_767_225_600L, 8_589_934_591L})
  void timesOfEveryCenturyFit(long seconds) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(bytes, Instant.ofEpochSecond(seconds))) {
      tar.file("f", new byte[1], TarWriter.Access.READ);
    }

    assertEquals(seconds, TarReader.read(bytes.toByteArray()).get("f").seconds());
  }

  @Test
  void anEmptyArchiveIsOneToo() throws Exception {
    assertEquals(Map.of(), entries(tar -> {}));
  }

  @Test
  void linksToLongPlacesAreReadAgain() throws Exception {
    String target = "t".repeat(150);
    Path archive =
        Files.write(directory.resolve("links.tar"), written(tar -> tar.link("l", target)));
    Path unpacked = Files.createDirectory(directory.resolve("links"));
    Process tar =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", unpacked.toString())
            .inheritIO()
            .start();

    assertEquals(0, tar.waitFor());
    assertEquals(target, Files.readSymbolicLink(unpacked.resolve("l")).toString());
  }
}
