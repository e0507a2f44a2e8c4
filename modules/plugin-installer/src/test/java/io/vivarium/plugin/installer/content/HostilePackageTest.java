package io.vivarium.plugin.installer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.fixture.PackageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger may send instead of a package. */
class HostilePackageTest {
  @TempDir private Path directory;

  @Test
  void aSoundPackageIsReadWhole() throws Exception {
    Path file = PackageFile.sound("1.0").write(directory.resolve("p.zip"));
    try (PluginPackage plugin = PluginPackage.open(file)) {
      assertEquals("storage=theirs", plugin.descriptor().selection());
      assertEquals(
          Map.of(
              "SHA256SUMS",
              (long) PackageFile.sound("1.0").rightChecksums().length(),
              "plugin.properties",
              (long) PackageFile.descriptor("1.0").length(),
              "theirs-1.0.jar",
              (long) PackageFile.jar("marker-1.0").length),
          plugin.sizes());
      assertEquals(
          PackageFile.descriptor("1.0"),
          new String(plugin.content("plugin.properties").readAllBytes(), StandardCharsets.UTF_8));
      assertThrows(IllegalArgumentException.class, () -> plugin.content("other"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.jar",
        "/etc/evil.jar",
        "lib/evil.jar",
        "..\\evil.jar",
        "C:\\evil.jar",
        ".hidden.jar",
        "-rf.jar",
        "a b.jar",
        "a\u001b[2J.jar",
        "a\u0000.jar",
        "com..jar",
        "con.jar",
        "NUL.tar.jar",
        "é.jar"
      })
  void aNameThatCouldLeadElsewhereIsRefused(String name) throws IOException {
    assertRefused(
        "files have names of letters, digits",
        PackageFile.sound("1.0").with(name, PackageFile.jar("x")));
  }

  @Test
  void aNameIsNotTooLong() throws IOException {
    assertRefused(
        "files have names of letters",
        PackageFile.sound("1.0").with("x".repeat(300) + ".jar", PackageFile.jar("x")));
  }

  @Test
  void noTextFromAPackageReachesTheTerminalAsItIs() {
    Refusal refused =
        assertThrows(
            Refusal.class,
            () ->
                open(
                    PackageFile.sound("1.0")
                        .with("\u001b[31mred" + "x".repeat(900), PackageFile.jar("x"))));
    assertTrue(refused.getMessage().contains("\"?[31mredxxx"), refused::getMessage);
    assertTrue(refused.getMessage().length() < 500, refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "installed.properties", "x.so", "META-INF"})
  void aFileThatIsNeitherJarNorDescriptorIsRefused(String name) throws IOException {
    assertRefused(
        "which is neither a jar nor plugin.properties nor SHA256SUMS",
        PackageFile.sound("1.0").with(name, "x"));
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    Path file =
        PackageFile.sound("1.0")
            .with("aaaa.jar", PackageFile.jar("1"))
            .with("bbbb.jar", PackageFile.jar("2"))
            .write(directory.resolve("p.zip"));
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("bbbb.jar", "aaaa.jar");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    Refusal refused = assertThrows(Refusal.class, () -> PluginPackage.open(file));
    assertEquals("the package holds aaaa.jar twice", refused.getMessage());
  }

  @Test
  void namesThatDifferInCaseOnlyAreOneFileOnSomeDisks() throws IOException {
    assertRefused(
        "twice",
        PackageFile.sound("1.0")
            .with("lib.jar", PackageFile.jar("x"))
            .with("LIB.jar", PackageFile.jar("y")));
  }

  @Test
  void whatIsOnlyCalledAJarIsRefused() throws IOException {
    // A symbolic link in a zip is a file whose content is the target.
    assertRefused("link.jar is no jar", PackageFile.sound("1.0").with("link.jar", "/etc/passwd"));
    assertRefused("empty.jar is no jar", PackageFile.sound("1.0").with("empty.jar", ""));
  }

  @Test
  void aPackageHasChecksumsOfAllItsFilesAndOfNoOthers() throws IOException {
    PackageFile sound = PackageFile.sound("1.0");
    String right = sound.rightChecksums();
    assertRefused("the package holds no SHA256SUMS", sound.checksums(""));
    assertRefused(
        "theirs-1.0.jar is in the package but not in its SHA256SUMS",
        sound.checksums(right.lines().findFirst().orElseThrow() + "\n"));
    assertRefused(
        "more.jar is in SHA256SUMS but not in the package",
        sound.checksums(right + "0".repeat(64) + "  more.jar\n"));
    assertRefused(
        "SHA256SUMS names plugin.properties twice",
        sound.checksums(right + right.lines().findFirst().orElseThrow() + "\n"));
    assertRefused("SHA256SUMS, line 3: not a SHA-256", sound.checksums(right + "hello\n"));
    assertRefused(
        "files have names of letters", sound.checksums(right + "0".repeat(64) + "  ../x.jar\n"));
    assertRefused("is larger than 65536 bytes", sound.checksums("x".repeat(70_000)));
  }

  @Test
  void aFileWithAnotherChecksumIsRefused() throws IOException {
    PackageFile sound = PackageFile.sound("1.0");
    String wrong = sound.rightChecksums().replaceFirst("^.", "g").replaceFirst("^g", "0");
    String other = sound.rightChecksums().startsWith("0") ? "1" + wrong.substring(1) : wrong;
    assertRefused("plugin.properties has SHA-256 ", sound.checksums(other));
  }

  @Test
  void aPackageNeedsADescriptorAndAJar() throws IOException {
    assertRefused(
        "the package holds no plugin.properties",
        PackageFile.sound("1.0").without("plugin.properties"));
    assertRefused("the package holds no jar", PackageFile.sound("1.0").without("theirs-1.0.jar"));
    assertRefused(
        "plugin.properties lacks the key version",
        PackageFile.sound("1.0").with("plugin.properties", "id = x"));
  }

  @Test
  void aPackageThatUnpacksToMoreThanItMayIsRefusedBeforeItFillsADisk() throws IOException {
    // 600 MB of zeros are 600 kB in a zip.
    byte[] zeros = new byte[200 << 20];
    zeros[0] = 'P';
    zeros[1] = 'K';
    zeros[2] = 3;
    assertRefused(
        "the package unpacks to more than 536870912 bytes",
        PackageFile.sound("1.0").with("a.jar", zeros).with("b.jar", zeros).with("c.jar", zeros));
  }

  @Test
  void thereAreNotMoreFilesThanAPluginNeeds() throws IOException {
    PackageFile many = PackageFile.sound("1.0");
    for (int i = 0; i < 500; i++) {
      many.with("j" + i + ".jar", PackageFile.jar("x"));
    }
    assertRefused("the package holds 503 files, at most 500", many);
  }

  @Test
  void aPackageIsNotLargerThanItMayBe() throws IOException {
    Path file = directory.resolve("large.zip");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(PackageLimits.PACKAGE + 1);
    }
    Refusal refused = assertThrows(Refusal.class, () -> PluginPackage.open(file));
    assertEquals(
        "the package has 268435457 bytes, at most 268435456 are taken", refused.getMessage());
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("p.zip"), "PK, but no zip");
    Refusal refused = assertThrows(Refusal.class, () -> PluginPackage.open(file));
    assertTrue(
        refused.getMessage().startsWith("it is no zip, or a damaged one"), refused::getMessage);
  }

  /** Whatever byte is another one: the package is refused, or nothing that counts has changed. */
  @Test
  void noDamageIsTakenForAPackage() throws Exception {
    Path file = PackageFile.sound("1.0").write(directory.resolve("p.zip"));
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try (PluginPackage plugin = PluginPackage.open(file)) {
        assertEquals("storage=theirs", plugin.descriptor().selection());
        assertEquals(
            PackageFile.descriptor("1.0"),
            new String(plugin.content("plugin.properties").readAllBytes(), StandardCharsets.UTF_8));
      } catch (Refusal e) {
        refused++;
      }
    }
    assertTrue(refused > sound.length / 2, "only " + refused + " of " + sound.length);
  }

  private void assertRefused(String why, PackageFile hostile) throws IOException {
    Refusal refused = assertThrows(Refusal.class, () -> open(hostile));
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
  }

  private void open(PackageFile hostile) throws IOException, Refusal {
    PluginPackage.open(hostile.write(directory.resolve("hostile.zip"))).close();
  }
}
