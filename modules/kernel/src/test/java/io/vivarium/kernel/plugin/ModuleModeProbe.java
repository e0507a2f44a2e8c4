package io.vivarium.kernel.plugin;

import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says what plugins a server on the module path finds; started by {@link ModuleModeTest}. */
public final class ModuleModeProbe {
  private ModuleModeProbe() {}

  /**
   * Writes what was found.
   *
   * @param arguments the directory of plugins, the file to write
   */
  public static void main(String[] arguments) throws IOException {
    List<String> lines = new ArrayList<>();
    try {
      for (InstalledPlugin<?> plugin : PluginCatalog.discover(Path.of(arguments[0])).all()) {
        Module module = plugin.provider().getClass().getModule();
        ModuleLayer layer = module.getLayer();
        lines.add(
            plugin.name()
                + " "
                + plugin.version()
                + " module "
                + module.getName()
                + ", own layer "
                + (layer != null && !layer.equals(ModuleLayer.boot())));
      }
    } catch (PluginException e) {
      lines.addAll(e.getMessage().lines().toList());
    }
    Files.write(Path.of(arguments[1]), lines);
  }
}
