package io.vivarium.config;

import java.util.Locale;

/** How keys are spelled as environment variables. */
final class EnvironmentNames {
  static final String PREFIX = "VIVARIUM_";

  private EnvironmentNames() {}

  /** The documented spelling: {@code tickTime} is {@code VIVARIUM_TICK_TIME}. */
  static String of(String key) {
    String words =
        key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z])([A-Z][a-z]{2})", "$1_$2")
            .replaceAll("[^A-Za-z0-9]", "_");
    return PREFIX + words.toUpperCase(Locale.ROOT);
  }

  /** What remains of a key, or of a variable without its prefix, when they are compared. */
  static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.append((char) (c - 'A' + 'a'));
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        folded.append(c);
      }
    }
    return folded.toString();
  }
}
