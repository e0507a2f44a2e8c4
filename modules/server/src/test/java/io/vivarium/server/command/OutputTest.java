package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
}
