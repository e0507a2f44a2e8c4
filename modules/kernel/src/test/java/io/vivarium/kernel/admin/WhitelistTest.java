package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhitelistTest {
  @Test
  void unconfiguredAllowsSrvrOnly() {
    assertEquals(Set.of(Word.SRVR), allowed(null, false));
    assertEquals(Set.of(Word.SRVR), allowed("", false));
    assertEquals(Set.of(Word.SRVR), allowed("  ", false));
  }

  @Test
  void readOnlyModeAddsIsro() {
    assertEquals(Set.of(Word.SRVR, Word.ISRO), allowed(null, true));
    assertEquals(Set.of(Word.SRVR, Word.ISRO, Word.RUOK), allowed("ruok", true));
  }

  @Test
  void srvrCannotBeTakenAway() {
    assertEquals(Set.of(Word.SRVR, Word.MNTR), allowed("mntr", false));
  }

  @Test
  void wordsAreSeparatedByCommasAndBlanksDoNotMatter() {
    assertEquals(
        Set.of(Word.SRVR, Word.STAT, Word.RUOK, Word.CONF),
        allowed(" stat, ruok ,\tconf,, srvr ", false));
  }

  @Test
  void aStarAllowsAllWords() {
    assertEquals(EnumSet.allOf(Word.class), allowed("*", false));
    assertEquals(EnumSet.allOf(Word.class), allowed("ruok, *", false));
  }

  @Test
  void whatIsNoWordIsReportedAndAllowsNothing() {
    Whitelist whitelist = Whitelist.of("rouk, RUOK, ruok, statistics", false);

    assertEquals(List.of("rouk", "RUOK", "statistics"), whitelist.unknown());
    assertTrue(whitelist.allows(Word.RUOK));
    assertEquals(Set.of(Word.SRVR), allowed("RUOK", false));
  }

  private static Set<Word> allowed(@Nullable String value, boolean readOnlyMode) {
    Whitelist whitelist = Whitelist.of(value, readOnlyMode);
    Set<Word> allowed = EnumSet.noneOf(Word.class);
    for (Word word : Word.values()) {
      if (whitelist.allows(word)) {
        allowed.add(word);
      }
    }
    return allowed;
  }
}
