package io.vivarium.config;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The values of all keys, typed; wrong ones have been reported and count as not set. */
final class Values {
  private final Settings settings;
  private final Map<String, Object> parsed = new HashMap<>();

  Values(Settings settings, Problems problems) {
    this.settings = settings;
    boolean lenient = mode(settings).equals("lenient");
    for (Key<?> key : KnownKeys.all()) {
      Setting setting = settings.find(key);
      if (setting != null) {
        parse(key, setting, lenient, problems);
      }
    }
  }

  private static String mode(Settings settings) {
    Setting setting = settings.find(OwnKeys.MODE);
    return setting == null ? "normal" : setting.value().toLowerCase(java.util.Locale.ROOT);
  }

  private void parse(Key<?> key, Setting setting, boolean lenient, Problems problems) {
    try {
      parsed.put(key.name(), key.parse(setting.value()));
    } catch (IllegalArgumentException e) {
      boolean passedThrough = key.form() != Form.NAMED && key.verdict() != Verdict.OURS;
      String allowed = "must be " + key.type().allowed();
      String byDefault = key.defaultText().isEmpty() ? "" : " (" + key.defaultText() + ")";
      if (passedThrough && setting.value().isEmpty() && key.type().numeric()) {
        problems.warning(
            setting, "is empty; the default" + byDefault + " is used", "Remove it or give a value");
      } else if (passedThrough && lenient) {
        useAsZooKeeperDoes(key, setting, allowed, problems);
      } else {
        problems.error(setting, allowed, "Correct it, or remove it to get the default" + byDefault);
      }
    }
  }

  private void useAsZooKeeperDoes(Key<?> key, Setting setting, String allowed, Problems problems) {
    String used = "the default " + key.defaultText();
    if (key.type().name().equals("true/false")) {
      parsed.put(key.name(), false); // Boolean.parseBoolean of anything but "true"
      used = "false";
    }
    problems.warning(setting, allowed + "; " + used + " is used", "Correct it, or remove it");
  }

  /** The value of a key or its default; null when there is neither. */
  <T> @Nullable T find(Key<T> key) {
    // Put there by a parser of the same key.
    @SuppressWarnings("unchecked")
    T value = (T) parsed.get(key.name());
    return value == null ? key.defaultValue() : value;
  }

  /** The value of a key that has a default. */
  <T> T get(Key<T> key) {
    T value = find(key);
    if (value == null) {
      throw new NoSuchElementException("key " + key.name() + " has neither value nor default");
    }
    return value;
  }

  /** The value of a key, or another when nobody set it. */
  <T> T get(Key<T> key, T otherwise) {
    T value = find(key);
    return value == null ? otherwise : value;
  }

  /** Whether somebody set a right value. */
  boolean isSet(Key<?> key) {
    return parsed.containsKey(key.name());
  }

  /** What was written for a key; null when nothing was. */
  @Nullable Setting setting(Key<?> key) {
    return settings.find(key);
  }

  Settings settings() {
    return settings;
  }
}
