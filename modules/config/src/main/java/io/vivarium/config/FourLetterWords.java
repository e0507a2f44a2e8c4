package io.vivarium.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The four-letter words that are answered.
 *
 * @param allowed in lower case
 */
public record FourLetterWords(Set<String> allowed) {
  /** Every word that ZooKeeper knows. */
  public static final List<String> KNOWN =
      List.of(
          "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr", "ruok",
          "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs");

  /** Copies the set. */
  public FourLetterWords {
    allowed = Set.copyOf(allowed);
  }

  /** Whether a word is answered. */
  public boolean allows(String word) {
    return allowed.contains(word);
  }

  static FourLetterWords from(Values values, Problems problems) {
    Set<String> allowed = new LinkedHashSet<>(List.of("srvr"));
    if (values.get(ClientKeys.READ_ONLY_MODE)) {
      allowed.add("isro");
    }
    Setting written = values.setting(ClientKeys.FOUR_LETTER_WORDS);
    for (String word : values.get(ClientKeys.FOUR_LETTER_WORDS)) {
      if (word.equals("*")) {
        allowed.addAll(KNOWN);
      } else if (KNOWN.contains(word)) {
        allowed.add(word);
      } else if (written != null) {
        problems.warning(
            written,
            "there is no four-letter word " + (word.length() > 20 ? "of this length" : word),
            "Choose from " + String.join(", ", KNOWN) + ", or * for all");
      }
    }
    return new FourLetterWords(allowed);
  }
}
