package io.vivarium.config;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands each plugin the values of the keys it declares. Immutable; any thread. */
public final class PluginConfigs {
  private final Settings settings;

  PluginConfigs(Settings settings) {
    this.settings = settings;
  }

  /**
   * The configuration of a plugin that declares {@code keys}.
   *
   * @throws IllegalArgumentException with every wrong value, when the keys were not among those that the configuration was
   *     loaded with
   */
  public PluginConfig bind(List<ConfigKey<?>> keys) {
    Problems problems = new Problems();
    new PluginKeys(keys).check(settings, Set.of(), problems);
    if (!problems.errors().isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", problems.errors().stream().map(Problem::text).toList()));
    }
    return new Bound(settings);
  }

  /** Where the server is installed: the launcher's {@code vivarium.home}, else the working directory. */
  public Path home() {
    return Path.of(System.getProperty("vivarium.home", "."));
  }

  /**
   * What plugins may take before they count as hung or broken.
   *
   * @param start longest time to make a plugin, and to start it ({@code plugin.startTimeoutMs})
   * @param stop longest time to stop one ({@code plugin.stopTimeoutMs})
   * @param call after which a call that keeps a thread of the server is named ({@code plugin.callTimeoutMs})
   * @param hang after which a server stops whose writes wait for a plugin; zero for never ({@code plugin.hangTimeoutMs})
   * @param strict whether one that is not needed stops the server all the same when it breaks ({@code plugin.strict})
   */
  public record Limits(
      Duration start, Duration stop, Duration call, Duration hang, boolean strict) {
    static Limits from(Values values) {
      return new Limits(
          Duration.ofMillis(values.get(OwnKeys.PLUGIN_START)),
          Duration.ofMillis(values.get(OwnKeys.PLUGIN_STOP)),
          Duration.ofMillis(values.get(OwnKeys.PLUGIN_CALL)),
          Duration.ofMillis(values.get(OwnKeys.PLUGIN_HANG)),
          values.get(OwnKeys.PLUGIN_STRICT));
    }
  }

  private record Bound(Settings settings) implements PluginConfig {
    @Override
    public <T> @Nullable T find(ConfigKey<T> key) {
      Setting setting = PluginKeys.find(settings, key);
      return setting == null ? key.defaultValue() : PluginKeys.parse(key, setting.value());
    }

    @Override
    public Map<String, String> withPrefix(String prefix) {
      Map<String, String> found = new LinkedHashMap<>();
      for (Setting setting : settings.withPrefix(prefix)) {
        found.put(setting.key(), setting.value());
      }
      return Map.copyOf(found);
    }

    /** Values may be secret. */
    @Override
    public String toString() {
      return "PluginConfig";
    }
  }
}
