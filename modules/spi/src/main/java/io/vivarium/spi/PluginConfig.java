package io.vivarium.spi;

import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The checked values of a plugin's keys. Immutable; any thread. */
public interface PluginConfig {
  /** The value of {@code key}, its default when nothing is configured; null only when there is no default either. */
  <T> @Nullable T find(ConfigKey<T> key);

  /** The value of {@code key}; fails with {@link NoSuchElementException} when there is neither value nor default. */
  default <T> T get(ConfigKey<T> key) {
    T value = find(key);
    if (value == null) {
      throw new NoSuchElementException(
          "configuration key " + key.name() + " has no value and no default");
    }
    return value;
  }

  /**
   * Every configured entry whose key starts with {@code prefix}, by its full name: for families such as {@code authProvider.N}.
   */
  Map<String, String> withPrefix(String prefix);
}
