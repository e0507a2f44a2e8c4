package io.vivarium.kernel;

import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;
import java.util.List;

/** The configuration keys of a plugin that no server of this process runs. */
public final class PluginKeys {
  private PluginKeys() {}

  /**
   * Loads the plugin in a directory and asks it. Nothing else of it is called.
   *
   * @param directory of the plugin, with its descriptor and jars
   * @throws PluginException with what is wrong with it
   */
  public static List<ConfigKey<?>> of(Path directory) throws PluginException {
    return PluginCatalog.of(directory).configKeys();
  }
}
