package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import java.util.List;

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

  /** The value of a property of this name as people may see it: masked when it is a secret. */
  public static String shown(String name, String value) {
    return Secrets.masked(name, value);
  }

  /** The text of a configuration file as people may see it: with its secrets masked, and all else as it is. */
  public static String shown(String file) {
    return MaskedText.of(file);
  }
}
