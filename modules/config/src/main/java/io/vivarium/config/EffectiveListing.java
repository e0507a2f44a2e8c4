package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.config.EffectiveConfig.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the listing of all keys with their values. */
final class EffectiveListing {
  private EffectiveListing() {}

  /**
   * Lists everything.
   *
   * @param computed values of keys whose default depends on others
   */
  static EffectiveConfig of(Values values, PluginKeys pluginKeys, Map<String, String> computed) {
    List<Item> items = new ArrayList<>();
    Map<String, Boolean> listed = new HashMap<>();
    for (KnownKeys.Section section : KnownKeys.sections()) {
      for (Key<?> key : section.keys()) {
        listed.put(key.name(), true);
        Setting setting = values.setting(key);
        if (setting != null || shownUnset(key)) {
          items.add(item(section.title(), key, setting, computed));
        }
      }
    }
    for (Key<?> key : pluginKeys.unknownToServer()) {
      items.add(item("Plugins", key, values.settings().find(key), computed));
      listed.put(key.name(), true);
    }
    for (String name : values.settings().names()) {
      Setting setting = values.settings().find(name, Form.PREFIXED, List.of());
      if (!listed.containsKey(name) && setting != null && !KnownKeyNames.isAlias(name)) {
        items.add(other(setting));
      }
    }
    return new EffectiveConfig(items);
  }

  private static boolean shownUnset(Key<?> key) {
    return switch (key.verdict()) {
      case HONOURED, MAPPED, OURS -> true;
      case NO_EFFECT, REFUSED, NOT_FOR_SERVERS -> false;
    };
  }

  private static <T> Item item(
      String section, Key<T> key, @Nullable Setting setting, Map<String, String> computed) {
    String value = setting == null ? unset(key, computed) : setting.shown();
    return new Item(
        section,
        key.name(),
        value,
        key.defaultText(),
        setting == null ? Origin.DEFAULT : setting.origin(),
        key.notes().help(),
        key.notes().reason());
  }

  private static <T> String unset(Key<T> key, Map<String, String> computed) {
    T value = key.defaultValue();
    return computed.getOrDefault(key.name(), value == null ? "" : key.text(value));
  }

  private static Item other(Setting setting) {
    String help = KnownKeys.family(setting.key()).map(KnownKeys.Family::help).orElse("");
    return new Item(
        help.isEmpty() ? "Unknown keys" : "Families of keys",
        setting.key(),
        setting.shown(),
        "",
        setting.origin(),
        help,
        "");
  }
}
