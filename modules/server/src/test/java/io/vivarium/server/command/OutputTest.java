package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTest {
  @Test
  void charactersThatWouldBreakALineBecomeBlanks() {
    Map<String, String> item = new LinkedHashMap<>();
    item.put("a", "1\t2\n3");
    item.put("b", "ü");
    assertEquals("1 2 3\tü", Output.line(item));
  }

  @Test
  void jsonEscapesWhatItMust() {
    String end = System.lineSeparator();
    assertEquals(
        "["
            + end
            + "  {\"k\": \"a\\\"b\\\\c\\n\\t\\u0001ü\"},"
            + end
            + "  {\"k\": \"\"}"
            + end
            + "]",
        Output.json(List.of(Map.of("k", "a\"b\\c\n\t\u0001ü"), Map.of("k", ""))));
    assertEquals("[" + end + "]", Output.json(List.of()));
  }

  @Test
  void randomTextsComeBackOutOfTheirJson() {
    Random random = new Random(6);
    for (int i = 0; i < 5000; i++) {
      String text = text(random);
      String json = Output.json(List.of(Map.of("k", text)));
      List<String> lines = json.lines().toList();
      assertEquals(3, lines.size(), "nothing breaks a line");
      String object = lines.get(1).strip();
      String quoted = object.substring("{\"k\": \"".length(), object.length() - "\"}".length());
      assertEquals(text, unescaped(quoted));
    }
  }

  @Test
  void randomTextsKeepALineWholeWithAsManyFields() {
    Random random = new Random(8);
    for (int i = 0; i < 5000; i++) {
      Map<String, String> item = new LinkedHashMap<>();
      for (int field = 0; field < 4; field++) {
        item.put("f" + field, text(random));
      }
      String line = Output.line(item);
      assertEquals(4, line.split("\t", -1).length, line);
      assertEquals(-1, line.indexOf('\n'));
      assertEquals(-1, line.indexOf('\r'));
    }
  }

  private static String text(Random random) {
    String special = "\"\\\n\r\t\b\f\u0000\u001f\u007f\u0085\u2028\u2029\u00e4{}[]:,/ abc";
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(12); length > 0; length--) {
      text.append(special.charAt(random.nextInt(special.length())));
    }
    return text.toString();
  }

  /** Reads the inside of a JSON string; no character that must be escaped may stand there as itself. */
  private static String unescaped(String quoted) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        assertTrue(c >= ' ' && c != '"', () -> "unescaped in " + quoted);
        text.append(c);
        continue;
      }
      char escaped = quoted.charAt(++i);
      switch (escaped) {
        case '"', '\\' -> text.append(escaped);
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> throw new AssertionError("no escape of JSON: " + escaped);
      }
    }
    return text.toString();
  }
}
