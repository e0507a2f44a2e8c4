package io.vivarium.config;

import io.vivarium.spi.ConfigKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that plugins declare: their values are checked with everything else, and they are known. */
final class PluginKeys {
  private static final int LONGEST_DEFAULT = 200;

  private final Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();

  PluginKeys(List<ConfigKey<?>> keys) {
    keys.forEach(key -> this.keys.putIfAbsent(key.name(), key));
  }

  Set<String> names() {
    return keys.keySet();
  }

  boolean contains(String name) {
    return keys.containsKey(name);
  }

  boolean isSecret(String name) {
    ConfigKey<?> key = keys.get(name);
    return key != null && key.secret();
  }

  /** Whether some plugin reads a family of keys, which it shows by declaring one of them, or the prefix itself. */
  boolean readsFamily(String prefix) {
    return keys.keySet().stream()
        .anyMatch(name -> name.startsWith(prefix) || (name + ".").equals(prefix));
  }

  /** The keys that only plugins know, in the form of our own. */
  List<Key<?>> unknownToServer() {
    List<Key<?>> unknown = new ArrayList<>();
    for (ConfigKey<?> key : keys.values()) {
      if (KnownKeys.find(key.name()) == null) {
        unknown.add(asKey(key));
      }
    }
    return unknown;
  }

  /** First parts of names that belong to plugins alone, as {@code filelog.}: nobody else can have a key there. */
  Set<String> sections() {
    Set<String> sections = new LinkedHashSet<>();
    for (Key<?> key : unknownToServer()) {
      int dot = key.name().indexOf('.');
      if (dot > 0) {
        String section = key.name().substring(0, dot + 1);
        if (KnownKeys.all().stream().noneMatch(known -> known.name().startsWith(section))) {
          sections.add(section);
        }
      }
    }
    return sections;
  }

  /** Reports every value that is not one of its key, except those that {@code wrong} has reported already. */
  void check(Settings settings, Set<String> wrong, Problems problems) {
    for (ConfigKey<?> key : keys.values()) {
      Setting setting = find(settings, key);
      if (setting == null || wrong.contains(key.name())) {
        continue;
      }
      try {
        parse(key, setting.value());
      } catch (IllegalArgumentException e) {
        problems.error(
            setting,
            "must be " + type(key).allowed(),
            "Correct it, or remove it to get the default"
                + (asKey(key).defaultText().isEmpty()
                    ? ""
                    : " (" + asKey(key).defaultText() + ")"));
      }
    }
  }

  static @Nullable Setting find(Settings settings, ConfigKey<?> key) {
    Key<?> known = KnownKeys.find(key.name());
    return known == null
        ? settings.find(key.name(), Form.PREFIXED_OR_BARE, List.of())
        : settings.find(known);
  }

  /** The value that a plugin gets. */
  static <T> T parse(ConfigKey<T> key, String text) {
    Key<?> known = KnownKeys.find(key.name());
    boolean decode = known == null || known.form() != Form.NAMED;
    return key.type().cast(type(key).parser().parse(text, decode));
  }

  private static ValueType<?> type(ConfigKey<?> key) {
    Class<?> type = key.type();
    if (type == Boolean.class) {
      return anyFlag();
    }
    if (type == Integer.class) {
      return ValueType.integer(
          Math.clamp(key.minimum(), Integer.MIN_VALUE, Integer.MAX_VALUE),
          Math.clamp(key.maximum(), Integer.MIN_VALUE, Integer.MAX_VALUE),
          "");
    }
    if (type == Long.class) {
      return ValueType.number(key.minimum(), key.maximum(), "");
    }
    if (type == Path.class) {
      return ValueType.path();
    }
    if (type == String.class) {
      return ValueType.text();
    }
    throw new IllegalStateException(
        "plugin key "
            + key.name()
            + " has the type "
            + type.getName()
            + "; allowed are String, Integer, Long, Boolean and Path");
  }

  private static ValueType<Boolean> anyFlag() {
    ValueType.Parser<Boolean> trueFalse = ValueType.flag().parser();
    ValueType.Parser<Boolean> yesNo = ValueType.yesNo().parser();
    return new ValueType<>(
        Boolean.class,
        "true/false",
        "true, false, yes or no",
        "",
        (text, decode) -> {
          boolean word = text.equalsIgnoreCase("yes") || text.equalsIgnoreCase("no");
          return word ? yesNo.parse(text, decode) : trueFalse.parse(text, decode);
        });
  }

  private static Key<String> asKey(ConfigKey<?> key) {
    Object byDefault = key.defaultValue();
    String text = byDefault == null ? "" : byDefault.toString();
    String shown = text.length() > LONGEST_DEFAULT ? text.substring(0, LONGEST_DEFAULT) : text;
    return Key.ofPlugin(key.name(), shown, key.help(), key.secret());
  }
}
