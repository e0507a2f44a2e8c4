package io.vivarium.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration key that a plugin owns: everything an operator needs to know of it, in one constant. The name is the one in
 * {@code zoo.cfg}; the host also finds the value in the system property {@code zookeeper.<name>} and reports values of the wrong
 * form, all at once, before any plugin is created.
 *
 * @param name key in {@code zoo.cfg}, for example {@code preAllocSize}
 * @param type {@link String}, {@link Integer}, {@link Long}, {@link Boolean} or {@link java.nio.file.Path}
 * @param defaultValue value when nothing is configured; null when there is none
 * @param help one sentence with unit and range
 * @param minimum smallest number allowed, for numeric types
 * @param maximum largest number allowed, for numeric types
 * @param secret whether the value must never be shown
 * @param <T> the type of the value
 */
public record ConfigKey<T>(
    String name,
    Class<T> type,
    @Nullable T defaultValue,
    String help,
    long minimum,
    long maximum,
    boolean secret) {

  /** Checks that name, type and help are there. */
  public ConfigKey {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(help);
  }

  /** A key with any text as its value. */
  public static ConfigKey<String> text(String name, @Nullable String defaultValue, String help) {
    return of(name, String.class, defaultValue, help);
  }

  /** A key that is {@code true} or {@code false} ({@code yes} and {@code no} are understood too). */
  public static ConfigKey<Boolean> flag(String name, boolean defaultValue, String help) {
    return of(name, Boolean.class, defaultValue, help);
  }

  /** A key with a decimal number within bounds, both included. */
  public static ConfigKey<Integer> integer(
      String name, int defaultValue, int minimum, int maximum, String help) {
    return new ConfigKey<>(name, Integer.class, defaultValue, help, minimum, maximum, false);
  }

  /** A key with a decimal number within bounds, both included. */
  public static ConfigKey<Long> number(
      String name, long defaultValue, long minimum, long maximum, String help) {
    return new ConfigKey<>(name, Long.class, defaultValue, help, minimum, maximum, false);
  }

  /** A key with the path of a file or directory. */
  public static ConfigKey<java.nio.file.Path> path(String name, String help) {
    return of(name, java.nio.file.Path.class, null, help);
  }

  /** The same key with its value masked wherever configuration is shown. */
  public ConfigKey<T> asSecret() {
    return new ConfigKey<>(name, type, defaultValue, help, minimum, maximum, true);
  }

  private static <T> ConfigKey<T> of(
      String name, Class<T> type, @Nullable T defaultValue, String help) {
    return new ConfigKey<>(name, type, defaultValue, help, Long.MIN_VALUE, Long.MAX_VALUE, false);
  }
}
