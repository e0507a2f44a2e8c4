package io.vivarium.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a configuration: everything wrong with it at once.
 *
 * @param config the configuration; null exactly when there are errors
 * @param errors why the server must not start
 * @param warnings what the operator should know; the server starts
 * @param effective every key with its value and origin, present even when there are errors
 */
public record ConfigResult(
    @Nullable ServerConfig config,
    List<Problem> errors,
    List<Problem> warnings,
    EffectiveConfig effective) {

  /** Copies the lists. */
  public ConfigResult {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Whether a server may start with it. */
  public boolean ok() {
    return errors.isEmpty();
  }

  /** The configuration; fails when there are errors, with all of them in the message. */
  public ServerConfig require() {
    if (config == null) {
      StringBuilder text = new StringBuilder("invalid configuration:");
      errors.forEach(
          error -> text.append(System.lineSeparator()).append("  ").append(error.text()));
      throw new IllegalStateException(text.toString());
    }
    return config;
  }

  /** The exit code of a server that was to start with it: 0, or the one of the first error. */
  public int exitCode() {
    return errors.stream().mapToInt(Problem::exitCode).max().orElse(0);
  }
}
