package io.vivarium.plugin.installer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.fixture.PackageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that fails, where a kill would end everything: the command itself puts right what it left. */
class FailingDiskTest {
  private static final Receipt RECEIPT = new Receipt("test", "00", null, null);

  @TempDir private Path directory;

  @Test
  void anInstallationThatFailsLeavesNothing() throws Exception {
    int steps = failAtEveryStep("none", "2.0", store -> install(store, "2.0"));
    assertTrue(steps > 5, () -> "there were only " + steps + " steps");
  }

  @Test
  void anUpgradeThatFailsLeavesTheOldOneOrTheNewOne() throws Exception {
    int steps = failAtEveryStep("1.0", "2.0", store -> install(store, "2.0"));
    assertTrue(steps > 5, () -> "there were only " + steps + " steps");
  }

  @Test
  void aRemovalThatFailsIsDoneOrNot() throws Exception {
    int steps = failAtEveryStep("1.0", "none", store -> store.remove(store.find("theirs")));
    assertTrue(steps > 5, () -> "there were only " + steps + " steps");
  }

  private int failAtEveryStep(String before, String after, Change change) throws Exception {
    for (int step = 0; ; step++) {
      Path plugins = Files.createDirectory(directory.resolve("plugins" + step));
      if (!before.equals("none")) {
        install(new PluginStore(plugins), before);
      }
      FailingDisk disk = new FailingDisk(step);
      try {
        change.on(new PluginStore(plugins, disk));
        assertEquals(after, visible(plugins));
      } catch (IOException failed) {
        assertEquals("step " + step + " failed", failed.getMessage());
        // Once it is visible, only the clearing away can fail.
        assertTrue(List.of(before, after).contains(visible(plugins)));
      }
      assertEquals(List.of(), leftovers(plugins), "after step " + step);
      if (disk.left >= 0) {
        return step;
      }
    }
  }

  private static String visible(Path plugins) throws IOException {
    List<InstalledPackage> found = new PluginStore(plugins).list();
    found.forEach(each -> assertEquals(List.of(), each.problems()));
    assertTrue(found.size() <= 1, found::toString);
    return found.isEmpty() ? "none" : found.getFirst().descriptor().version();
  }

  private static List<String> leftovers(Path plugins) throws IOException {
    try (Stream<Path> all = Files.list(plugins)) {
      return all.map(each -> String.valueOf(each.getFileName()))
          .filter(name -> name.startsWith(".") && !name.equals(".lock"))
          .toList();
    }
  }

  private void install(PluginStore store, String version) throws Exception {
    Path file = PackageFile.sound(version).write(directory.resolve("p.zip"));
    try (PluginPackage plugin = PluginPackage.open(file)) {
      store.install(plugin, RECEIPT);
    }
  }

  @FunctionalInterface
  private interface Change {
    void on(PluginStore store) throws Exception;
  }

  /** Fails once. */
  private static final class FailingDisk implements Disk {
    private final int at;
    private int left;

    FailingDisk(int at) {
      this.at = at;
      this.left = at;
    }

    private void step() throws IOException {
      if (left-- == 0) {
        throw new IOException("step " + at + " failed");
      }
    }

    @Override
    public void createDirectory(Path made) throws IOException {
      step();
      REAL.createDirectory(made);
    }

    @Override
    public void write(InputStream content, Path file) throws IOException {
      step();
      REAL.write(content, file);
    }

    @Override
    public void force(Path path) throws IOException {
      step();
      REAL.force(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      step();
      REAL.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
      step();
      REAL.delete(path);
    }
  }
}
