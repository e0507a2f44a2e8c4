package io.vivarium.kernel.admin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which four-letter words are answered, after {@code 4lw.commands.whitelist}: words separated by commas, or {@code *} for all.
 * {@code srvr} always is, as {@code zkServer.sh status} needs it; so is {@code isro} where read-only mode is on, as clients need
 * it to find a writable server. Immutable.
 */
final class Whitelist {
  private final Set<Word> allowed;
  private final List<String> unknown;

  private Whitelist(Set<Word> allowed, List<String> unknown) {
    this.allowed = Collections.unmodifiableSet(allowed);
    this.unknown = List.copyOf(unknown);
  }

  /**
   * Reads the value of the key.
   *
   * @param value as configured; null or blank when it is not
   * @param readOnlyMode whether {@code readonlymode.enabled} is on
   */
  public static Whitelist of(@Nullable String value, boolean readOnlyMode) {
    Set<Word> allowed = EnumSet.of(Word.SRVR);
    if (readOnlyMode) {
      allowed.add(Word.ISRO);
    }
    List<String> unknown = new ArrayList<>();
    for (String part : (value == null ? "" : value).split(",", -1)) {
      String name = part.strip();
      Word word = Word.named(name);
      if (name.equals("*")) {
        allowed.addAll(EnumSet.allOf(Word.class));
      } else if (word != null) {
        allowed.add(word);
      } else if (!name.isEmpty()) {
        unknown.add(name);
      }
    }
    return new Whitelist(allowed, unknown);
  }

  /** What was listed and is no word: for a warning at start. */
  public List<String> unknown() {
    return unknown;
  }

  boolean allows(Word word) {
    return allowed.contains(word);
  }
}
