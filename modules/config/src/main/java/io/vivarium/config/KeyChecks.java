package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges every key that was written down: refused, without effect, unknown. */
final class KeyChecks {
  private final Values values;
  private final PluginKeys pluginKeys;
  private final Problems problems;

  KeyChecks(Values values, PluginKeys pluginKeys, Problems problems) {
    this.values = values;
    this.pluginKeys = pluginKeys;
    this.problems = problems;
  }

  /**
   * Judges all keys.
   *
   * @param distributed whether there is an ensemble; the keys of one mean nothing to a single server
   */
  void check(boolean distributed) {
    for (KnownKeys.Section section : KnownKeys.sections()) {
      for (Key<?> key : section.keys()) {
        Setting setting = values.setting(key);
        if (setting != null && values.isSet(key)) {
          judge(key, setting, distributed);
        }
      }
    }
    boolean strict = values.get(OwnKeys.MODE).equals("strict");
    for (String name : values.settings().names()) {
      if (KnownKeys.find(name) == null
          && !pluginKeys.contains(name)
          && !KnownKeyNames.isAlias(name)) {
        unknown(name, strict);
      }
    }
  }

  private void judge(Key<?> key, Setting setting, boolean distributed) {
    if (key.form() == Form.BARE && setting.origin().kind() == Origin.Kind.FILE) {
      problems.warning(
          setting,
          "takes effect, while ZooKeeper ignores it here and reads only -D" + key.name(),
          "Nothing needs to be done; ZooKeeper servers of the same ensemble need -D" + key.name());
    }
    switch (key.verdict()) {
      case REFUSED -> {
        if (!isDefault(key)) {
          problems.error(setting, "is refused: " + key.notes().reason(), "Remove it");
        }
      }
      case NO_EFFECT -> {
        if (!isDefault(key)) {
          problems.warning(
              setting, "has no effect: " + key.notes().reason(), "Remove it when you like");
        }
      }
      case HONOURED, MAPPED, OURS -> read(key, setting, distributed);
      case NOT_FOR_SERVERS -> {}
    }
  }

  private void read(Key<?> key, Setting setting, boolean distributed) {
    switch (key.reader()) {
      case SERVER -> {}
      case PLUGIN -> {
        if (missing(key, distributed)) {
          problems.warning(
              setting,
              "has no effect yet: no installed plugin reads it",
              "Install a plugin that does, or leave it");
        }
      }
      case GUARD -> {
        if (missing(key, distributed)) {
          problems.error(
              setting,
              "asks for protection that no installed plugin gives",
              "Install a plugin that supports it, or remove the key");
        }
      }
    }
  }

  /** Whether a value asks for something that no plugin does. */
  private boolean missing(Key<?> key, boolean distributed) {
    boolean onlyForPeers = KnownKeys.onlyForPeers(key) && !distributed;
    return !pluginKeys.contains(key.name()) && !isDefault(key) && !onlyForPeers;
  }

  private boolean isDefault(Key<?> key) {
    Object value = values.find(key);
    return value == null || value.equals(key.defaultValue());
  }

  private void unknown(String name, boolean strict) {
    KnownKeys.Family family = KnownKeys.family(name).orElse(null);
    Setting setting = values.settings().find(name, Form.PREFIXED_OR_BARE, List.of());
    if (setting == null) {
      return;
    }
    if (family != null) {
      boolean readByPlugin =
          family.equals(KnownKeys.METRICS_PROVIDER) || family.equals(KnownKeys.SUPER_USER);
      if (readByPlugin && !pluginKeys.readsFamily(family.prefix())) {
        problems.warning(
            setting,
            "has no effect yet: no installed plugin reads it",
            "Install a plugin that does, or leave it");
      }
      return;
    }
    String nearest = NearestKey.to(name, candidates());
    String remedy = remedy(nearest);
    boolean ownedByPlugin = pluginKeys.sections().stream().anyMatch(name::startsWith);
    if (ownedByPlugin || strict) {
      problems.error(
          setting, ownedByPlugin ? "is not a key of the plugin" : "is not a known key", remedy);
    } else {
      problems.warning(setting, "is not a known key and has no effect", remedy);
    }
  }

  private static String remedy(@Nullable String nearest) {
    return nearest == null
        ? "Remove it, or see the list of keys in docs/configuration.md"
        : "Did you mean " + nearest + "?";
  }

  private List<String> candidates() {
    List<String> names = new ArrayList<>(pluginKeys.names());
    for (Key<?> key : KnownKeys.all()) {
      if (key.verdict() != Verdict.REFUSED && key.verdict() != Verdict.NOT_FOR_SERVERS) {
        names.add(key.name());
      }
    }
    return names;
  }
}
