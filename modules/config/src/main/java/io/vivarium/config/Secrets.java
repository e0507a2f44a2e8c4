package io.vivarium.config;

import java.util.Locale;

/** Decides by name which values nobody may see, whether the key is known or a typing error of one. */
final class Secrets {
  static final String MASK = "********";

  private Secrets() {}

  static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.endsWith("passwordpath")) {
      return false; // the path of a file that holds the secret
    }
    return name.contains("passw")
        || name.contains("secret")
        || name.contains("superdigest")
        || name.contains("credential")
        || name.contains("privatekey");
  }

  static String masked(String key, String value) {
    return !value.isEmpty() && isSecret(key) ? MASK : value;
  }
}
