package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyntaxTest {
  private final Syntax syntax =
      Syntax.words(1, 2).flags("s", "w", "dry-run").valued("v", "add").oneOf("s", "w");

  private Arguments parse(String line) throws Failure {
    return syntax.parse(Words.of(line), "the usage");
  }

  private String refused(String line) {
    return assertThrows(Failure.class, () -> parse(line)).text();
  }

  @ParameterizedTest
  @CsvSource({"-s -v 3 /a b", "/a -s b -v 3", "/a b -v 3 -s", "/a b -v 3 -s c d"})
  void optionsStandAnywhere(String line) throws Failure {
    Arguments arguments = parse(line);

    assertTrue(arguments.has("s"));
    assertFalse(arguments.has("w"));
    assertEquals(3, arguments.version());
    assertEquals("/a", arguments.path(0));
    assertEquals(Optional.of("b"), arguments.word(1));
  }

  @Test
  void whatIsNotGivenIsEmpty() throws Failure {
    Arguments arguments = parse("/a");

    assertEquals(Optional.empty(), arguments.word(1));
    assertEquals(Optional.empty(), arguments.value("v"));
    assertEquals(-1, arguments.version());
    assertEquals(7, arguments.number("v", 7));
  }

  @Test
  void optionsWithAValueMayBeRepeated() throws Failure {
    assertEquals(List.of("x", "y"), parse("-add x /a -add y").values("add"));
  }

  @Test
  void longOptionsHaveOneDashOrTwo() throws Failure {
    assertTrue(parse("--dry-run /a").has("dry-run"));
    assertTrue(parse("-dry-run /a").has("dry-run"));
  }

  @Test
  void negativeNumbersAndASingleDashAreWords() throws Failure {
    assertEquals(List.of("/a", "-5"), parse("/a -5").words());
    assertEquals(List.of("/a", "-"), parse("/a -").words());
    assertEquals(-1, parse("/a -v -1").number("v", 0));
  }

  @Test
  void twoDashesEndTheOptions() throws Failure {
    assertEquals(List.of("-s", "-w"), parse("-- -s -w").words());
  }

  @ParameterizedTest
  @CsvSource({
    "-z /a,Unrecognized option: -z",
    "--s2 /a,Unrecognized option: --s2",
    "-sz /a,Unrecognized option: -sz",
    "/a -v,Missing argument for option: v",
    "-s,the usage",
    "'',the usage"
  })
  void whatCannotBeMeantIsRefused(String line, String message) {
    assertEquals(message, refused(line));
  }

  @Test
  void optionsThatExcludeEachOtherAreRefused() {
    assertEquals(
        "The option 'w' was specified but an option from this group has already been selected: 's'",
        refused("-s -w /a"));
    assertEquals(
        "The option 's' was specified but an option from this group has already been selected: 'w'",
        refused("-ws /a"));
  }

  @Test
  void theSameFlagTwiceIsTheFlag() throws Failure {
    assertTrue(parse("-s -s /a").has("s"));
  }

  @Test
  void numbersAreWholeAndVersionsHave32Bits() throws Failure {
    Arguments word = parse("-v x /a");
    Arguments large = parse("-v 3000000000 /a");

    assertEquals(
        "-v argument must be a whole number: x", assertThrows(Failure.class, word::version).text());
    assertEquals(3_000_000_000L, large.number("v", 0));
    assertThrows(Failure.class, large::version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get /a|get,/a",
        "  get \t /a  |get,/a",
        "create /a \"two words\"|create,/a,two words",
        "create /a 'two words'|create,/a,two words",
        "create /a ''|create,/a,",
        "create /a \"it's\"|create,/a,it's",
        "create /a it's|create,/a,it's",
        "create /a {\"json\":1}|create,/a,{\"json\":1}",
        "create /a \"open|create,/a,\"open",
        "\"a\"b c|a,b,c"
      })
  void linesAreSplitAtBlanksAndQuotationMarks(String line, String words) {
    assertEquals(List.of(words.split(",", -1)), Words.of(line));
  }

  @Test
  void anEmptyLineHasNoWords() {
    assertEquals(List.of(), Words.of(" \t "));
  }
}
