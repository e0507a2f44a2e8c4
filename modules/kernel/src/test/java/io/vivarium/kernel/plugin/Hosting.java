package io.vivarium.kernel.plugin;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.PluginConfigs;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a test needs to host plugins that it wrote itself. */
final class Hosting {
  /** Long enough for any machine: tests that wait for the end of it bring their own patience. */
  static final PluginConfigs.Limits LIMITS = limits(false);

  /** A client on this machine that has proved nothing. */
  static final Peer PEER =
      new Peer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 2),
          false,
          List.of());

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

  /** Hosts a plugin that has no settings; a fatal error of it fails the test. */
  static <T extends Plugin> HostedPlugin<T> hosted(PluginKind<T> kind, T plugin)
      throws PluginException {
    return maker(
            configs(),
            (reason, message, cause) -> {
              throw new AssertionError(message);
            },
            Bounds.of(LIMITS))
        .make(installed(kind, "x", new Provider<>(plugin)));
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

  /** Provides what the test made. */
  record Provider<T extends Plugin>(T plugin) implements PluginProvider<T> {
    @Override
    public String id() {
      return "x";
    }

    @Override
    public T create(PluginContext context) {
      return plugin;
    }
  }
}
