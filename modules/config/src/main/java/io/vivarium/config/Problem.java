package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration, or deserves a warning. The value of a secret never gets in here.
 *
 * @param key the key as the operator wrote it
 * @param value the value as written, shortened and masked where needed; null when there is none
 * @param what what is wrong, and what is allowed
 * @param remedy what to do
 * @param origin where the value was written, or the file in which it is missing
 * @param exitCode the exit code with which a server refuses to start for this reason; ZooKeeper's numbers
 */
public record Problem(
    String key, @Nullable String value, String what, String remedy, Origin origin, int exitCode) {
  /** The exit code for bad arguments and bad configuration. */
  public static final int INVALID_CONFIGURATION = 2;

  private static final int VALUE_SHOWN = 120;

  static Problem of(Setting setting, String what, String remedy) {
    return new Problem(
        setting.writtenAs(), shown(setting), what, remedy, setting.origin(), INVALID_CONFIGURATION);
  }

  static Problem missing(String key, String what, String remedy, Origin origin) {
    return new Problem(key, null, what, remedy, origin, INVALID_CONFIGURATION);
  }

  private static String shown(Setting setting) {
    String text = setting.shown();
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), VALUE_SHOWN); i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return text.length() > VALUE_SHOWN ? shown + "…" : shown.toString();
  }

  /** One line for people: place, key, value, what is wrong, what to do. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (!origin.where().equals(key)) {
      text.append(origin.where()).append(": ");
    }
    text.append(key);
    if (value != null) {
      text.append(" = ").append(value);
    }
    text.append(": ").append(what).append(". ").append(remedy);
    return remedy.endsWith("?") ? text.toString() : text.append('.').toString();
  }
}
