package io.vivarium.kernel.plugin;

import io.vivarium.spi.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A running server whose plugin is exchanged or removed, and only then used; started by {@link UpgradeTest}. */
public final class UpgradeProbe {
  private UpgradeProbe() {}

  /**
   * Writes what the plugin says when it is asked to make an instance.
   *
   * @param arguments the directory of the plugin, the file to write, and what comes in place of that directory, if anything does
   */
  public static void main(String[] arguments) throws Exception {
    Path plugin = Path.of(arguments[0]);
    InstalledPlugin<?> found = PluginCatalog.discover(plugin.getParent()).all().getFirst();
    Path old = Files.createTempDirectory("plugins-before").resolve("old");
    Files.move(plugin, old);
    if (arguments.length > 2) {
      Files.move(Path.of(arguments[2]), plugin);
    }
    Files.writeString(Path.of(arguments[1]), said(found));
  }

  private static String said(InstalledPlugin<?> plugin) throws PluginException {
    try {
      return "made " + plugin.provider().create(null);
    } catch (UnsupportedOperationException e) {
      return "said by " + e.getMessage();
    } catch (LinkageError e) {
      return e.toString();
    }
  }
}
