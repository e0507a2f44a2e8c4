package io.vivarium.kernel.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers captured from ZooKeeper 3.9.5. */
final class Golden {
  static final String VERSION =
      "3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:18 UTC";

  private Golden() {}

  /** The whole answer, such as {@code leader/srvr}. */
  static String answer(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/4lw/" + name + ".txt")) {
      if (in == null) {
        throw new AssertionError("no golden answer " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers by word from a file of quoted answers under headings. */
  static Map<String, String> quoted(String name) {
    Map<String, String> answers = new LinkedHashMap<>();
    String word = "";
    for (String line : answer(name).lines().toList()) {
      if (line.startsWith("--- ")) {
        word = line.substring(4);
      } else if (line.startsWith("'")) {
        answers.put(word, line.substring(1, line.length() - 1).replace("\\n", "\n"));
      }
    }
    return answers;
  }
}
