package io.vivarium.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command was given.
 *
 * @param options names without dashes; a flag's value is empty
 * @param words the others, in order
 * @param usage of the command
 */
record Arguments(Map<String, List<String>> options, List<String> words, String usage) {
  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return values(option).stream().findFirst();
  }

  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** A number; {@code otherwise} when it is not given. */
  long number(String option, long otherwise) throws Failure {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw Failure.usage("-" + option + " argument must be a whole number: " + text.get());
    }
  }

  /** The version of option v; −1 for any. */
  int version() throws Failure {
    long version = number("v", -1);
    if (version != (int) version) {
      throw Failure.usage("-v argument must be a version, which has 32 bits: " + version);
    }
    return (int) version;
  }

  /** The path that stands at a place, once it is known to be legal. */
  String path(int place) throws Failure {
    String path = words.get(place);
    Messages.check(path);
    return path;
  }

  Optional<String> word(int place) {
    return place < words.size() ? Optional.of(words.get(place)) : Optional.empty();
  }

  /** The words cannot be meant. */
  Failure misused() {
    return Failure.usage(usage);
  }
}
