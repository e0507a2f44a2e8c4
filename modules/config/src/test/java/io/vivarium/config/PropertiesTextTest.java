package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PropertiesTextTest {
  private static final String[] PIECES = {
    "a",
    "b",
    "key",
    "=",
    ":",
    " ",
    "\t",
    "\f",
    "\n",
    "\r",
    "\r\n",
    "#",
    "!",
    "\\",
    "\\u0041",
    "\\n",
    "\\b",
    "\\t",
    ",",
    "${a}",
    "\\\\",
    "ü",
    "include",
    "\"",
    "'",
    ";",
    "\\:",
    "\\=",
    "\\#",
    "\\ ",
    "\\u12",
    "\\u00fG",
    "server.1",
    "0"
  };

  @Test
  void randomTextsReadAsTheJdkReadsThem() throws Exception {
    Random random = new Random(42);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      int pieces = 1 + random.nextInt(12);
      for (int j = 0; j < pieces; j++) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      assertReadAsTheJdkDoes(text.toString());
    }
  }

  @Test
  void everySeparatorEscapeAndContinuationReadsAsTheJdkReadsIt() throws Exception {
    assertReadAsTheJdkDoes(
        "  indented = value  \n\ttab\tvalue\ncolon:value\nblank value with blanks\nempty=\nalone\n");
    assertReadAsTheJdkDoes(
        "long=one,\\\n    two,\\\r\n\tthree\n# comment \\\nnext=1\n! other comment\n");
    assertReadAsTheJdkDoes(
        "path=C\\:\\\\zookeeper\\\\data\npath2=C:\\bin\\temp\nunicode=\\u00e4\\u00C4\n");
    assertReadAsTheJdkDoes(
        "a=1\na=2\na = 3\n${a}=${a}\nlist=1,2,3\ninclude=other.cfg\ninclude=x\n");
    assertReadAsTheJdkDoes("trailing=backslash\\");
    assertReadAsTheJdkDoes("#only a comment");
    assertReadAsTheJdkDoes("");
  }

  @Test
  void assignmentsKnowTheirLine() throws Exception {
    List<PropertiesText.Assignment> lines =
        PropertiesText.parse("# comment\n\na=1\nb=2,\\\n  3\nc=4\n");
    assertEquals(
        List.of(
            new PropertiesText.Assignment("a", "1", 3),
            new PropertiesText.Assignment("b", "2,3", 5),
            new PropertiesText.Assignment("c", "4", 6)),
        lines);
  }

  @Test
  void anIncompleteUnicodeEscapeIsRefusedWithItsLine() {
    var e =
        assertThrows(
            PropertiesText.MalformedLineException.class,
            () -> PropertiesText.parse("a=1\nb=\\u00\n"));
    assertEquals(2, e.line());
  }

  private static void assertReadAsTheJdkDoes(String text) throws Exception {
    TreeMap<String, String> expected = new TreeMap<>();
    try {
      Properties jdk = new Properties();
      jdk.load(new StringReader(text));
      jdk.forEach((key, value) -> expected.put(key.toString().trim(), value.toString().trim()));
      if (expected.size() < jdk.size()) {
        return; // keys that differ in escaped blanks only, of which the JDK has no order
      }
    } catch (IllegalArgumentException e) {
      assertThrows(
          PropertiesText.MalformedLineException.class, () -> PropertiesText.parse(text), text);
      return;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    TreeMap<String, String> actual = new TreeMap<>();
    for (PropertiesText.Assignment line : PropertiesText.parse(text)) {
      actual.put(line.key(), line.value());
    }
    expected.remove(
        ""); // no key of ours is empty; the JDK and Commons Configuration differ on these
    assertEquals(expected, actual, "of the text [" + text + "]");
  }
}
