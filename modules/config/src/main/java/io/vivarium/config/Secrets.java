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
