package io.vivarium.plugin.installer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.fixture.PackageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginStoreTest {
  private static final Receipt RECEIPT =
      new Receipt("C:\\new\nline=é", "ab", "ABCD", "\"Alice <a@example.org>\"");

  @TempDir private Path directory;
  @TempDir private Path plugins;

  @Test
  void aPluginIsInstalledUnderItsNameWithANoteOfWhereItCameFrom() throws Exception {
    Path made = install("1.0");
    assertEquals(plugins.resolve("storage-theirs"), made);
    InstalledPackage found = store().find("theirs");
    assertEquals(RECEIPT, found.receipt());
    assertEquals(List.of(), found.problems());
    assertEquals("1.0", found.descriptor().version());
    assertEquals(
        List.of("SHA256SUMS", "installed.properties", "plugin.properties", "theirs-1.0.jar"),
        namesIn(made));
  }

  @Test
  void anotherVersionTakesThePlaceOfTheFirstWhateverItsDirectoryIsCalled() throws Exception {
    PackageFile.sound("1.0").unpack(plugins.resolve("old-name"));
    assertNull(store().find("theirs").receipt());
    assertEquals(plugins.resolve("old-name"), install("2.0"));
    assertEquals("2.0", store().find("storage=theirs").descriptor().version());
    assertFalse(namesIn(plugins.resolve("old-name")).contains("theirs-1.0.jar"));
    assertEquals(List.of(".lock", "old-name"), namesIn(plugins));
  }

  @Test
  void whatIsNoPluginIsNotReplaced() throws Exception {
    Files.createDirectory(plugins.resolve("storage-theirs"));
    Refusal refused = assertThrows(Refusal.class, () -> install("1.0"));
    assertTrue(refused.getMessage().endsWith("is there already and is no plugin; remove it"));
  }

  @Test
  void aPluginIsFoundByEachOfItsNames() throws Exception {
    install("1.0");
    PackageFile.sound("1.0")
        .with("plugin.properties", PackageFile.descriptor("1.0").replace("storage", "audit"))
        .unpack(plugins.resolve("other"));
    assertEquals("storage=theirs", store().find("storage=theirs").name());
    assertEquals("storage=theirs", store().find("storage-theirs").name());
    assertEquals("audit=theirs", store().find("other").name());
    Refusal both = assertThrows(Refusal.class, () -> store().find("theirs"));
    assertTrue(
        both.getMessage().startsWith("theirs is any of audit=theirs, storage=theirs; say which"),
        both::getMessage);
    assertThrows(Refusal.class, () -> store().find("nobody"));
  }

  @Test
  void whatIsWrongWithAPluginIsListedWithIt() throws Exception {
    PackageFile.sound("1.0")
        .with(
            "plugin.properties",
            PackageFile.descriptor("1.0").replace("version = 1\n", "version = 7-9\n"))
        .unpack(plugins.resolve("later"));
    Files.createDirectory(plugins.resolve("broken"));
    Files.writeString(plugins.resolve("broken/plugin.properties"), "id = x");
    Files.writeString(plugins.resolve("broken/installed.properties"), "source = x");
    Files.createDirectory(plugins.resolve("no-plugin"));
    List<InstalledPackage> found = store().list();
    assertEquals(
        List.of("broken", "storage=theirs"), found.stream().map(InstalledPackage::name).toList());
    assertTrue(
        found
            .get(0)
            .problems()
            .get(0)
            .endsWith("lacks the key version; add a line such as version = 1.0.0"));
    assertTrue(
        found.get(0).problems().get(1).contains("is damaged: it lacks source"), found::toString);
    assertEquals(
        List.of("was written for version 7-9 of SPI storage, this server has version 1"),
        found.get(1).problems());
  }

  @Test
  void aPluginIsRemovedWithItsFilesOnly() throws Exception {
    Path made = install("1.0");
    Path kept = Files.writeString(directory.resolve("kept"), "x");
    Files.createSymbolicLink(made.resolve("link"), directory);
    store().remove(store().find("theirs"));
    assertEquals(List.of(".lock"), namesIn(plugins));
    assertTrue(Files.exists(kept));
  }

  @Test
  void oneCommandAtATimeChangesTheDirectory() throws Exception {
    install("1.0");
    try (FileChannel other = FileChannel.open(plugins.resolve(".lock"), StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertTrue(lock.isValid());
      Refusal refused = assertThrows(Refusal.class, () -> install("2.0"));
      assertTrue(refused.getMessage().startsWith("another vivarium plugin is changing"));
      Files.createDirectory(plugins.resolve(".new-x"));
      store().recoverIfIdle();
      assertTrue(Files.exists(plugins.resolve(".new-x")));
    }
    store().recoverIfIdle();
    assertFalse(Files.exists(plugins.resolve(".new-x")));
  }

  @Test
  void aPackageThatWaitsToBeInstalledIsHiddenAndLeftAlone() throws Exception {
    Path waiting;
    try (Staging staging = store().stage()) {
      waiting = staging.directory();
      Files.writeString(waiting.resolve("package.zip"), "x");
      Files.createDirectory(plugins.resolve(".gone-x"));
      store().recoverIfIdle();
      assertEquals(List.of(), store().list());
      assertEquals(List.of(".lock", waiting.getFileName().toString()), namesIn(plugins));
      install("1.0");
      assertEquals(List.of(".lock", "package.zip"), namesIn(waiting));
    }
    assertEquals(List.of(".lock", "storage-theirs"), namesIn(plugins));
  }

  @Test
  void aCommandLeavesItsOwnPackageAlone() throws Exception {
    PluginStore store = store();
    try (Staging staging = store.stage()) {
      install(store, "1.0");
      store.recoverIfIdle();
      assertEquals(List.of(".lock"), namesIn(staging.directory()));
    }
  }

  @Test
  void aPackageThatNobodyWaitsForAnyMoreIsClearedAway() throws Exception {
    for (String left : List.of(".new-1", ".new-2")) {
      Files.createDirectory(plugins.resolve(left));
      Files.writeString(plugins.resolve(left).resolve("package.zip"), "x");
    }
    Files.createFile(plugins.resolve(".new-1/.lock"));
    store().recoverIfIdle();
    assertEquals(List.of(".lock"), namesIn(plugins));
  }

  @Test
  void aDiskThatIsFullLeavesEverythingAsItWas() throws Exception {
    install("1.0");
    PluginStore full =
        new PluginStore(
            plugins,
            new Disk() {
              @Override
              public void createDirectory(Path made) throws IOException {
                REAL.createDirectory(made);
              }

              @Override
              public void write(InputStream content, Path file) throws IOException {
                throw new IOException("no space left on device");
              }

              @Override
              public void force(Path path) throws IOException {
                REAL.force(path);
              }

              @Override
              public void rename(Path from, Path to) throws IOException {
                REAL.rename(from, to);
              }

              @Override
              public void delete(Path path) throws IOException {
                REAL.delete(path);
              }
            });
    IOException failed = assertThrows(IOException.class, () -> install(full, "2.0"));
    assertEquals("no space left on device", failed.getMessage());
    assertEquals(List.of(".lock", "storage-theirs"), namesIn(plugins));
    assertEquals("1.0", store().find("theirs").descriptor().version());
  }

  private PluginStore store() {
    return new PluginStore(plugins);
  }

  private Path install(String version) throws Exception {
    return install(store(), version);
  }

  private Path install(PluginStore store, String version) throws Exception {
    Path file = PackageFile.sound(version).write(directory.resolve("p.zip"));
    try (PluginPackage plugin = PluginPackage.open(file)) {
      return store.install(plugin, RECEIPT);
    }
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
    }
  }
}
