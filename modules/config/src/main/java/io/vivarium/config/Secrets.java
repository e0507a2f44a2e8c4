package io.vivarium.config;

import java.util.List;
import java.util.Locale;

/** Decides by name which values nobody may see, whether the key is known or a typing error of one. Any thread. */
final class Secrets {
  static final String MASK = "********";

  private static final List<String> PARTS =
      List.of("pass", "pwd", "word", "secret", "credential", "privatekey", "superdigest");

  private Secrets() {}

  /** The value of a property of this name, masked when it must not be seen. */
  static String masked(String name, String value) {
    return named(name) && !value.isEmpty() ? MASK : value;
  }

  /** The text of a configuration file with the values masked that must not be seen; all else is as it was. */
  static String maskedText(String file) {
    StringBuilder masked = new StringBuilder(file.length());
    boolean hiding = false;
    for (String line : file.split("(?<=\n)", -1)) {
      boolean continues = line.stripTrailing().endsWith("\\");
      int end = keyEnd(line);
      if (!hiding && end > 0 && isSecret(line.substring(0, end).strip())) {
        masked.append(line, 0, end + 1).append(MASK).append('\n');
        hiding = continues;
      } else if (hiding) {
        hiding = continues;
      } else {
        masked.append(line);
      }
    }
    return masked.toString();
  }

  /** Where the key of a line ends; −1 when it has none. */
  private static int keyEnd(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '=' || c == ':') {
        return i;
      }
    }
    return -1;
  }

  static boolean isSecret(String key) {
    if (KnownKeys.find(key) != null) {
      return named(key);
    }
    String nearest = NearestKey.to(key, KnownKeys.names());
    return named(key) || (nearest != null && named(nearest));
  }

  private static boolean named(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    // The path of a file that holds a secret is none.
    return !name.endsWith("passwordpath") && PARTS.stream().anyMatch(name::contains);
  }
}
