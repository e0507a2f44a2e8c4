package io.vivarium.server.command;

import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.config.EffectiveConfig;
import io.vivarium.config.Problem;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changes for a server that ran in another installation and is to run in this one, of a newer release or of an older one.
 *
 * @param before where it ran
 * @param now this one
 */
record Upgrade(OtherInstallation before, Installation now) {
  private static final String PLUGINS = "plugins";

  /**
   * Compares.
   *
   * @param file the configuration, of both
   * @param options what the command line says besides
   * @param effective what this installation makes of it
   * @throws IOException when the other one cannot be asked
   */
  List<Problem> changes(Path file, ConfigOptions options, EffectiveConfig effective)
      throws IOException {
    List<Problem> changes = new ArrayList<>(values(file, options, effective));
    changes.addAll(plugins());
    return changes;
  }

  private List<Problem> values(Path file, ConfigOptions options, EffectiveConfig effective)
      throws IOException {
    List<Problem> changes = new ArrayList<>();
    Map<String, OtherInstallation.Value> keys = before.configuration(file, options.values());
    // What lies in an installation, as logs do by default, lies in the other one at the same place.
    String there = before.home().toRealPath().toString();
    String here = now.home().toRealPath().toString();
    for (EffectiveConfig.Item item : effective.items()) {
      OtherInstallation.Value value = keys.get(item.key());
      if (value != null && !value.value().replace(there, here).equals(item.value())) {
        changes.add(
            change(
                item.key(),
                item.value(),
                "is \"%s\" (%s) in %s".formatted(value.value(), value.origin(), before.home()),
                "Set it, to have the same in both",
                item.origin()));
      }
    }
    return changes;
  }

  /** Those that somebody has installed there, for the most part: releases bring their own along. */
  private List<Problem> plugins() throws IOException {
    List<Problem> changes = new ArrayList<>();
    Map<String, OtherInstallation.Plugin> here = OtherInstallation.plugins(now.home());
    OtherInstallation.plugins(before.home())
        .forEach(
            (selection, plugin) -> {
              if (!here.containsKey(selection)) {
                changes.add(
                    change(
                        PLUGINS,
                        null,
                        "%s %s is in %s and not here"
                            .formatted(
                                selection, plugin.descriptor().version(), plugin.directory()),
                        remedy(plugin),
                        new Origin(Origin.Kind.DEFAULT, PLUGINS)));
              }
            });
    return changes;
  }

  private static String remedy(OtherInstallation.Plugin plugin) {
    PluginDescriptor descriptor = plugin.descriptor();
    return descriptor.spiVersions().contains(PluginProvider.SPI_VERSION)
        ? "It works with this release: copy its directory, or install it with vivarium plugin install"
        : "It works with version "
            + descriptor.spiVersions()
            + " of SPI "
            + descriptor.spi()
            + ", and here that is version "
            + PluginProvider.SPI_VERSION
            + ": install a release of it that fits";
  }

  private static Problem change(
      String key, @Nullable String value, String what, String remedy, Origin origin) {
    return new Problem(key, value, what, remedy, origin, Problem.INVALID_CONFIGURATION);
  }
}
