package io.vivarium.plugin.installer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.fixture.PackageFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands one after the other, each killed somewhere or not at all, recoveries included: a random walk that a seed repeats. */
class ManyKillsTest {
  private static final int COMMANDS = 60;
  private static final int MOST_STEPS = 25;
  private static final String NONE = "none";

  @TempDir private Path directory;
  @TempDir private Path plugins;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void thePluginIsAlwaysOneThatSomebodyWanted(long seed) throws Exception {
    Random random = new Random(seed);
    // What a whole command last made of it, and what killed ones since then wanted.
    List<String> possible = new ArrayList<>(List.of(NONE));
    for (int command = 0; command < COMMANDS; command++) {
      int steps = random.nextInt(MOST_STEPS);
      PluginStore store = new PluginStore(plugins, new CrashingDisk(steps, random.nextBoolean()));
      String wanted = random.nextInt(4) == 0 ? NONE : command + ".0";
      possible.add(wanted);
      try {
        change(store, wanted);
        possible.clear();
        possible.add(wanted);
      } catch (CrashingDisk.Killed e) {
        assertTrue(steps < MOST_STEPS);
      } catch (Refusal nothingToRemove) {
        assertEquals(NONE, wanted);
        assertTrue(possible.contains(NONE), possible::toString);
      }
      String visible = visible();
      assertTrue(
          visible.equals(NONE) || possible.contains(visible),
          () -> "seed " + seed + ": " + visible + " is none of " + possible);
    }
    new PluginStore(plugins).recoverIfIdle();
    assertTrue(possible.contains(visible()), () -> "seed " + seed + ": none of " + possible);
  }

  private void change(PluginStore store, String wanted) throws Exception {
    if (wanted.equals(NONE)) {
      store.remove(store.find("theirs"));
      return;
    }
    Path file = PackageFile.sound(wanted).write(directory.resolve("p.zip"));
    try (PluginPackage plugin = PluginPackage.open(file)) {
      store.install(plugin, new Receipt(wanted, "00", null, null));
    }
  }

  private String visible() throws Exception {
    List<InstalledPackage> found = new PluginStore(plugins).list();
    if (found.isEmpty()) {
      return NONE;
    }
    assertEquals(1, found.size());
    assertEquals(List.of(), found.getFirst().problems());
    String version = found.getFirst().descriptor().version();
    assertEquals(version, found.getFirst().receipt().source());
    return version;
  }
}
