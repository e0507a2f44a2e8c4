package io.vivarium.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was written down, by place: the layers in which a value is looked for. Names are those of {@code zoo.cfg}; the prefix
 * {@code zookeeper.} of system properties is gone.
 *
 * @param code set by the program
 * @param file lines of the file
 * @param properties system properties with the prefix
 * @param bare system properties without the prefix that mean something
 * @param environment environment variables, by key
 * @param embedded values for a server that is given nothing
 */
record Settings(
    Map<String, Setting> code,
    Map<String, Setting> file,
    Map<String, Setting> properties,
    Map<String, Setting> bare,
    Map<String, Setting> environment,
    Map<String, Setting> embedded) {

  static Settings none() {
    return new Settings(
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  /** The layers in the order in which they win, for a key of this form. */
  private List<Map<String, Setting>> layers(Form form) {
    return switch (form) {
      case NAMED, PREFIXED -> List.of(code, file, properties, environment, embedded);
      case PREFIXED_OR_BARE -> List.of(code, file, properties, bare, environment, embedded);
      case BARE -> List.of(code, bare, file, properties, environment, embedded);
    };
  }

  /** What is in force for a key; null when nobody set it. */
  @Nullable Setting find(String name, Form form, List<String> aliases) {
    for (String alias : aliases) {
      Setting setting = find(alias, form, List.of());
      if (setting != null) {
        return new Setting(
            name, setting.writtenAs(), setting.value(), setting.origin(), setting.secret());
      }
    }
    for (Map<String, Setting> layer : layers(form)) {
      Setting setting = layer.get(name);
      if (setting != null) {
        return setting;
      }
    }
    return null;
  }

  @Nullable Setting find(Key<?> key) {
    return find(key.name(), key.form(), key.notes().aliases());
  }

  /** Takes a value out of all places, as if nobody had written it. */
  void forget(Key<?> key) {
    for (Map<String, Setting> layer : layers(Form.PREFIXED_OR_BARE)) {
      layer.remove(key.name());
      key.notes().aliases().forEach(layer::remove);
    }
  }

  /** Puts another value in the place of one that was written. */
  void replace(Key<?> key, Setting written, String value) {
    forget(key);
    code.put(
        key.name(),
        new Setting(key.name(), written.writtenAs(), value, written.origin(), written.secret()));
  }

  /** Everything in force whose name starts with {@code prefix}, sorted by name. */
  List<Setting> withPrefix(String prefix) {
    List<Setting> found = new ArrayList<>();
    for (String name : names()) {
      if (name.startsWith(prefix)) {
        Key<?> key = KnownKeys.find(name);
        Setting setting = key == null ? find(name, Form.PREFIXED_OR_BARE, List.of()) : find(key);
        if (setting != null) {
          found.add(setting);
        }
      }
    }
    return found;
  }

  /** Every name that was written down, sorted. */
  Collection<String> names() {
    var names = new java.util.TreeSet<String>();
    for (var layer : List.of(code, file, properties, bare, environment, embedded)) {
      names.addAll(layer.keySet());
    }
    return names;
  }
}
