package io.vivarium.acceptance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares the answer to a four-letter word with the recorded one: names of lines where values are measurements. */
final class FourLetterAnswer {
  private FourLetterAnswer() {}

  static void check(String name, ServerUnderTest server) throws IOException {
    String word = new String(Conversation.raw(name + ".0.c2s.bin"), UTF_8);
    String recorded = new String(Conversation.raw(name + ".0.s2c.bin"), UTF_8);
    String live = server.ask(word);
    switch (word) {
      case "srvr" -> assertEquals(lineNames(recorded, ":"), lineNames(live, ":"), live);
      case "mntr" -> {
        Set<String> missing = new TreeSet<>(lineNames(recorded, "\t"));
        missing.removeAll(lineNames(live, "\t"));
        assertEquals(Set.of(), missing, "lines of mntr that ZooKeeper has and this server lacks");
      }
      default -> assertEquals(recorded, live);
    }
  }

  private static List<String> lineNames(String text, String separator) {
    return text.lines().map(line -> line.split(separator, 2)[0]).toList();
  }
}
