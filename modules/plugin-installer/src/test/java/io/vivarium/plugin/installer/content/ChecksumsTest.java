package io.vivarium.plugin.installer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.plugin.installer.fixture.PackageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an installed plugin against its checksums. */
class ChecksumsTest {
  @TempDir private Path plugin;

  @BeforeEach
  void install() throws IOException {
    PackageFile.sound("1.0").unpack(plugin);
  }

  @Test
  void nothingIsWrongWithWhatNobodyChanged() throws IOException {
    assertEquals(List.of(), problems());
    Files.writeString(plugin.resolve("note"), "by the installer");
    assertEquals(List.of(), Checksums.problemsIn(plugin, "note"));
  }

  @Test
  void whatWasChangedIsNamed() throws IOException {
    Files.writeString(plugin.resolve("plugin.properties"), "id = other");
    assertEquals(List.of("plugin.properties was changed after it was packaged"), problems());
  }

  @Test
  void whatIsMissingOrTooMuchIsNamed() throws IOException {
    Files.delete(plugin.resolve("theirs-1.0.jar"));
    Files.writeString(plugin.resolve("more.jar"), "");
    assertEquals(
        List.of("more.jar does not belong to the plugin", "theirs-1.0.jar is missing"), problems());
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path jar = plugin.resolve("theirs-1.0.jar");
    Path elsewhere = Files.createTempFile("elsewhere", ".jar");
    Files.write(elsewhere, Files.readAllBytes(jar));
    Files.delete(jar);
    Files.createSymbolicLink(jar, elsewhere);
    assertEquals(List.of("theirs-1.0.jar is no file"), problems());
    Files.delete(elsewhere);
  }

  @Test
  void withoutReadableChecksumsNothingIsKnown() throws IOException {
    Files.writeString(plugin.resolve("SHA256SUMS"), "?");
    assertEquals(List.of("SHA256SUMS, line 1: not a SHA-256, two blanks and a name"), problems());
    Files.delete(plugin.resolve("SHA256SUMS"));
    assertEquals(List.of("it has no SHA256SUMS"), problems());
  }

  private List<String> problems() throws IOException {
    return Checksums.problemsIn(plugin, "none");
  }
}
