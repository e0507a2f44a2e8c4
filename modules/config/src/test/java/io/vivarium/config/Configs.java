package io.vivarium.config;

import java.util.List;
import java.util.stream.Collectors;

/** Loads configurations for tests and looks for problems in the outcome. */
final class Configs {
  static final String MINIMAL = "dataDir=/data\nclientPort=2181\n";

  private Configs() {}

  static ConfigResult load(String text) {
    return load(ConfigSource.ofText("zoo.cfg", text));
  }

  static ConfigResult load(ConfigSource source) {
    return ConfigLoader.load(source, List.of());
  }

  static ServerConfig config(String text) {
    return load(text).require();
  }

  static ServerConfig minimalAnd(String lines) {
    return config(MINIMAL + lines);
  }

  static String text(List<Problem> problems) {
    return problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
  }

  static EffectiveConfig.Item item(EffectiveConfig effective, String key) {
    return effective.items().stream()
        .filter(item -> item.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no item " + key));
  }
}
