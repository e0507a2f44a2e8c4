package io.vivarium.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of all keys, typed; wrong ones have been reported and count as not set. */
final class Values {
  private final Settings settings;
  private final Map<String, Object> parsed = new HashMap<>();
  private final Set<String> wrong = new HashSet<>();

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
      wrong.add(key.name());
      boolean passedThrough = key.form() != Form.NAMED && key.verdict() != Verdict.OURS;
      String allowed = "must be " + key.type().allowed();
      String byDefault = key.defaultText().isEmpty() ? "" : " (" + key.defaultText() + ")";
      if (passedThrough && setting.value().isEmpty() && key.type().numeric()) {
        problems.warning(
            setting, "is empty; the default" + byDefault + " is used", "Remove it or give a value");
        settings.forget(key);
      } else if (passedThrough && lenient) {
        useAsZooKeeperDoes(key, setting, allowed, problems);
      } else {
        problems.error(setting, allowed, "Correct it, or remove it to get the default" + byDefault);
      }
    }
  }

  private void useAsZooKeeperDoes(Key<?> key, Setting setting, String allowed, Problems problems) {
    String remedy = "Correct it, or remove it";
    if (key.type().name().equals("true/false")) {
      problems.warning(setting, allowed + "; false is used", remedy);
      settings.replace(key, setting, "false"); // Boolean.parseBoolean of anything but "true"
      parsed.put(key.name(), false);
    } else {
      problems.warning(
          setting, allowed + "; the default " + key.defaultText() + " is used", remedy);
      settings.forget(key);
    }
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

  /** Keys whose values were reported as wrong, as errors or as warnings. */
  Set<String> wrong() {
    return Set.copyOf(wrong);
  }

  /** What was written for a key; null when nothing was. */
  @Nullable Setting setting(Key<?> key) {
    return settings.find(key);
  }

  Settings settings() {
    return settings;
  }
}
