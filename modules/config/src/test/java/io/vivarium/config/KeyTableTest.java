package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.KnownKeys.Section;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {
  private static final String ROW =
      "a.b, old | prefixed | int 0..9 ms | 5 ~ five | 3.6 | mapped | plugin | Does it. | because";

  private static Key<?> key(String row) {
    return KeyTable.parse("[S]\n" + row + "\n").getFirst().keys().getFirst();
  }

  @Test
  void aRowHasEverythingAboutAKey() {
    Key<?> key = key(ROW);
    assertEquals("a.b", key.name());
    assertEquals(List.of("old"), key.notes().aliases());
    assertEquals(Form.PREFIXED, key.form());
    assertEquals(5, key.defaultValue());
    assertEquals("five", key.defaultText());
    assertEquals("3.6", key.notes().since());
    assertEquals(Verdict.MAPPED, key.verdict());
    assertEquals(Key.Reader.PLUGIN, key.reader());
    assertEquals("Does it.", key.notes().help());
    assertEquals("because", key.notes().reason());
    assertEquals("a whole number from 0 to 9 (ms)", key.type().allowed());
  }

  @Test
  void sectionsKeepTheirOrderAndCommentsAndBlankLinesDoNotCount() {
    List<Section> sections =
        KeyTable.parse(
            """
            # comment
            [One]
            a | named | flag | true | | honoured | server | A.

            [Two]
            b | bare | path | | | honoured | server | B.
            # c | bare | path | | | honoured | server | C.
            d | prefixed-or-bare | text | '' | | no-effect | server | D. | why
            """);
    assertEquals(List.of("One", "Two"), sections.stream().map(Section::title).toList());
    assertEquals(List.of("b", "d"), sections.getLast().keys().stream().map(Key::name).toList());
    assertEquals("", sections.getLast().keys().getLast().defaultValue());
    assertNull(sections.getLast().keys().getFirst().defaultValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a | named | flag",
        "a | somewhere | flag | true | | honoured | server | A.",
        "a | named | colour | red | | honoured | server | A.",
        "a | named | flag | perhaps | | honoured | server | A.",
        "a | named | flag | true | | tolerated | server | A.",
        "a | named | flag | true | | honoured | everybody | A.",
        "a | named | int 5 | 5 | | honoured | server | A.",
        "a | named | int 0..4 | 5 | | honoured | server | A.",
        "a | named | flag | true | | honoured | server | A. | reason | more"
      })
  void aWrongRowIsABugThatIsShown(String row) {
    var e = assertThrows(IllegalArgumentException.class, () -> key(row));
    assertTrue(String.valueOf(e.getMessage()).contains(row), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "flag;true;true or false",
        "yes/no;yes;yes or no",
        "text;anything;any text",
        "class;a.B;the name of a class",
        "path;/p;a path",
        "port;80;a port from 0 to 65535",
        "words;a,b;words separated by commas",
        "one of a, b;b;one of a, b",
        "one of '', b;b;one of (empty), b",
        "int ..;7;a whole number from -2147483648 to 2147483647",
        "int 1..;7;a whole number from 1 to 2147483647",
        "int ..9 per minute;7;a whole number from -2147483648 to 9 (per minute)",
        "long 0.. ms;7;a whole number of at least 0 (ms)",
        "long -1..5;3;a whole number from -1 to 5",
        "ratio 0..1;0.5;a decimal number from 0.0 to 1.0",
        "ratio 0..;0.5;a decimal number from 0.0"
      })
  void everyKindOfValueIsUnderstood(String spec, String value, String allowed) {
    ValueType<?> type = TypeSpec.parse(spec);
    assertEquals(allowed, type.allowed());
    assertTrue(type.of().isInstance(type.parser().parse(value, false)), spec);
  }

  @Test
  void valuesHaveTheirTypes() {
    assertEquals(List.of("a", "b"), TypeSpec.parse("words").parser().parse(" a ,, b ", false));
    assertEquals(Path.of("/p"), TypeSpec.parse("path").parser().parse("/p", false));
    assertEquals("", TypeSpec.parse("one of '', b").parser().parse("", false));
    assertEquals("Bee", TypeSpec.parse("one of Bee, c").parser().parse("bee", false));
    assertEquals(ClientPorts.AUTO, TypeSpec.parse("client-port").parser().parse("AUTO", false));
  }

  @Test
  void aConstantOfAnotherTypeThanItsRowIsABug() {
    assertThrows(IllegalStateException.class, () -> KnownKeys.flag("tickTime"));
    assertThrows(IllegalStateException.class, () -> KnownKeys.integer("noSuchKey"));
    assertEquals(3000, KnownKeys.integer("tickTime").defaultValue());
    assertEquals(List.of("srvr"), KnownKeys.words("4lw.commands.whitelist").defaultValue());
    assertEquals(0.33, KnownKeys.ratio("snapshotSizeFactor").defaultValue());
  }

  @Test
  void keysAboutOtherServersAreKnown() {
    assertTrue(KnownKeys.onlyForPeers(KnownKeys.integer("cnxTimeout")));
    assertTrue(KnownKeys.onlyForPeers(KnownKeys.flag("sslQuorum")));
    assertEquals(false, KnownKeys.onlyForPeers(KnownKeys.flag("audit.enable")));
  }
}
