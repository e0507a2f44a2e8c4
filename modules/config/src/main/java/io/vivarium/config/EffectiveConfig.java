package io.vivarium.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every key with the value in force, where it comes from, its default and what it does. Secrets are masked already, so that
 * this may be logged, shown and sent.
 *
 * @param items by section, in the order of documentation
 */
public record EffectiveConfig(List<Item> items) {
  /**
   * A key.
   *
   * @param section heading under which it is documented
   * @param key name as in zoo.cfg
   * @param value value in force; empty when there is none
   * @param defaultValue default, or how it is computed; empty when there is none
   * @param origin where the value comes from
   * @param help one sentence
   * @param note how a mapped key is mapped, or why a key has no effect; empty otherwise
   */
  public record Item(
      String section,
      String key,
      String value,
      String defaultValue,
      Origin origin,
      String help,
      String note) {
    /** Whether somebody wrote the value down. */
    public boolean isSet() {
      return origin.kind() != Origin.Kind.DEFAULT;
    }
  }

  /** Copies the list. */
  public EffectiveConfig {
    items = List.copyOf(items);
  }

  /** The keys that somebody set. */
  public List<Item> configured() {
    return items.stream().filter(Item::isSet).toList();
  }

  /** One line for each legacy key that was mapped to something of our own, for the start-up log. */
  public List<String> mappings() {
    return configured().stream()
        .filter(item -> !item.note().isEmpty())
        .map(item -> item.origin() + ": " + item.key() + ": " + item.note())
        .toList();
  }

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
      String section,
      Key<T> key,
      @org.jspecify.annotations.Nullable Setting setting,
      Map<String, String> computed) {
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
