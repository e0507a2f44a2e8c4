package io.vivarium.plugin.installer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.fixture.PackageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the process at every step that changes the disk: what servers see is the plugin as it was or as it was to be, or none. */
class CrashTest {
  private static final Receipt RECEIPT = new Receipt("test", "00", null, null);
  private static final String NONE = "none";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewPluginIsThereWholeOrNotAtAll(boolean losesPower) throws Exception {
    List<String> seen = killAtEveryStep(NONE, NONE, store -> install(store, "2.0"), losesPower);
    assertEquals(Set.of(NONE, "2.0"), new TreeSet<>(seen));
    assertEquals("2.0", seen.getLast());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUpgradeLeavesTheOldOneOrTheNewOne(boolean losesPower) throws Exception {
    List<String> seen = killAtEveryStep("1.0", "1.0", store -> install(store, "2.0"), losesPower);
    // Between the two renames none has its name: servers know where the old one was taken to,
    // and the next command brings it back.
    assertEquals(1, seen.stream().filter(NONE::equals).count(), seen::toString);
    assertEquals("2.0", seen.getLast());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPluginIsRemovedWholeOrNotAtAll(boolean losesPower) throws Exception {
    List<String> seen =
        killAtEveryStep("1.0", NONE, store -> store.remove(store.find("theirs")), losesPower);
    assertEquals(Set.of("1.0", NONE), new TreeSet<>(seen));
    assertEquals(NONE, seen.getLast());
  }

  /**
   * Does a change once for each step it has, killed there; then once to its end.
   *
   * @param insteadOfNone what the next command makes of it when no plugin is visible
   * @return what servers would have seen after each
   */
  private List<String> killAtEveryStep(
      String before, String insteadOfNone, Change change, boolean losesPower) throws Exception {
    List<String> seen = new ArrayList<>();
    for (int steps = 0; ; steps++) {
      Path plugins = Files.createDirectory(directory.resolve("plugins" + steps));
      if (!before.equals(NONE)) {
        install(new PluginStore(plugins), before);
      }
      boolean killed = false;
      try {
        change.on(new PluginStore(plugins, new CrashingDisk(steps, losesPower)));
      } catch (CrashingDisk.Killed e) {
        killed = true;
      }
      String visible = visible(plugins);
      seen.add(visible);
      recover(plugins, visible, visible.equals(NONE) ? insteadOfNone : visible);
      if (!killed) {
        assertTrue(steps > 5, "there were only " + steps + " steps");
        return seen;
      }
    }
  }

  /** The next command leaves nothing behind, whether it is itself killed on the way or not. */
  private static void recover(Path plugins, String visible, String expected) throws IOException {
    for (int steps = 0; ; steps++) {
      try {
        new PluginStore(plugins, new CrashingDisk(steps, false)).recoverIfIdle();
        break;
      } catch (CrashingDisk.Killed e) {
        assertTrue(List.of(visible, expected).contains(visible(plugins)));
      }
    }
    assertEquals(expected, visible(plugins));
    try (Stream<Path> all = Files.list(plugins)) {
      assertEquals(
          List.of(),
          all.map(each -> String.valueOf(each.getFileName()))
              .filter(name -> name.startsWith(".") && !name.equals(".lock"))
              .toList());
    }
  }

  /** What a server sees: the version of the one plugin, which is whole. */
  private static String visible(Path plugins) throws IOException {
    List<InstalledPackage> found = new PluginStore(plugins).list();
    for (InstalledPackage each : found) {
      assertEquals(List.of(), each.problems());
      assertEquals(RECEIPT, each.receipt());
    }
    assertTrue(found.size() <= 1, found::toString);
    return found.isEmpty() ? NONE : found.getFirst().descriptor().version();
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
}
