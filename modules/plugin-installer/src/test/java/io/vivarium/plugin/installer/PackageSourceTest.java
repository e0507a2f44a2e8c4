package io.vivarium.plugin.installer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.PackageLimits;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import io.vivarium.plugin.installer.store.PluginStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageSourceTest {
  private final Terminal terminal =
      new Terminal(
          new PrintWriter(new StringWriter()),
          new PrintWriter(new StringWriter()),
          new BufferedReader(new StringReader("")),
          false);

  @TempDir private Path directory;
  @TempDir private Path plugins;

  @Test
  void whatIsCheckedIsWhatIsInstalledWhateverHappensToTheFileMeanwhile() throws Exception {
    Path file = Files.writeString(directory.resolve("p.zip"), "checked");
    Path signature = Files.writeString(directory.resolve("p.zip.asc"), "signature");
    Repositories.Fetched fetched;
    try (PackageSource source = new PackageSource()) {
      fetched = source.fetch(file.toString(), plugins(), terminal);
      Files.writeString(file, "another");
      Files.delete(signature);
      assertEquals("checked", Files.readString(fetched.file()));
      assertEquals("signature", Files.readString(fetched.signature()));
      assertEquals(file.toString(), fetched.source());
    }
    assertFalse(Files.exists(fetched.file().getParent()), "the copy is left behind");
  }

  /** What a killed command leaves elsewhere nobody would ever find. */
  @Test
  void theCopyIsWhereTheNextCommandLooks() throws Exception {
    Path file = Files.writeString(directory.resolve("p.zip"), "x");
    try (PackageSource source = new PackageSource()) {
      Path copy = source.fetch(file.toString(), plugins(), terminal).file();
      assertEquals(plugins, copy.getParent().getParent());
      assertTrue(copy.getParent().getFileName().toString().startsWith(".new-"));
    }
  }

  @Test
  void whatIsLookedAtIsNotCopied() throws Exception {
    Path file = Files.writeString(directory.resolve("p.zip"), "x");
    CommonOptions none = new CommonOptions(directory.resolve("no home"), Clock.systemUTC());
    try (PackageSource source = new PackageSource()) {
      assertEquals(file, source.look(file.toString(), none, terminal).file());
    }
  }

  @Test
  void nobodyElseMayWriteToTheCopy() throws Exception {
    Path file = Files.writeString(directory.resolve("p.zip"), "x");
    try (PackageSource source = new PackageSource()) {
      Path copy = source.fetch(file.toString(), plugins(), terminal).file();
      assertEquals(3, Files.getPosixFilePermissions(copy.getParent()).size());
    }
  }

  @Test
  void aFileWithoutASignatureHasNone() throws Exception {
    Path file = Files.writeString(directory.resolve("p.zip"), "x");
    Files.createDirectory(directory.resolve("p.zip.asc"));
    try (PackageSource source = new PackageSource()) {
      assertNull(source.fetch(file.toString(), plugins(), terminal).signature());
    }
  }

  @Test
  void aFileThatIsNoneOrTooLargeIsRefused() throws IOException {
    Path large = directory.resolve("large.zip");
    try (RandomAccessFile content = new RandomAccessFile(large.toFile(), "rw")) {
      content.setLength(PackageLimits.PACKAGE + 1);
    }
    try (PackageSource source = new PackageSource()) {
      Refusal refused =
          assertThrows(Refusal.class, () -> source.fetch(large.toString(), plugins(), terminal));
      assertTrue(refused.getMessage().endsWith("is larger than 268435456 bytes"));
      assertThrows(
          NoSuchFileException.class, () -> source.fetch(directory.toString(), plugins(), terminal));
      assertThrows(
          NoSuchFileException.class,
          () -> source.fetch(directory.resolve("none.zip").toString(), plugins(), terminal));
    }
  }

  private PluginStore plugins() {
    return new PluginStore(plugins);
  }

  @Test
  void aWordIsAPackageOrAPlugin() throws IOException {
    Path file = Files.writeString(directory.resolve("package"), "x");
    assertTrue(PackageSource.isPackage("maven:a:b:c"));
    assertTrue(PackageSource.isPackage("none.zip"));
    assertTrue(PackageSource.isPackage(file.toString()));
    assertFalse(PackageSource.isPackage("storage=filelog"));
    assertFalse(PackageSource.isPackage("filelog"));
  }
}
