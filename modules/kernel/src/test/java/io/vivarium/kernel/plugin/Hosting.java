package io.vivarium.kernel.plugin;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.PluginConfigs;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a test needs to host plugins that it wrote itself. */
final class Hosting {
  /** Long enough for any machine: tests that wait for the end of it bring their own patience. */
  static final PluginConfigs.Limits LIMITS = limits(false);

  private Hosting() {}

  static PluginConfigs.Limits limits(boolean strict) {
    Duration minutes = Duration.ofMinutes(2);
    return new PluginConfigs.Limits(
        minutes, minutes, Duration.ofSeconds(10), Duration.ofSeconds(60), strict);
  }

  static <T extends Plugin> InstalledPlugin<T> installed(
      PluginKind<T> kind, String id, PluginProvider<T> provider) {
    return new InstalledPlugin<>(
        kind, id, "", "here", provider, provider.configKeys(), PluginLayer.ofHost());
  }

  static PluginConfigs configs(ConfigKey<?>... keys) {
    return Objects.requireNonNull(
            ConfigLoader.load(
                    ConfigSource.ofText("zoo.cfg", "dataDir=unused\nclientPort=0\n"), List.of(keys))
                .config())
        .pluginConfigs();
  }

  static PluginMaker maker(PluginConfigs configs, FatalErrors fatal, Bounds bounds) {
    return new PluginMaker(configs, TimeSource.system(), new KernelMetrics(), fatal, bounds);
  }
}
