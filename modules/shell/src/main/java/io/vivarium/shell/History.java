package io.vivarium.shell;

import java.util.List;
import java.util.NavigableMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands so far, by number; secrets in them are not kept. */
final class History {
  private static final int SHOWN = 11;
  private static final int KEPT = 10_000;

  /** Whose arguments are secrets. */
  private static final String SECRET = "addauth";

  private final NavigableMap<Integer, String> lines = new TreeMap<>();
  private int next;

  History() {}

  /** The number that the next command gets. */
  int next() {
    return next;
  }

  void add(String line) {
    List<String> words = Words.of(line);
    boolean secret = !words.isEmpty() && words.getFirst().equals(SECRET);
    lines.put(next++, secret ? SECRET + " ..." : line);
    if (lines.size() > KEPT) {
      lines.pollFirstEntry();
    }
  }

  /** The command with that number; null when there is none, or it had a secret. */
  @Nullable String line(int number) {
    String line = lines.get(number);
    return line == null || line.startsWith(SECRET) ? null : line;
  }

  /** The last eleven, the one that asks included. */
  String text() {
    StringJoiner text = new StringJoiner("\n");
    lines.tailMap(next - SHOWN, true).forEach((number, line) -> text.add(number + " - " + line));
    return text.toString();
  }
}
