package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares four-letter words with what ZooKeeper 3.9.5 answered in the same role and situation: to the character, but for numbers,
 * addresses, session ids, dates and directories. Of lines that differ in nothing else one is compared, as numbers of sessions and the order
 * of connections are no part of the shape.
 */
final class GoldenWords {
  private static final List<String> WORDS =
      List.of(
          "ruok", "isro", "conf", "srvr", "stat", "cons", "dirs", "dump", "wchs", "wchc", "wchp",
          "hash", "gtmk", "crst", "srst");

  /** Answers in which clients, sessions or paths come in no order. */
  private static final Set<String> UNORDERED = Set.of("stat", "cons", "dump", "wchc", "wchp");

  /** What differs from server to server, and what is compared in its place. */
  private static final Map<Pattern, String> VALUES = new LinkedHashMap<>();

  static {
    value("(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\w{3} \\d\\d [\\d:]{8} \\w+ \\d{4}", "DATE");
    value(
        "^Zookeeper version: 3\\.9\\.5-[0-9a-f]{40}, built on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d"
            + " UTC$",
        "VERSION");
    value("127\\.0\\.0\\.1:\\d+", "ADDRESS");
    value("=[^=]*/version-2$", "=DIRECTORY/version-2");
    value("0x[0-9a-f]+", "HEX");
    value("^[0-9a-f]+: -?\\d+$", "ZXID: DIGEST");
    value("^version=[0-9a-f]+$", "version=HEX");
    value("lop=\\w+", "lop=OPERATION");
    value("-?\\d+\\.\\d{1,4}(?!\\d)", "DECIMAL");
    value("-?\\d+", "N");
  }

  private GoldenWords() {}

  private static void value(String pattern, String name) {
    VALUES.put(Pattern.compile(pattern), name);
  }

  /** Every word has the shape of the captured answer, and those that tell no values are the same. */
  static void compare(String role, RunningServer server) throws IOException {
    compareShapes(role, server);
    // Two of the sessions of a situation watch three paths, one of them both.
    assertEquals(text(role + "/words/wchs.txt"), server.ask("wchs"), role + " wchs");
    assertEquals(
        text(role + "/words/stmk.txt"), server.ask("stmk\0\0\0\0\0\0\u00012"), role + " stmk");
  }

  /** Every word has the shape of the captured answer. */
  static void compareShapes(String role, RunningServer server) throws IOException {
    for (String word : WORDS) {
      String golden = text(role + "/words/" + word + ".txt");
      String ours = server.ask(word);
      assertEquals(shape(word, golden), shape(word, ours), role + " " + word + ":\n" + ours);
    }
    assertEquals(names(text(role + "/words/envi.txt")), names(server.ask("envi")), role + " envi");
  }

  /** As captured, each word with the answer as Python writes it. */
  static void compareListed(String file, RunningServer server) throws IOException {
    String word = "";
    for (String line : text(file).split("\n", -1)) {
      if (line.startsWith("--- ")) {
        word = line.substring("--- ".length());
      } else if (line.startsWith("'")) {
        String golden = line.substring(1, line.length() - 1).replace("\\n", "\n");
        String ours = server.ask(word);
        assertEquals(shape("", golden), shape("", ours), word + ":\n" + ours);
      }
    }
  }

  private static List<String> names(String text) {
    return text.lines()
        .map(line -> line.split("=", 2)[0])
        .filter(name -> !name.equals("vivarium.version"))
        .toList();
  }

  /** Lines without values, each kind once; the last is empty when the answer ends with the end of a line. */
  private static List<String> shape(String word, String text) {
    String compared = text;
    if (word.equals("dump")) {
      // Netty's connections are not listed, those of ZooKeeper's own sockets are: left to both.
      compared = text.substring(0, text.indexOf("Connections dump:"));
    }
    List<String> lines =
        List.of(compared.split("\n", -1)).stream().map(GoldenWords::shape).distinct().toList();
    return UNORDERED.contains(word) ? lines.stream().sorted().toList() : lines;
  }

  private static String shape(String line) {
    // A bucket of the clock in which no session ends.
    String shape = line.startsWith("0 expire at ") ? "1" + line.substring(1) : line;
    for (Map.Entry<Pattern, String> value : VALUES.entrySet()) {
      shape = value.getKey().matcher(shape).replaceAll(value.getValue());
    }
    return shape;
  }

  private static String text(String file) throws IOException {
    try (InputStream in = GoldenWords.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
