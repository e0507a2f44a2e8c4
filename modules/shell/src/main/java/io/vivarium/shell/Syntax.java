package io.vivarium.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of a command, and how many words it takes besides.
 *
 * @param flags options without a value
 * @param valued options with one; may be given again
 * @param exclusive of these at most one
 * @param least fewest other words
 * @param most most other words; those beyond are ignored, as zkCli does
 */
record Syntax(Set<String> flags, Set<String> valued, Set<String> exclusive, int least, int most) {
  /** No options. */
  static Syntax words(int least, int most) {
    return new Syntax(Set.of(), Set.of(), Set.of(), least, most);
  }

  Syntax flags(String... names) {
    return new Syntax(Set.of(names), valued, exclusive, least, most);
  }

  Syntax valued(String... names) {
    return new Syntax(flags, Set.of(names), exclusive, least, most);
  }

  Syntax oneOf(String... names) {
    return new Syntax(flags, valued, Set.of(names), least, most);
  }

  /**
   * Reads a command's words, without its name. Options may stand anywhere; {@code --} ends them; a negative number is a word.
   *
   * @param usage told when a word is missing
   */
  Arguments parse(List<String> words, String usage) throws Failure {
    Map<String, List<String>> options = new HashMap<>();
    List<String> others = new ArrayList<>();
    boolean ended = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (ended || !word.startsWith("-") || word.length() == 1 || number(word)) {
        others.add(word);
      } else if (word.equals("--")) {
        ended = true;
      } else if (valued.contains(name(word))) {
        if (++i == words.size()) {
          throw Failure.usage("Missing argument for option: " + name(word));
        }
        take(name(word), words.get(i), options);
      } else {
        for (String flag : split(word)) {
          take(flag, "", options);
        }
      }
    }
    if (others.size() < least) {
      throw Failure.usage(usage);
    }
    return new Arguments(options, List.copyOf(others), usage);
  }

  private void take(String name, String value, Map<String, List<String>> options) throws Failure {
    for (String other : options.keySet()) {
      if (!other.equals(name) && exclusive.contains(name) && exclusive.contains(other)) {
        throw Failure.usage(
            "The option '"
                + name
                + "' was specified but an option from this group has already been selected: '"
                + other
                + "'");
      }
    }
    options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  /** Flags of one letter may stand in one word. */
  private List<String> split(String word) throws Failure {
    String name = name(word);
    if (flags.contains(name)) {
      return List.of(name);
    }
    List<String> letters = name.chars().mapToObj(Character::toString).toList();
    if (word.startsWith("--") || !flags.containsAll(letters)) {
      throw Failure.usage("Unrecognized option: " + word);
    }
    return letters;
  }

  private static String name(String word) {
    return word.substring(word.startsWith("--") ? 2 : 1);
  }

  private static boolean number(String word) {
    return word.chars().skip(1).allMatch(Character::isDigit);
  }
}
