package io.vivarium.plugin.installer;

import java.util.Locale;

/** Sizes as people read them. */
final class Sizes {
  private Sizes() {}

  static String shown(long bytes) {
    if (bytes < 10_000) {
      return bytes + " bytes";
    }
    return bytes < 10_000_000
        ? bytes / 1000 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
