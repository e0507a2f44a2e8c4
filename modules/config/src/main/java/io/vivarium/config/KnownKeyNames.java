package io.vivarium.config;

import java.util.LinkedHashSet;
import java.util.Set;

/** Names by which known keys may be written, apart from their own. */
final class KnownKeyNames {
  private static final Set<String> ALIASES = aliases();

  private KnownKeyNames() {}

  private static Set<String> aliases() {
    Set<String> aliases = new LinkedHashSet<>();
    KnownKeys.all().forEach(key -> aliases.addAll(key.notes().aliases()));
    return aliases;
  }

  static boolean isAlias(String name) {
    return ALIASES.contains(name);
  }
}
