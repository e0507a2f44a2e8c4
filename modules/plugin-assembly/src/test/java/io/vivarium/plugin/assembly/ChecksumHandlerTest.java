package io.vivarium.plugin.assembly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipFile;
import org.codehaus.plexus.archiver.ArchiverException;
import org.codehaus.plexus.archiver.zip.ZipArchiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumHandlerTest {
  /** Of the three bytes "abc", as FIPS 180-2 gives it. */
  private static final String SUM_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** Of nothing. */
  private static final String SUM_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir private Path directory;

  @Test
  void everyFileIsNamedWithItsChecksumInTheOrderOfNames() throws IOException {
    Path made = archive("a.zip", "plugin.properties", "abc", "b.jar", "", "a-1.0.jar", "abc");
    assertEquals(
        SUM_OF_ABC
            + "  a-1.0.jar\n"
            + SUM_OF_NOTHING
            + "  b.jar\n"
            + SUM_OF_ABC
            + "  plugin.properties\n",
        contentOf(made, ChecksumHandler.CHECKSUMS));
    assertEquals("abc", contentOf(made, "plugin.properties"));
  }

  @Test
  void sameFilesMakeTheSameBytes() throws IOException {
    Path one = archive("one.zip", "plugin.properties", "abc", "b.jar", "xyz");
    Files.setLastModifiedTime(directory.resolve("b.jar"), FileTime.from(Instant.EPOCH));
    Path two = archive("two.zip", "b.jar", "xyz", "plugin.properties", "abc");
    assertEquals(contentOf(one, "SHA256SUMS"), contentOf(two, "SHA256SUMS"));
    Path three = archive("three.zip", "plugin.properties", "abc", "b.jar", "xyz");
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(three));
  }

  @Test
  void aPackageWithoutADescriptorIsNotMade() {
    assertRefused("needs the file src/main/plugin/plugin.properties", "b.jar", "abc");
  }

  @Test
  void whatDoesNotBelongIntoAPackageIsNamed() {
    assertRefused(
        "notes.txt does not belong into a plugin package",
        "plugin.properties",
        "abc",
        "notes.txt",
        "abc");
    assertRefused(
        "lib/b.jar does not belong into a plugin package",
        "plugin.properties",
        "abc",
        "lib/b.jar",
        "abc");
  }

  @Test
  void mavenFindsTheHandlerAndTheFormatByName() throws IOException {
    String index = resource("/META-INF/sisu/javax.inject.Named");
    assertEquals(ChecksumHandler.class.getName(), index.strip());
    String name = ChecksumHandler.class.getAnnotation(javax.inject.Named.class).value();
    String format = resource("/assemblies/vivarium-plugin.xml");
    assertTrue(format.contains("<handlerName>" + name + "</handlerName>"), format);
  }

  private void assertRefused(String why, String... namesAndContents) {
    ArchiverException refused =
        assertThrows(ArchiverException.class, () -> archive("x.zip", namesAndContents));
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
    assertFalse(Files.exists(directory.resolve("x.zip")));
  }

  private Path archive(String archive, String... namesAndContents) throws IOException {
    ZipArchiver archiver = new ZipArchiver();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      Path file = directory.resolve(namesAndContents[i]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, namesAndContents[i + 1]);
      archiver.addFile(file.toFile(), namesAndContents[i], 0644);
    }
    archiver.setArchiveFinalizers(List.of(new ChecksumHandler()));
    archiver.configureReproducibleBuild(FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Path made = directory.resolve(archive);
    archiver.setDestFile(made.toFile());
    archiver.createArchive();
    return made;
  }

  private static String contentOf(Path archive, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ChecksumHandler.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
