package io.vivarium.kernel.plugin;

import io.vivarium.spi.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what plugins a server on the module path finds; started by {@link ModuleModeTest}. */
public final class ModuleModeProbe {
  private ModuleModeProbe() {}

  /**
   * Writes what was found.
   *
   * @param arguments the directory of plugins, the file to write; with a third, plugins from there are loaded
   *     and loaded anew instead
   */
  public static void main(String[] arguments) throws Exception {
    List<String> lines = new ArrayList<>();
    if (arguments.length > 2) {
      for (ReloadScenario.Kind kind : ReloadScenario.Kind.values()) {
        Path plugins = Files.createTempDirectory("plugins");
        lines.addAll(ReloadScenario.play(plugins, Path.of(arguments[2]), kind));
      }
      Files.write(Path.of(arguments[1]), lines);
      return;
    }
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
                + (layer != null && !layer.equals(ModuleLayer.boot()))
                + said(plugin));
      }
    } catch (PluginException e) {
      lines.addAll(e.getMessage().lines().toList());
    }
    Files.write(Path.of(arguments[1]), lines);
  }

  private static String said(InstalledPlugin<?> plugin) {
    return plugin.keys().stream()
        .filter(key -> key.name().equals("says") && key.defaultValue() != null)
        .map(key -> ", says " + key.defaultValue())
        .collect(Collectors.joining());
  }
}
